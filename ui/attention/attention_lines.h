// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_grid_layout.h"

#include "base/cancel.h"
#include "models/attention_capture.h"

#include <QList>

#include <span>
#include <vector>

namespace fe::attention {

/// A weight that is large enough to be drawn as a line.
struct AttentionLine {
    int query = 0;
    int key = 0;
    float weight = 0;
    int head = 0; ///< which of the heads that were asked for
};

/// The lines of some heads, by query.
struct AttentionLines {
    std::vector<AttentionLine> lines;
    std::vector<std::size_t> firstOfQuery; ///< [queries + 1]
    [[nodiscard]] std::span<const AttentionLine> of(int query) const
    {
        const auto at = static_cast<std::size_t>(query);
        return std::span(lines).subspan(firstOfQuery[at], firstOfQuery[at + 1] - firstOfQuery[at]);
    }
};

/// Weights of at least `least`; a row has at most 1 / least of them. O(heads x queries x keys).
/// @param firstKey earlier keys are left out. Cancel leaves it incomplete.
[[nodiscard]] AttentionLines linesOf(const models::AttentionCapture& capture,
                                     const QList<HeadId>& heads, float least, int firstKey = 0,
                                     const base::CancelToken& cancel = {});

/// What is drawn while rows [first, last] are in sight: the lines that begin or end there, of more
/// than `most` the heaviest, in their order. A line that passes by from far above to far below says
/// nothing about the tokens in sight.
[[nodiscard]] std::vector<AttentionLine> linesInSight(const AttentionLines& lines, int first,
                                                      int last, std::size_t most);

} // namespace fe::attention
