// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/score_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::attention {

namespace {

using analysis::HeadScores;

struct ScoreRow {
    double HeadScores::*score;
    const char* title;
    const char* toolTip;
    const char* ofPictures; ///< tool tip where tokens are patches; null: the same
};

constexpr std::array kRows {
    ScoreRow { &HeadScores::induction, QT_TRANSLATE_NOOP("AttentionScores", "induction"),
               QT_TRANSLATE_NOOP("AttentionScores",
                                 "Weight on the token after the last earlier occurrence of the "
                                 "query's own token (Olsson et al. 2022)"),
               nullptr },
    ScoreRow { &HeadScores::previousToken, QT_TRANSLATE_NOOP("AttentionScores", "previous"),
               QT_TRANSLATE_NOOP("AttentionScores", "Weight on the token just before"), nullptr },
    ScoreRow { &HeadScores::duplicateToken, QT_TRANSLATE_NOOP("AttentionScores", "duplicate"),
               QT_TRANSLATE_NOOP("AttentionScores",
                                 "Weight on the last earlier occurrence of the query's own token"),
               nullptr },
    ScoreRow { &HeadScores::sink, QT_TRANSLATE_NOOP("AttentionScores", "sink"),
               QT_TRANSLATE_NOOP("AttentionScores", "Weight on the first token"), nullptr },
    ScoreRow {
        &HeadScores::delimiter, QT_TRANSLATE_NOOP("AttentionScores", "delimiter"),
        QT_TRANSLATE_NOOP("AttentionScores", "Weight on punctuation, line ends and special tokens"),
        nullptr },
    ScoreRow { &HeadScores::entropy, QT_TRANSLATE_NOOP("AttentionScores", "entropy"),
               QT_TRANSLATE_NOOP("AttentionScores",
                                 "How evenly a query spreads its attention, nats: 0 is one key"),
               nullptr },
    ScoreRow { &HeadScores::meanDistance, QT_TRANSLATE_NOOP("AttentionScores", "distance"),
               QT_TRANSLATE_NOOP("AttentionScores", "Mean distance of what is looked at, tokens"),
               QT_TRANSLATE_NOOP("AttentionScores",
                                 "Mean distance of what is looked at, pixels between patches") },
};

} // namespace

std::vector<ScoreColumn> scoreColumns(const ExaminedAttention& attention)
{
    std::vector<ScoreColumn> columns;
    for (const ScoreRow& row : kRows) {
        ScoreColumn column;
        for (const HeadScores& head : attention.scores.heads) {
            column.values.push_back(head.*row.score);
        }
        // A score that no head has says nothing.
        if (std::all_of(column.values.begin(), column.values.end(),
                        [](double value) { return std::isnan(value); })) {
            continue;
        }
        const char* toolTip
            = attention.grid && row.ofPictures != nullptr ? row.ofPictures : row.toolTip;
        column.title = QCoreApplication::translate("AttentionScores", row.title);
        column.toolTip = QCoreApplication::translate("AttentionScores", toolTip);
        columns.push_back(std::move(column));
    }
    return columns;
}

} // namespace fe::attention
