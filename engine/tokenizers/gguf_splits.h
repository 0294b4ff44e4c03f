// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fe::tokenizers {

/// The words of Llama 3 and of Qwen 2: contractions in any case, letters with one other character
/// before them, digits, others, and white space up to its last line end.
inline constexpr std::string_view kLlama3Words
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
inline constexpr std::string_view kQwen2Words
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

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
