// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// SentencePiece's precompiled character map: texts and what replaces them.
///
/// Layout, little endian:
///   u32            bytes of the trie, a multiple of 4
///   u32[]          the trie, a double array (Darts-clone): the root is unit 0
///   char[]         replacements in UTF-8, each ended by a zero byte; the trie's values point here
/// A unit: bits 0-7 and 31 its label, bit 8 "a text ends here", bits 10-30 the offset to its
/// children (times 256 if bit 9 is set). The value of a text is in the child with label 0.
class Charsmap
{
public:
    /// Checks every unit that a text can reach. @param spec, key its place in the file.
    [[nodiscard]] static base::Result<Charsmap> parse(std::string_view bytes, const StageSpec& spec,
                                                      std::string_view key);

    /// What the shortest entry that `text` begins with is replaced by; nothing if there is none.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view text) const;

private:
    [[nodiscard]] std::string checkUnits() const;
    [[nodiscard]] std::string checkValue(std::size_t position) const;

    std::vector<std::uint32_t> m_units;
    std::string m_replacements;
    std::vector<std::uint32_t> m_ends; ///< of the replacement that covers each byte
};

} // namespace fe::tokenizers
