// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace fe::prompting {

/// A piece of a text, UTF-16 positions [begin, end).
struct TextRange {
    int begin = 0;
    int end = 0;
    friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// The words of a text, by Unicode's rules (UAX 29): runs of letters and digits, and every other
/// sign that is no white space by itself.
[[nodiscard]] std::vector<TextRange> wordsOf(const QString& text);

/// What `text` says otherwise than `reference`: the words that no shortest way from one to the
/// other (Myers 1986, "An O(ND) Difference Algorithm and Its Variations") leaves alone. White space
/// does not count; different words with nothing but white space between them are one range. Texts
/// that have too little in common to be worth the time differ as a whole between their common
/// beginning and their common end.
[[nodiscard]] std::vector<TextRange> differentWords(const QString& reference, const QString& text);

} // namespace fe::prompting
