// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"

#include <cstddef>
#include <span>
#include <vector>

namespace fe::tokenizers {

/// One code point of the new text and what it does to the old one.
struct CharChange {
    char32_t codePoint = 0;
    /// 0: stands for the next old code point; -n: for it and the n that follow; above 0: it is
    /// inserted and shares the alignment of the byte before.
    std::int32_t change = 0;
};

/// Appends the new text that the changes make of all of `source`.
/// @param removedAtStart old code points that are left out before the first change.
void applyChanges(const TextView& source, std::span<const CharChange> changes,
                  std::size_t removedAtStart, AlignedText& out);

/// Keeps the code points for which `keep` holds.
void keepCodePoints(const TextView& source, bool (*keep)(char32_t), AlignedText& out);

/// Replaces every code point by one.
void mapCodePoints(const TextView& source, char32_t (*map)(char32_t), AlignedText& out);

/// Appends `source` in lower case.
void appendLowercased(const TextView& source, AlignedText& out);

} // namespace fe::tokenizers
