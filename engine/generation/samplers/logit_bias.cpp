// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

namespace fe::generation {
namespace {

/// Adds a number to single logits, before everything else (OpenAI's `logit_bias`; llama.cpp and
/// transformers also begin with it). -infinity bans the token.
class LogitBias final : public Sampler
{
public:
    explicit LogitBias(std::map<TokenId, double> bias) : m_bias(std::move(bias)) { }

    void apply(std::vector<Candidate>& candidates,
               const Occurrences& /*occurrences*/) const override
    {
        for (const auto& [id, bias] : m_bias) {
            candidates[static_cast<std::size_t>(id)].logit += bias;
        }
    }

private:
    std::map<TokenId, double> m_bias;
};

} // namespace

std::unique_ptr<Sampler> makeLogitBias(const SamplingOptions& options)
{
    return options.logitBias.empty() ? nullptr : std::make_unique<LogitBias>(options.logitBias);
}

} // namespace fe::generation
