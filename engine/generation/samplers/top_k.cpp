// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <algorithm>

namespace fe::generation {
namespace {

/// Keeps exactly the K likeliest, ties to the lower id (llama.cpp; transformers would keep all that
/// tie with the K-th).
class TopK final : public Sampler
{
public:
    explicit TopK(std::size_t k) : m_k(k) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        if (m_k < candidates.size()) {
            const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(m_k);
            std::nth_element(candidates.begin(), end - 1, candidates.end(), ahead);
            candidates.erase(end, candidates.end());
        }
    }

private:
    std::size_t m_k;
};

} // namespace

std::unique_ptr<Sampler> makeTopK(const SamplingOptions& options)
{
    return options.topK == 0 ? nullptr
                             : std::make_unique<TopK>(static_cast<std::size_t>(options.topK));
}

} // namespace fe::generation
