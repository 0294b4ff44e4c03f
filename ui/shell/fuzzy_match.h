// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace fe::shell {

struct FuzzyMatch {
    int score = 0; ///< higher is better
    QList<qsizetype> positions; ///< of the query's characters in the text, rising
};

/// Finds the query's characters in order, whatever their case; blanks in the query are ignored.
/// Characters that begin a word or follow the one before score higher, so "of" finds "Open file"
/// before "Close effects". An empty query matches everything. O(text * query).
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

} // namespace fe::shell
