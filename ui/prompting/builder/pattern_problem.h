// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace fe::prompting {

/// Why a pattern cannot be used, for people.
struct PatternProblem {
    QString words; ///< translated as far as it goes
    int position = -1; ///< UTF-16, in the pattern's text; -1: nowhere in particular
    friend bool operator==(const PatternProblem&, const PatternProblem&) = default;
};

/// Nothing if the text is a pattern.
[[nodiscard]] std::optional<PatternProblem> patternProblem(const QString& pattern);
/// An engine's refusal of a pattern or a plan in the words of the window.
/// @param pattern in which a "column N" counts.
[[nodiscard]] PatternProblem problemOf(const base::Error& error, const QString& pattern);

} // namespace fe::prompting
