// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fuzz/target.h"

#include "base/utf8.h"
#include "tokenizers/tokenizer.h"

#include <array>

namespace fe::fuzz {

/// A text split at random by the vocabulary, with special tokens that many files have, and what
/// normalisers and decoders treat: capitals, accents, spaces, controls, ligatures, emoji, Hangul.
inline constexpr std::string_view kTokenizerText
    = "<s> Hello,  World's 1234567 \xC3\x89 e\xCC\x81 "
      "\xEF\xAC\x81\t\r\n\xEA\xB0\x80\xE1\x84\x80\xE1\x85\xA1 "
      "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD [MASK]\xE2\x96\x81<0x0A></s>\x01\xC2\xA0\xEF\xBF\xBD "
      "\xE6\x97\xA5\xE6\x9C\xAC";

inline void checkEncoding(const tokenizers::Tokenizer& tokenizer, std::string_view text,
                          const tokenizers::Encoding& encoding)
{
    require(encoding.tokens.size() == encoding.ids.size()
                && encoding.ranges.size() == encoding.ids.size(),
            "an encoding has three rows of one length");
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        require(encoding.ids[i] >= 0
                    && static_cast<std::size_t>(encoding.ids[i]) < tokenizer.vocabSize(),
                "an id is in the vocabulary");
        require(encoding.ranges[i].begin <= encoding.ranges[i].end
                    && encoding.ranges[i].end <= text.size(),
                "a range lies inside the text");
    }
}

inline void checkDecoding(const tokenizers::TokenizerPtr& tokenizer,
                          std::span<const tokenizers::TokenId> ids, bool skipSpecial)
{
    const tokenizers::DecodeOptions options { skipSpecial };
    const std::string whole = tokenizer->decode(ids, options);
    require(base::isValidUtf8(whole), "a decoded text is UTF-8");
    tokenizers::StreamDecoder stream(tokenizer, options);
    std::string pieces;
    for (const tokenizers::TokenId id : ids) {
        const std::string piece = stream.push(id);
        require(base::isValidUtf8(piece), "a piece of a stream is UTF-8");
        pieces += piece;
    }
    pieces += stream.finish();
    require(pieces == whole, "a stream gives the text of all its ids");
}

inline constexpr tokenizers::TokenId kIds = 300; ///< some of them are in no vocabulary

inline void checkIds(const tokenizers::Tokenizer& tokenizer)
{
    for (tokenizers::TokenId id = -1; id < kIds; ++id) {
        const std::string token = tokenizer.token(id);
        const bool isOutside = id < 0 || static_cast<std::size_t>(id) >= tokenizer.vocabSize();
        require(
            !isOutside
                || (token.empty() && tokenizer.tokenBytes(id).empty() && !tokenizer.isSpecial(id)),
            "an id outside the vocabulary is nothing");
        require(token.empty() || tokenizer.idOf(token), "a token's spelling has an id");
    }
}

/// Two texts at once, cut and padded as the files say.
inline void checkPair(const tokenizers::Tokenizer& tokenizer)
{
    const std::string_view first = kTokenizerText.substr(0, 20);
    tokenizers::EncodeOptions options;
    for (const std::size_t longest : { 0, 3, 12 }) {
        options.truncation = tokenizers::Truncation { longest };
        const auto pair = tokenizer.encodePair(first, kTokenizerText, options);
        if (pair) {
            checkEncoding(tokenizer, kTokenizerText, *pair);
            require(pair->typeIds.size() == pair->ids.size(), "every token belongs to a text");
            require(pair->ids.size() <= longest,
                    "a truncated encoding is no longer than asked for");
        }
    }
    const tokenizers::BatchSettings& settings = tokenizer.batchSettings();
    options.truncation = settings.truncation;
    const auto encoding = tokenizer.encode(kTokenizerText, options);
    if (encoding && settings.padding) {
        const std::array rows { *encoding, tokenizers::Encoding() };
        const tokenizers::Batch batch = tokenizers::padBatch(rows, *settings.padding);
        require(batch.rows == 2 && batch.ids.size() == 2 * batch.columns
                    && batch.columns >= encoding->ids.size(),
                "a batch has rows of one length");
    }
}

/// What Tokenizer promises of any file that it was loaded from.
inline void checkTokenizer(const tokenizers::TokenizerPtr& tokenizer)
{
    for (const bool addSpecial : { true, false }) {
        const tokenizers::EncodeOptions options { addSpecial, addSpecial, {} };
        for (const std::string_view text : { kTokenizerText, std::string_view() }) {
            const auto encoding = tokenizer->encode(text, options);
            if (encoding) {
                checkEncoding(*tokenizer, text, *encoding);
                checkDecoding(tokenizer, encoding->ids, addSpecial);
            }
        }
    }
    checkIds(*tokenizer);
    checkPair(*tokenizer);
    std::vector<tokenizers::TokenId> ids { -1, INT32_MIN, INT32_MAX };
    for (tokenizers::TokenId id = 0; id < kIds; ++id) {
        ids.push_back(id);
    }
    checkDecoding(tokenizer, ids, false);
    require(!tokenizer->description().empty(), "a tokenizer says what it is");
}

} // namespace fe::fuzz
