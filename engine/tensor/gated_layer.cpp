// SPDX-License-Identifier: Apache-2.0
#include "tensor/gated_layer.h"

#include "tensor/packed_tiles.h"
#include "tensor/worker_team.h"

#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <vector>

namespace fe::tensor {
namespace {

/// Tokens at once; more are read faster by the products for many rows.
constexpr std::int64_t kMostTokens = 8;

const float* dataOf(const at::Tensor& vector)
{
    return vector.defined() ? vector.const_data_ptr<float>() : nullptr;
}

float* dataOf(std::vector<float>& values)
{
    return values.data();
}

/// What a member prepares for itself before a product: its left-hand side.
struct Operand {
    explicit Operand(std::int64_t n, std::int64_t most)
        : rows(static_cast<std::size_t>(n * most)), quantised(makeQuantisedRows(n, most))
    {
    }

    void quantiseFor(const WeightMatrix& matrix, std::int64_t n)
    {
        if (matrix.takesQuantised()) {
            quantised.rows = n;
            quantised.columns = matrix.columns();
            quantiseRows(rows.data(), 0, n, quantised);
        }
    }

    std::vector<float> rows; // [n, columns]
    QuantisedRows quantised;
};

/// What all members share in one layer. The next phase reads what the one before it wrote.
struct Shared {
    Shared(const GatedLayer::Weights& layer, ForwardPass& forward, std::int64_t number,
           const at::Tensor& input, const at::Tensor& output)
        : weights(layer), pass(forward), shape(forward.shape), index(number), n(input.size(0)),
          hidden(input.size(1)), heads(shape.heads * shape.headDim),
          width(heads + 2 * shape.kvHeads * shape.headDim), inner(layer.down->columns()),
          window(shape.windowOf(number)), x(input.const_data_ptr<float>()),
          out(output.data_ptr<float>()), kernels(rowKernels())
    {
        qkv.resize(static_cast<std::size_t>(n * width));
        gateUp.resize(static_cast<std::size_t>(n * 2 * inner));
        const std::int64_t first = firstKey(0);
        ranges = (pass.start + n - first + kMostKeys - 1) / kMostKeys;
        const auto partials = static_cast<std::size_t>(n * shape.heads * ranges);
        partialValues.resize(partials * static_cast<std::size_t>(shape.headDim));
        partialLargest.resize(partials);
        partialSums.resize(partials);
        operands.assign(static_cast<std::size_t>(teamSize()),
                        Operand(n, std::max({ hidden, heads, inner })));
    }

    /// A member's own; no member allocates, since none may throw.
    Operand& nextOperand() { return operands[taken.fetch_add(1, std::memory_order_relaxed)]; }

    /// The first key that token `i` of the pass sees.
    std::int64_t firstKey(std::int64_t i) const
    {
        return window > 0 ? std::max<std::int64_t>(0, pass.start + i - window + 1) : 0;
    }

    const GatedLayer::Weights& weights;
    ForwardPass& pass;
    const AttentionShape& shape;
    std::int64_t index;
    std::int64_t n;
    std::int64_t hidden;
    std::int64_t heads; ///< width of all query heads
    std::int64_t width; ///< of queries, keys and values
    std::int64_t inner; ///< of the MLP
    std::int64_t window;
    const float* x;
    float* out;
    const RowKernels& kernels;
    std::int64_t ranges = 0; ///< of keys, at most
    std::vector<float> qkv; // [n, width]
    std::vector<float> gateUp; // [n, 2 inner]
    std::vector<float> partialValues; // [n, kvHeads, ranges, group, headDim]
    std::vector<float> partialLargest; // [n, kvHeads, ranges, group]
    std::vector<float> partialSums;
    std::vector<Operand> operands;
    std::atomic<std::size_t> taken { 0 };
};

/// One layer as one member goes through it.
class Walk
{
public:
    Walk(Shared& shared, TeamMember& member)
        : m_shared(shared), m_member(member), m_operand(shared.nextOperand())
    {
    }

    void run()
    {
        const GatedLayer::Weights& weights = m_shared.weights;
        const auto width = m_shared.width;
        product(
            *weights.qkv, [&] { normalise(m_shared.x, weights.attentionNorm); },
            dataOf(m_shared.qkv), width, dataOf(weights.qkvBias), nullptr);
        m_member.share(m_shared.n, m_shared.n, [&](std::int64_t, std::int64_t) { turnAndKeep(); });
        const std::int64_t items = m_shared.n * m_shared.shape.kvHeads * m_shared.ranges;
        m_member.share(items, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t item = begin; item < end; ++item) {
                attendRange(item);
            }
        });
        product(
            *weights.output, [&] { merge(); }, m_shared.out, m_shared.hidden,
            dataOf(weights.outputBias), m_shared.x);
        product(
            *weights.gateUp, [&] { normalise(m_shared.out, weights.mlpNorm); },
            dataOf(m_shared.gateUp), 2 * m_shared.inner, dataOf(weights.gateUpBias), nullptr);
        product(
            *weights.down, [&] { gate(); }, m_shared.out, m_shared.hidden, dataOf(weights.downBias),
            m_shared.out);
    }

private:
    /// out = operand W^T + bias + rest, `rest` being out itself or of the same shape.
    template<typename Prepare>
    void product(const WeightMatrix& matrix, const Prepare& prepare, float* out,
                 std::int64_t stride, const float* bias, const float* rest)
    {
        const std::int64_t n = m_shared.n;
        const std::int64_t items = matrix.granules();
        m_member.share(
            items, 1,
            [&] {
                prepare();
                m_operand.quantiseFor(matrix, n);
            },
            [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t granule = begin; granule < end; ++granule) {
                    const auto [first, count] = matrix.rowsOf(granule);
                    float kept[kMostTokens * MatrixBuilder::kRowGranule];
                    for (std::int64_t i = 0; i < n; ++i) {
                        addends(rest == nullptr ? nullptr : rest + i * stride + first,
                                bias == nullptr ? nullptr : bias + first, count,
                                kept + i * MatrixBuilder::kRowGranule);
                    }
                    matrix.multiplyGranule(granule, m_operand.rows.data(), n, m_operand.quantised,
                                           out, stride);
                    for (std::int64_t i = 0; i < n; ++i) {
                        for (std::int64_t row = 0; row < count; ++row) {
                            out[i * stride + first + row]
                                += kept[i * MatrixBuilder::kRowGranule + row];
                        }
                    }
                }
            });
    }

    static void addends(const float* rest, const float* bias, std::int64_t count, float* kept)
    {
        for (std::int64_t row = 0; row < count; ++row) {
            kept[row] = (bias == nullptr ? 0.0F : bias[row]) + (rest == nullptr ? 0.0F : rest[row]);
        }
    }

    void normalise(const float* x, const at::Tensor& weight)
    {
        for (std::int64_t i = 0; i < m_shared.n; ++i) {
            m_shared.kernels.rmsNorm(x + i * m_shared.hidden, dataOf(weight),
                                     m_operand.rows.data() + i * m_shared.hidden, m_shared.hidden,
                                     m_shared.weights.eps);
        }
    }

    /// Queries and keys normed and rotated in place; keys and values into the cache.
    void turnAndKeep()
    {
        const AttentionShape& shape = m_shared.shape;
        ForwardPass& pass = m_shared.pass;
        const std::int64_t dim = shape.headDim;
        const std::int64_t half = pass.cosines.size(1);
        const auto layer = static_cast<std::size_t>(m_shared.index);
        const std::int64_t capacity = pass.keys[layer].size(2);
        for (std::int64_t i = 0; i < m_shared.n; ++i) {
            float* row = m_shared.qkv.data() + i * m_shared.width;
            const std::int64_t position = pass.start + i;
            for (std::int64_t head = 0; head < shape.heads + shape.kvHeads; ++head) {
                const at::Tensor& norm
                    = head < shape.heads ? m_shared.weights.queryNorm : m_shared.weights.keyNorm;
                if (norm.defined()) {
                    m_shared.kernels.rmsNorm(row + head * dim, dataOf(norm), row + head * dim, dim,
                                             m_shared.weights.eps);
                }
                rotate(row + head * dim, pass.cosines.const_data_ptr<float>() + position * half,
                       pass.sines.const_data_ptr<float>() + position * half, half);
            }
            for (std::int64_t head = 0; head < shape.kvHeads; ++head) {
                const std::int64_t place = (head * capacity + position) * dim;
                const auto bytes = static_cast<std::size_t>(dim) * sizeof(float);
                std::memcpy(pass.keys[layer].data_ptr<float>() + place,
                            row + (shape.heads + head) * dim, bytes);
                std::memcpy(pass.values[layer].data_ptr<float>() + place,
                            row + (shape.heads + shape.kvHeads + head) * dim, bytes);
            }
        }
    }

    static void rotate(float* head, const float* cosines, const float* sines, std::int64_t half)
    {
        for (std::int64_t i = 0; i < half; ++i) {
            const float a = head[i];
            const float b = head[half + i];
            head[i] = a * cosines[i] - b * sines[i];
            head[half + i] = b * cosines[i] + a * sines[i];
        }
    }

    /// One token's query heads of one key head over one range of keys; `item` counts them all.
    void attendRange(std::int64_t item)
    {
        const AttentionShape& shape = m_shared.shape;
        const std::int64_t group = shape.heads / shape.kvHeads;
        const std::int64_t range = item % m_shared.ranges;
        const std::int64_t kvHead = item / m_shared.ranges % shape.kvHeads;
        const std::int64_t i = item / (m_shared.ranges * shape.kvHeads);
        const auto layer = static_cast<std::size_t>(m_shared.index);
        const at::Tensor& keys = m_shared.pass.keys[layer];
        const std::int64_t first = m_shared.firstKey(i) + range * kMostKeys;
        const std::int64_t count = std::min(kMostKeys, m_shared.pass.start + i + 1 - first);
        const auto at = static_cast<std::size_t>(item * group);
        if (count <= 0) {
            std::fill_n(m_shared.partialSums.begin() + static_cast<std::ptrdiff_t>(at), group,
                        -1.0F); // no keys
            return;
        }
        const std::int64_t place = (kvHead * keys.size(2) + first) * shape.headDim;
        m_shared.kernels.attend(
            { m_shared.qkv.data() + i * m_shared.width + kvHead * group * shape.headDim,
              keys.const_data_ptr<float>() + place,
              m_shared.pass.values[layer].const_data_ptr<float>() + place, group, shape.headDim,
              count, static_cast<float>(shape.scale) },
            { m_shared.partialValues.data() + at * static_cast<std::size_t>(shape.headDim),
              m_shared.partialLargest.data() + at, m_shared.partialSums.data() + at });
    }

    /// The ranges of each head put together: what the heads hand on.
    void merge()
    {
        const AttentionShape& shape = m_shared.shape;
        const std::int64_t group = shape.heads / shape.kvHeads;
        for (std::int64_t i = 0; i < m_shared.n; ++i) {
            for (std::int64_t head = 0; head < shape.heads; ++head) {
                const std::int64_t first
                    = (i * shape.kvHeads + head / group) * m_shared.ranges * group + head % group;
                mergeHead(static_cast<std::size_t>(first), static_cast<std::size_t>(group),
                          m_operand.rows.data() + i * m_shared.heads + head * shape.headDim);
            }
        }
    }

    void mergeHead(std::size_t first, std::size_t step, float* out) const
    {
        const auto dim = static_cast<std::size_t>(m_shared.shape.headDim);
        const auto ranges = static_cast<std::size_t>(m_shared.ranges);
        float largest = m_shared.partialLargest[first];
        for (std::size_t range = 1; range < ranges; ++range) {
            const std::size_t at = first + range * step;
            if (!(m_shared.partialSums[at] < 0)) {
                largest = std::max(largest, m_shared.partialLargest[at]);
            }
        }
        std::fill_n(out, dim, 0.0F);
        float sum = 0;
        for (std::size_t range = 0; range < ranges; ++range) {
            const std::size_t at = first + range * step;
            if (m_shared.partialSums[at] < 0) {
                continue;
            }
            const float weight = std::exp(m_shared.partialLargest[at] - largest);
            sum += weight * m_shared.partialSums[at];
            const float* values = m_shared.partialValues.data() + at * dim;
            for (std::size_t j = 0; j < dim; ++j) {
                out[j] += weight * values[j];
            }
        }
        for (std::size_t j = 0; j < dim; ++j) {
            out[j] /= sum;
        }
    }

    void gate()
    {
        for (std::int64_t i = 0; i < m_shared.n; ++i) {
            const float* row = m_shared.gateUp.data() + i * 2 * m_shared.inner;
            m_shared.kernels.gate(m_shared.weights.gate, row, row + m_shared.inner,
                                  m_operand.rows.data() + i * m_shared.inner, m_shared.inner);
        }
    }

    Shared& m_shared;
    TeamMember& m_member;
    Operand& m_operand;
};

} // namespace

bool GatedLayer::takes(const ForwardPass& pass) const
{
    const AttentionShape& shape = pass.shape;
    const bool plain = !pass.recordAttention && !pass.headScale.defined() && pass.mlpScale.empty()
        && !pass.probe && !pass.keyMask.defined() && !pass.bias.defined()
        && pass.memoryKeys.empty();
    return plain && pass.batch == 1 && pass.length <= kMostTokens && shape.causal
        && !pass.keys.empty() && pass.keys.front().is_cpu() && pass.cosines.defined()
        && 2 * pass.cosines.size(1) <= shape.headDim;
}

at::Tensor GatedLayer::run(const at::Tensor& x, ForwardPass& pass, std::int64_t layer) const
{
    TORCH_CHECK(x.is_contiguous() && x.dim() == 2 && x.size(0) == pass.length, "gated layer: [",
                pass.length, ", hidden] expected");
    at::Tensor out = at::empty_like(x);
    Shared shared(m_weights, pass, layer, x, out);
    runAsTeam([&](TeamMember& member) { Walk(shared, member).run(); });
    return out;
}

} // namespace fe::tensor
