// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fe::scaling {

/// A number as people write it, and what stands behind it.
struct NumberText {
    double value = 0; ///< not finite: it is written so, or larger than a double
    std::string_view unit {}; ///< "%", "ms"; empty without
};

/// Reads a whole cell, blanks around it passed over: sign (also U+2212), digits grouped by threes
/// or not at all, one decimal mark, exponent, then %, K, M, B, G or T (not counted as a unit), or
/// up to 16 bytes that begin with a letter. Nothing if it is no number. Independent of the locale.
/// @param decimalMark '.' or ','; the other one groups thousands.
[[nodiscard]] std::optional<NumberText> readNumber(std::string_view cell, char decimalMark);

/// 2020-05-28, 2020-05 or with / : the year with its fraction. Nothing for dates that are not.
[[nodiscard]] std::optional<double> readDate(std::string_view cell);

/// Empty, NA, N/A, NaN, null, none, - or ?, in any case.
[[nodiscard]] bool isMissingText(std::string_view cell);

/// Without blanks (also no-break ones) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The shortest text that reads back the same.
[[nodiscard]] std::string shortest(double value);

} // namespace fe::scaling
