// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <algorithm>
#include <cmath>

namespace fe::generation {
namespace {

/// Keeps what is at least minP times as likely as the likeliest (Nguyen et al. 2024,
/// arXiv:2407.01082). In logits: logit >= max + log(minP), so no softmax is needed.
class MinP final : public Sampler
{
public:
    explicit MinP(double minP) : m_logRatio(std::log(minP)) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        const double best = std::min_element(candidates.begin(), candidates.end(), ahead)->logit;
        std::erase_if(candidates, [&](const Candidate& candidate) {
            return candidate.logit < best + m_logRatio;
        });
    }

private:
    double m_logRatio;
};

} // namespace

std::unique_ptr<Sampler> makeMinP(const SamplingOptions& options)
{
    return options.minP == 0 ? nullptr : std::make_unique<MinP>(options.minP);
}

} // namespace fe::generation
