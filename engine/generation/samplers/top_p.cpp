// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <algorithm>

namespace fe::generation {
namespace {

/// Nucleus sampling (Holtzman et al. 2019, arXiv:1904.09751): the shortest list of the likeliest
/// whose probabilities reach P, at least one (as in transformers and llama.cpp).
class TopP final : public Sampler
{
public:
    explicit TopP(double p) : m_p(p) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        normalise(candidates);
        // The nucleus is mostly tiny: order only as much of the vocabulary as it takes.
        std::size_t ordered = 0;
        std::size_t chunk = 64;
        double sum = 0;
        for (std::size_t kept = 0; kept < candidates.size(); ++kept) {
            if (kept == ordered) {
                ordered = std::min(candidates.size(), ordered + chunk);
                chunk *= 8;
                std::partial_sort(at(candidates, kept), at(candidates, ordered), candidates.end(),
                                  ahead);
            }
            sum += candidates[kept].probability;
            if (sum >= m_p) {
                candidates.erase(at(candidates, kept + 1), candidates.end());
                return;
            }
        }
    }

private:
    static std::vector<Candidate>::iterator at(std::vector<Candidate>& candidates,
                                               std::size_t index)
    {
        return candidates.begin() + static_cast<std::ptrdiff_t>(index);
    }

    double m_p;
};

} // namespace

std::unique_ptr<Sampler> makeTopP(const SamplingOptions& options)
{
    return options.topP == 1 ? nullptr : std::make_unique<TopP>(options.topP);
}

} // namespace fe::generation
