// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/rng.h"
#include "generation/generation.h"
#include "generation/samplers/sampler.h"
#include "models/language_model.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace fe::generation {

/// Draws the tokens of one run: the stages that the options switch on, in the registry's order, and
/// one generator of random numbers. Greedy if the temperature is 0.
class SamplerChain
{
public:
    /// Options outside their ranges, or a bias for an id outside the vocabulary: InvalidArgument.
    /// @param prompt counts for the repetition penalty; its ids lie inside the vocabulary.
    [[nodiscard]] static base::Result<SamplerChain> make(const SamplingOptions& options,
                                                         std::span<const TokenId> prompt,
                                                         std::size_t vocabSize);

    /// Draws the token that follows and remembers it as generated. O(vocab), and O(vocab log vocab)
    /// only if a truncation has to keep most of it.
    /// @param logits have passed summarise(): no NaN, one at least finite.
    /// InvalidArgument if bias and penalties leave no token.
    [[nodiscard]] base::Result<TokenId> next(models::Logits logits);
    /// Remembers a token as generated that was not drawn here. @param id inside the vocabulary.
    void accept(TokenId id) { ++m_occurrences[id]; }

private:
    SamplerChain(const SamplingOptions& options, std::span<const TokenId> prompt);

    /// Fills m_candidates with the vocabulary after bias and penalties.
    [[nodiscard]] base::Result<void> score(models::Logits logits);

    struct Stage {
        SamplerPhase phase;
        std::unique_ptr<Sampler> sampler;
    };
    std::vector<Stage> m_stages;
    bool m_greedy;
    base::Rng m_rng;
    Occurrences m_occurrences;
    std::vector<Candidate> m_candidates; ///< kept between tokens for its memory
};

} // namespace fe::generation
