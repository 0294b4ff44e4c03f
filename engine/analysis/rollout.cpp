// SPDX-License-Identifier: Apache-2.0
#include "analysis/rollout.h"

#include <Eigen/Core>

#include <algorithm>
#include <functional>
#include <numeric>

namespace fe::analysis {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Multiplications between two looks at the cancel token: a few milliseconds' worth.
constexpr std::int64_t kStep = std::int64_t { 1 } << 25;
constexpr std::int64_t kMostRows = 32; // of one step

/// Rows of one step, each of which costs so many multiplications.
std::int64_t rowsOf(std::int64_t cost)
{
    return std::clamp(kStep / std::max<std::int64_t>(cost, 1), std::int64_t { 1 }, kMostRows);
}

void fuse(std::span<float> fused, std::span<const float> head, HeadFusion fusion)
{
    const auto combine = [&](auto pick) {
        std::transform(fused.begin(), fused.end(), head.begin(), fused.begin(), pick);
    };
    switch (fusion) {
    case HeadFusion::Mean:
        return combine(std::plus<float>());
    case HeadFusion::Max:
        return combine([](float a, float b) { return std::max(a, b); });
    case HeadFusion::Min:
        return combine([](float a, float b) { return std::min(a, b); });
    }
}

/// One row of half the fused heads and half the residual.
void fuseRow(std::span<float> out, std::span<const float> weights, std::size_t row,
             HeadFusion fusion)
{
    const std::size_t width = out.size();
    const std::size_t size = width * width;
    std::ranges::copy(weights.subspan(row * width, width), out.begin());
    for (std::size_t head = size; head < weights.size(); head += size) {
        fuse(out, weights.subspan(head + row * width, width), fusion);
    }
    const float share
        = fusion == HeadFusion::Mean ? 0.5F / static_cast<float>(weights.size() / size) : 0.5F;
    std::transform(out.begin(), out.end(), out.begin(),
                   [share](float weight) { return weight * share; });
    out[row] += 0.5F;
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    std::transform(out.begin(), out.end(), out.begin(), [sum](float weight) {
        return static_cast<float>(static_cast<double>(weight) / sum);
    });
}

/// The mean over the heads of a layer, [tokens, tokens].
base::Result<std::vector<float>> meanOf(const models::AttentionCapture& capture, std::int64_t layer,
                                        const base::CancelToken& cancel)
{
    const models::AttentionInfo& info = capture.info();
    const auto width = static_cast<std::size_t>(info.keys);
    std::vector<float> mean(info.headSize());
    std::vector<float> row(width);
    for (std::int64_t query = 0; query < info.queries; ++query) {
        if (query % rowsOf(info.heads * info.keys) == 0 && cancel.isCancelled()) {
            return base::cancelled();
        }
        const auto out = std::span(mean).subspan(static_cast<std::size_t>(query) * width, width);
        for (std::int64_t head = 0; head < info.heads; ++head) {
            capture.row(layer, head, query, row);
            fuse(out, row, HeadFusion::Mean);
        }
        for (float& weight : out) {
            weight /= static_cast<float>(info.heads);
        }
    }
    return mean;
}

} // namespace

std::vector<float> fusedWithResidual(std::span<const float> weights, std::int64_t tokens,
                                     HeadFusion fusion)
{
    const auto width = static_cast<std::size_t>(tokens);
    std::vector<float> fused(width * width);
    for (std::size_t row = 0; row < width; ++row) {
        fuseRow(std::span(fused).subspan(row * width, width), weights, row, fusion);
    }
    return fused;
}

Rollout::Rollout(std::int64_t tokens, bool causal, HeadFusion fusion)
    : m_tokens(tokens), m_causal(causal), m_fusion(fusion),
      m_matrix(static_cast<std::size_t>(tokens) * static_cast<std::size_t>(tokens))
{
    for (std::size_t i = 0; i < m_matrix.size(); i += static_cast<std::size_t>(tokens) + 1) {
        m_matrix[i] = 1;
    }
}

base::Result<void> Rollout::add(std::span<const float> weights, const base::CancelToken& cancel)
{
    const auto width = static_cast<std::size_t>(m_tokens);
    std::vector<float> product(m_matrix.size());
    std::vector<float> rows(width * static_cast<std::size_t>(kMostRows));
    const Eigen::Map<const Matrix> before(m_matrix.data(), m_tokens, m_tokens);
    Eigen::Map<Matrix> after(product.data(), m_tokens, m_tokens);
    std::int64_t count = 0;
    for (std::int64_t row = 0; row < m_tokens; row += count) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        count = std::min(
            rowsOf(static_cast<std::int64_t>(weights.size()) / m_tokens + m_tokens * m_tokens),
            m_tokens - row);
        for (std::int64_t i = 0; i < count; ++i) {
            fuseRow(std::span(rows).subspan(static_cast<std::size_t>(i) * width, width), weights,
                    static_cast<std::size_t>(row + i), m_fusion);
        }
        const Eigen::Map<const Matrix> step(rows.data(), count, m_tokens);
        const std::int64_t seen = m_causal ? row + count : m_tokens;
        after.block(row, 0, count, seen).noalias()
            = step.leftCols(seen) * before.topLeftCorner(seen, seen);
    }
    m_matrix = std::move(product);
    return {};
}

base::Result<std::vector<float>> rolloutOf(const models::AttentionCapture& capture,
                                           const base::CancelToken& cancel)
{
    const models::AttentionInfo& info = capture.info();
    Rollout rollout(info.queries, info.causal);
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        FE_TRY(const std::vector<float> mean, meanOf(capture, layer, cancel));
        FE_CHECK(rollout.add(mean, cancel));
    }
    const auto matrix = rollout.matrix();
    return std::vector<float>(matrix.begin(), matrix.end());
}

} // namespace fe::analysis
