// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"

#include <array>

namespace fe::tokenizers {

struct BertOptions {
    bool cleanText = true; ///< no control characters, every white space a plain one
    bool spacesAroundChinese = true;
    bool stripAccents = true;
    bool lowercase = true;
};

/// Appends `source` cleaned as BERT's own tokenizer does, step by step as the reference describes
/// it: for any text, and what BertCleaner must equal.
void appendBertSteps(const TextView& source, const BertOptions& options, AlignedText& out);

/// The same, but ASCII goes by a table: none of the steps lets it and its neighbours change each
/// other. Immutable.
class BertCleaner
{
public:
    explicit BertCleaner(const BertOptions& options);
    void append(const TextView& source, AlignedText& out) const;

private:
    static constexpr char kDropped = '\x80';

    void appendAscii(const TextView& source, std::size_t begin, std::size_t end,
                     AlignedText& out) const;

    BertOptions m_options;
    std::array<char, 128> m_ascii {}; ///< what becomes of each, kDropped if nothing
};

} // namespace fe::tokenizers
