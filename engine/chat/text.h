// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

#include <string>
#include <string_view>
#include <vector>

/// Operations of Python's str, in code points.
namespace fe::chat {

constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);

[[nodiscard]] std::size_t codePointCount(std::string_view text);
[[nodiscard]] std::size_t codePointCount(const Text& text);
/// Byte at which the code point of that index begins; the size if there are fewer.
[[nodiscard]] std::size_t byteOf(const Text& text, std::size_t index);
/// Pieces of `text`, which must outlive them.
[[nodiscard]] std::vector<std::string_view> codePoints(std::string_view text);
std::vector<std::string_view> codePoints(std::string&& text) = delete;

enum class Side { Left, Right, Both };
/// Without whitespace at the ends.
[[nodiscard]] std::string_view stripped(std::string_view text, Side side);
/// Without the code points of `set` at the ends.
[[nodiscard]] std::string_view stripped(std::string_view text, std::string_view set, Side side);

/// str.split and str.rsplit at whitespace; a negative limit is none.
[[nodiscard]] std::vector<std::string_view> splitWords(std::string_view text, std::int64_t limit,
                                                       Side from);
/// The same at a separator, which is not empty.
[[nodiscard]] std::vector<std::string_view> splitAt(std::string_view text,
                                                    std::string_view separator, std::int64_t limit,
                                                    Side from);
[[nodiscard]] std::vector<std::string_view> splitLines(std::string_view text, bool keepEnds);

/// The cost of looking for `part` in `text`.
void chargeSearch(Runtime& runtime, std::string_view text, std::string_view part);
/// str.replace; a negative limit is none. Throws Failure before the result grows too large.
[[nodiscard]] std::string replaced(Runtime& runtime, std::string_view text, std::string_view from,
                                   std::string_view to, std::int64_t limit);
/// Text where & < > ' " are entities.
[[nodiscard]] std::string escapedHtml(std::string_view text);

} // namespace fe::chat
