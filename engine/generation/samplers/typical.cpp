// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <algorithm>
#include <cmath>

namespace fe::generation {
namespace {

/// Locally typical sampling (Meister et al. 2022, arXiv:2202.00666): orders the candidates by how
/// far their surprise -log p lies from the entropy and keeps the shortest list that reaches mass P,
/// at least one (as in transformers and llama.cpp). The likeliest token may go.
class Typical final : public Sampler
{
public:
    explicit Typical(double mass) : m_mass(mass) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        normalise(candidates);
        std::erase_if(candidates,
                      [](const Candidate& candidate) { return !(candidate.probability > 0); });
        double entropy = 0;
        for (const Candidate& candidate : candidates) {
            entropy -= candidate.probability * std::log(candidate.probability);
        }
        std::vector<Distance> order;
        order.reserve(candidates.size());
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            order.push_back({ std::abs(-std::log(candidates[i].probability) - entropy), i });
        }
        std::sort(order.begin(), order.end(), [&](const Distance& a, const Distance& b) {
            return a.value < b.value
                || (a.value == b.value && candidates[a.index].id < candidates[b.index].id);
        });
        std::vector<Candidate> kept;
        double sum = 0;
        for (const Distance& next : order) {
            kept.push_back(candidates[next.index]);
            sum += kept.back().probability;
            if (sum >= m_mass) {
                break;
            }
        }
        candidates = std::move(kept);
    }

private:
    struct Distance {
        double value;
        std::size_t index;
    };

    double m_mass;
};

} // namespace

std::unique_ptr<Sampler> makeTypical(const SamplingOptions& options)
{
    return options.typicalP == 1 ? nullptr : std::make_unique<Typical>(options.typicalP);
}

} // namespace fe::generation
