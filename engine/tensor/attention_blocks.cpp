// SPDX-License-Identifier: Apache-2.0
#include "tensor/attention_blocks.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/_softmax.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mm.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <limits>

namespace fe::tensor {
namespace {

/// Queries of a block: their scores over a thousand keys stay in a core's second cache.
constexpr std::int64_t kBlockQueries = 64;

/// What one thread works with.
class BlockWorker
{
public:
    BlockWorker(const AttentionInputs& in, const at::Tensor& out)
        : m_in(in), m_out(out), m_keys(in.keys.size(2)),
          m_scores(at::empty({ kBlockQueries * m_keys }, in.queries.options())),
          m_probabilities(at::empty_like(m_scores))
    {
    }

    /// Queries [first, first + count) of a head.
    AttentionBlock work(std::int64_t head, std::int64_t first, std::int64_t count)
    {
        const std::int64_t group = m_in.queries.size(3);
        const std::int64_t keyHead = head / group;
        const auto rows = [&](const at::Tensor& x) {
            return x[0].narrow(0, first, count).select(1, keyHead).select(1, head % group);
        };
        const std::int64_t seen
            = m_in.causal ? std::min(m_keys, m_in.start + first + count) : m_keys;
        at::Tensor scores = m_scores.narrow(0, 0, count * seen).view({ count, seen });
        at::Tensor probabilities = m_probabilities.narrow(0, 0, count * seen).view({ count, seen });
        const at::Tensor keys = m_in.keys[0][keyHead].narrow(0, 0, seen);
        const at::Tensor values = m_in.values[0][keyHead].narrow(0, 0, seen);
        at::addmm_out(scores, scores, rows(m_in.queries), keys.t(), 0, m_in.scale);
        if (m_in.mask.defined()) {
            addMask(scores, keyHead, first);
        } else if (m_in.causal) {
            hideLaterKeys(scores, m_in.start + first);
        }
        at::_softmax_out(probabilities, scores, -1, false);
        if (m_in.padded) {
            probabilities.nan_to_num_(0.0); // a query among padding sees no key
        }
        at::Tensor mixed = rows(m_out);
        at::mm_out(mixed, probabilities, values);
        if (m_in.headScale.defined()) {
            mixed.mul_(m_in.headScale[head]);
        }
        return { m_in.layer, m_in.cross, head, first, probabilities };
    }

private:
    void addMask(at::Tensor& scores, std::int64_t keyHead, std::int64_t first) const
    {
        const at::Tensor mask = m_in.mask[0][m_in.mask.size(1) == 1 ? 0 : keyHead];
        const at::Tensor rows = mask.size(0) == 1 ? mask : mask.narrow(0, first, scores.size(0));
        scores.add_(rows.narrow(1, 0, scores.size(1)));
    }

    /// The first row's own key is at `own`.
    static void hideLaterKeys(at::Tensor& scores, std::int64_t own)
    {
        const std::int64_t keys = scores.size(1);
        for (std::int64_t row = 0; row < scores.size(0); ++row) {
            float* values = scores.data_ptr<float>() + row * keys;
            std::fill(values + std::min(keys, own + row + 1), values + keys,
                      -std::numeric_limits<float>::infinity());
        }
    }

    const AttentionInputs& m_in;
    const at::Tensor& m_out;
    std::int64_t m_keys;
    at::Tensor m_scores;
    at::Tensor m_probabilities;
};

} // namespace

at::Tensor attendInBlocks(const AttentionInputs& in,
                          const std::function<void(const AttentionBlock&)>& taker)
{
    const at::Tensor out = at::empty(in.queries.sizes(), in.queries.options());
    const std::int64_t length = in.queries.size(1);
    const std::int64_t blocks = (length + kBlockQueries - 1) / kBlockQueries;
    const std::int64_t heads = in.queries.size(2) * in.queries.size(3);
    at::parallel_for(0, heads * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
        const c10::InferenceMode inference; // a thread's own
        BlockWorker worker(in, out);
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t first = i % blocks * kBlockQueries;
            taker(worker.work(i / blocks, first, std::min(kBlockQueries, length - first)));
        }
    });
    return out;
}

} // namespace fe::tensor
