// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// A special token as a post-processor adds it.
struct AddedSpecial {
    TokenId id = 0;
    std::string token;
};

/// Puts tokens before and after an encoding, with the range [0, 0] and the type.
void surround(Encoding& encoding, std::span<const AddedSpecial> before,
              std::span<const AddedSpecial> after, std::int32_t typeId);

/// Puts all of `part` behind `whole`.
void append(Encoding& whole, Encoding part);

/// ["[CLS]", 101]
[[nodiscard]] base::Result<AddedSpecial> readAddedSpecial(const StageSpec& spec,
                                                          std::string_view key);

/// Moves the ranges of byte-level tokens off the spaces at their ends ("Ġworld" covers "world").
/// @param addPrefixSpace the first token's space was added by us and is not in the text.
void trimSpaces(Encoding& encoding, std::string_view original, bool addPrefixSpace);

} // namespace fe::tokenizers
