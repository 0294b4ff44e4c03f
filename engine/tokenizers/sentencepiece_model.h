// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// A token of a SentencePiece model.
struct SentencePieceToken {
    enum class Kind { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

    std::string text;
    float score = 0;
    Kind kind = Kind::Normal;
};

/// What a SentencePiece model file holds, as far as encoding needs it.
///
/// A protocol-buffers message: 1 a token {1 text, 2 score, 3 kind}, 2 how it was trained {3 model
/// type, 24 spaces as suffix, 35 byte fallback, 40-42 unknown, begin and end ids}, 3 how text is
/// normalised {2 character map, 3 dummy prefix, 4 remove extra spaces, 5 escape spaces}.
struct SentencePieceModel {
    enum class Type { Unigram = 1, Bpe = 2 };

    std::vector<SentencePieceToken> tokens;
    Type type = Type::Unigram;
    bool byteFallback = false;
    std::string charsmap; ///< empty: characters stay as they are
    bool addDummyPrefix = true;
    bool removeExtraSpaces = true;

    /// Malformed: it is no such file. Unsupported: words, characters or suffixes as tokens.
    [[nodiscard]] static base::Result<SentencePieceModel> parse(std::string_view bytes,
                                                                const std::string& file);
};

} // namespace fe::tokenizers
