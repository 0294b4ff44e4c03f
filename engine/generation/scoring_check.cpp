// SPDX-License-Identifier: Apache-2.0
#include "generation/scoring_check.h"

#include <algorithm>
#include <string>

namespace fe::generation {

base::Result<void> checkIds(std::span<const TokenId> ids, const models::ModelInfo& info)
{
    for (const TokenId id : ids) {
        if (id < 0 || id >= info.vocabSize) {
            return base::invalidArgument(
                "cannot read token " + std::to_string(id),
                "the model's vocabulary has "
                    + base::grouped(static_cast<std::uint64_t>(info.vocabSize)) + " tokens");
        }
    }
    return {};
}

base::Result<void> checkContinuations(const models::ModelInfo& info,
                                      std::span<const TokenId> prompt,
                                      const std::vector<std::vector<TokenId>>& continuations)
{
    if (prompt.empty()) {
        return base::invalidArgument(
            "cannot score after an empty prompt",
            "nothing predicts the first token; give a prompt of at least one token");
    }
    FE_CHECK(checkIds(prompt, info));
    for (const auto& continuation : continuations) {
        FE_CHECK(checkIds(continuation, info));
        // The encoder's text has a context of its own.
        const bool apart = info.kind == "encoder-decoder";
        const std::size_t length = apart ? std::max(prompt.size(), 1 + continuation.size())
                                         : prompt.size() + continuation.size();
        if (length > static_cast<std::size_t>(info.context)) {
            return base::Error { base::ErrorCode::LimitExceeded,
                                 "prompt and continuation are too long",
                                 {},
                                 {},
                                 "together they have " + base::grouped(length)
                                     + " tokens, but the model's context holds "
                                     + base::grouped(static_cast<std::uint64_t>(info.context)),
                                 "shorten the prompt" };
        }
    }
    return {};
}

} // namespace fe::generation
