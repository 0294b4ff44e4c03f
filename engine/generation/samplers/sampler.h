// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/rng.h"
#include "generation/generation.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace fe::generation {

/// A token that may still be drawn.
struct Candidate {
    TokenId id = 0;
    double logit = 0;
    double probability = 0; ///< of the renormalised candidates; kept up to date by SamplerChain
};

/// What a stage may know of the text so far.
struct SamplingContext {
    std::span<const TokenId> prompt;
    std::span<const TokenId> generated;
};

/// One stage: changes logits or removes candidates (never all of them).
class Sampler
{
public:
    virtual ~Sampler() = default;
    virtual void apply(std::vector<Candidate>& candidates, const SamplingContext& context) const = 0;
};

struct SamplerRow {
    std::string_view id; ///< "top-p"
    /// Null if the options leave this stage without effect.
    std::unique_ptr<Sampler> (*make)(const SamplingOptions& options);
};

/// All stages in the order in which they act: the registry that a new sampler's row goes into.
[[nodiscard]] std::span<const SamplerRow> samplerRows();

} // namespace fe::generation
