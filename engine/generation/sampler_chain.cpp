// SPDX-License-Identifier: Apache-2.0
#include "generation/sampler_chain.h"

#include "generation/distribution.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace fe::generation {
namespace {

/// @param high infinity: any finite number from `low` on.
base::Result<void> inRange(const char* name, double value, double low, double high)
{
    if (std::isfinite(value) && value >= low && value <= high) {
        return {};
    }
    const auto shown = [](double number) { return std::to_string(static_cast<long long>(number)); };
    return base::invalidArgument(std::string("cannot use this ") + name,
                                 std::isfinite(high)
                                     ? "it must be between " + shown(low) + " and " + shown(high)
                                     : "it must be " + shown(low) + " or more");
}

base::Result<void> checkOptions(const SamplingOptions& options, std::size_t vocabSize)
{
    FE_CHECK(inRange("temperature", options.temperature, 0, INFINITY));
    FE_CHECK(inRange("top-k", options.topK, 0, INFINITY));
    FE_CHECK(inRange("top-p", options.topP, 0, 1));
    FE_CHECK(inRange("min-p", options.minP, 0, 1));
    FE_CHECK(inRange("typical-p", options.typicalP, 0, 1));
    if (!(options.repetitionPenalty > 0) || !std::isfinite(options.repetitionPenalty)) {
        return base::invalidArgument("cannot use this repetition penalty",
                                     "it must be more than 0; 1 is none");
    }
    if (!std::isfinite(options.frequencyPenalty) || !std::isfinite(options.presencePenalty)) {
        return base::invalidArgument("cannot use this frequency or presence penalty",
                                     "it must be a finite number");
    }
    for (const auto& [id, bias] : options.logitBias) {
        if (id < 0 || static_cast<std::size_t>(id) >= vocabSize) {
            return base::invalidArgument("cannot bias token " + std::to_string(id),
                                         "the vocabulary has " + base::grouped(vocabSize)
                                             + " tokens");
        }
        if (std::isnan(bias) || bias == INFINITY) {
            return base::invalidArgument("cannot bias token " + std::to_string(id),
                                         "the bias must be a number or -infinity");
        }
    }
    return {};
}

/// Inverse of the distribution function at `uniform`, a number in [0, 1).
TokenId draw(const std::vector<Candidate>& candidates, double uniform)
{
    const Candidate* last = nullptr; // rounding may leave a crumb of `uniform` at the end
    for (const Candidate& candidate : candidates) {
        if (candidate.probability > 0) {
            last = &candidate;
            uniform -= candidate.probability;
            if (uniform < 0) {
                break;
            }
        }
    }
    return last == nullptr ? candidates.front().id : last->id;
}

} // namespace

void normalise(std::vector<Candidate>& candidates)
{
    double maximum = candidates.front().logit;
    for (const Candidate& candidate : candidates) {
        maximum = std::max(maximum, candidate.logit);
    }
    double sum = 0;
    for (Candidate& candidate : candidates) {
        candidate.probability = std::exp(candidate.logit - maximum);
        sum += candidate.probability;
    }
    for (Candidate& candidate : candidates) {
        candidate.probability /= sum;
    }
}

base::Result<SamplerChain> SamplerChain::make(const SamplingOptions& options,
                                              std::span<const TokenId> prompt,
                                              std::size_t vocabSize)
{
    FE_CHECK(checkOptions(options, vocabSize));
    return SamplerChain(options, prompt);
}

SamplerChain::SamplerChain(const SamplingOptions& options, std::span<const TokenId> prompt)
    : m_greedy(options.temperature == 0), m_rng(options.seed)
{
    for (const SamplerRow& row : samplerRows()) {
        if (m_greedy && row.phase != SamplerPhase::Scores) {
            continue;
        }
        if (auto sampler = row.make(options)) {
            m_stages.push_back({ row.phase, std::move(sampler) });
        }
    }
    for (const TokenId id : prompt) {
        m_occurrences.try_emplace(id, 0);
    }
}

base::Result<TokenId> SamplerChain::next(models::Logits logits)
{
    TokenId chosen = 0;
    if (m_greedy && m_stages.empty()) {
        chosen = argmax(logits);
    } else {
        FE_CHECK(score(logits));
        if (m_greedy) {
            chosen = std::min_element(m_candidates.begin(), m_candidates.end(), ahead)->id;
        } else {
            for (const Stage& stage : m_stages) {
                if (stage.phase != SamplerPhase::Scores) {
                    stage.sampler->apply(m_candidates, m_occurrences);
                }
            }
            normalise(m_candidates);
            chosen = draw(m_candidates, m_rng.uniform());
        }
    }
    ++m_occurrences[chosen];
    return chosen;
}

base::Result<void> SamplerChain::score(models::Logits logits)
{
    m_candidates.resize(logits.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
        m_candidates[i] = { static_cast<TokenId>(i), logits[i], 0 };
    }
    for (const Stage& stage : m_stages) {
        if (stage.phase == SamplerPhase::Scores) {
            stage.sampler->apply(m_candidates, m_occurrences);
        }
    }
    bool anyLeft = false;
    for (const Candidate& candidate : m_candidates) {
        if (std::isnan(candidate.logit) || candidate.logit == INFINITY) {
            return base::invalidArgument("no token can be drawn",
                                         "a bias or penalty is too large to be computed with");
        }
        anyLeft = anyLeft || std::isfinite(candidate.logit);
    }
    if (!anyLeft) {
        return base::invalidArgument("no token can be drawn",
                                     "bias and penalties leave none of the vocabulary");
    }
    return {};
}

} // namespace fe::generation
