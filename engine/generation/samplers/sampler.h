// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/generation.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fe::generation {

/// A token that may still be drawn.
struct Candidate {
    TokenId id = 0;
    double logit = 0;
    double probability = 0; ///< valid after normalise()
};

/// How often each token occurred in the generated text; 0 for one that only the prompt holds. Kept
/// up to date token by token, so that no stage ever walks the whole text.
using Occurrences = std::unordered_map<TokenId, std::int64_t>;

/// One stage: changes logits or removes candidates. Immutable.
class Sampler
{
public:
    virtual ~Sampler() = default;
    /// @param candidates not empty, the largest logit finite; never left empty. In the Scores phase
    /// they are the whole vocabulary in order (candidates[id].id == id), later in any order.
    virtual void apply(std::vector<Candidate>& candidates,
                       const Occurrences& occurrences) const = 0;
};

/// What a stage may do; greedy decoding runs the Scores alone.
enum class SamplerPhase {
    Scores, ///< changes logits of the whole vocabulary
    Truncation, ///< removes candidates
    Temperature, ///< reshapes what is left
};

struct SamplerRow {
    std::string_view id; ///< "top-p", the name of its file with dashes
    SamplerPhase phase;
    /// Null if the options leave this stage without effect.
    std::unique_ptr<Sampler> (*make)(const SamplingOptions& options);
};

/// All stages in the order in which they act: the registry that a new sampler's row goes into.
[[nodiscard]] std::span<const SamplerRow> samplerRows();

/// Sets the probabilities of the candidates from their logits; they sum to 1.
void normalise(std::vector<Candidate>& candidates);

/// Falling logits, ties to the lower id.
[[nodiscard]] inline bool ahead(const Candidate& a, const Candidate& b)
{
    return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

} // namespace fe::generation
