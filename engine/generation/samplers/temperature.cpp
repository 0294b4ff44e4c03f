// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <algorithm>

namespace fe::generation {
namespace {

/// Divides the logits by the temperature. Distances to the largest are divided, not the logits
/// themselves: the same softmax, and a tiny temperature cannot overflow it.
class Temperature final : public Sampler
{
public:
    explicit Temperature(double temperature) : m_temperature(temperature) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        const double best = std::min_element(candidates.begin(), candidates.end(), ahead)->logit;
        for (Candidate& candidate : candidates) {
            const double distance = candidate.logit - best;
            candidate.logit = distance == 0 ? 0 : distance / m_temperature;
        }
    }

private:
    double m_temperature;
};

} // namespace

std::unique_ptr<Sampler> makeTemperature(const SamplingOptions& options)
{
    return options.temperature == 1 || options.temperature == 0
        ? nullptr
        : std::make_unique<Temperature>(options.temperature);
}

} // namespace fe::generation
