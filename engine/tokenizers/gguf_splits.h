// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fe::tokenizers {

/// What a name in tokenizer.ggml.pre stands for.
struct GgufSplit {
    std::span<const std::string_view>
        patterns; ///< applied one after the other, every match isolated
    bool ignoreMerges = false; ///< a word that is a token is that token
    bool addBos = false; ///< unless tokenizer.ggml.add_bos_token says otherwise
};

/// Nothing for a name that is not known exactly.
[[nodiscard]] std::optional<GgufSplit> ggufSplit(std::string_view name);

} // namespace fe::tokenizers
