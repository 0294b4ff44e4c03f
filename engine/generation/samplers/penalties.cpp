// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

namespace fe::generation {
namespace {

/// Makes tokens that occurred less likely.
/// Repetition (Keskar et al. 2019, arXiv:1909.05858, as in transformers and llama.cpp): a positive
/// logit is divided, another multiplied, once per token of prompt and generated text.
/// Frequency and presence (OpenAI): logit -= count * frequency + presence, over the generated text.
class Penalties final : public Sampler
{
public:
    explicit Penalties(const SamplingOptions& options)
        : m_repetition(options.repetitionPenalty), m_frequency(options.frequencyPenalty),
          m_presence(options.presencePenalty)
    {
    }

    void apply(std::vector<Candidate>& candidates, const Occurrences& occurrences) const override
    {
        for (const auto& [id, count] : occurrences) {
            double& logit = candidates[static_cast<std::size_t>(id)].logit;
            logit = logit > 0 ? logit / m_repetition : logit * m_repetition;
            if (count > 0) {
                logit -= static_cast<double>(count) * m_frequency + m_presence;
            }
        }
    }

private:
    double m_repetition;
    double m_frequency;
    double m_presence;
};

} // namespace

std::unique_ptr<Sampler> makePenalties(const SamplingOptions& options)
{
    const bool idle = options.repetitionPenalty == 1 && options.frequencyPenalty == 0
        && options.presencePenalty == 0;
    return idle ? nullptr : std::make_unique<Penalties>(options);
}

} // namespace fe::generation
