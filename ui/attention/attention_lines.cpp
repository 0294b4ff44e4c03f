// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/attention_lines.h"

#include <algorithm>
#include <functional>

namespace fe::attention {

AttentionLines linesOf(const models::AttentionCapture& capture, const QList<HeadId>& heads,
                       float least, int firstKey, const base::CancelToken& cancel)
{
    const models::AttentionInfo& info = capture.info();
    AttentionLines result;
    std::vector<float> row(static_cast<std::size_t>(info.keys));
    for (std::int64_t query = 0; query < info.queries; ++query) {
        result.firstOfQuery.push_back(result.lines.size());
        if (cancel.isCancelled()) {
            continue; // nobody will look at it
        }
        for (int i = 0; i < heads.size(); ++i) {
            capture.row(heads.at(i).layer, heads.at(i).head, query, row);
            for (auto key = static_cast<std::size_t>(firstKey); key < row.size(); ++key) {
                if (row[key] >= least) {
                    result.lines.push_back(
                        { static_cast<int>(query), static_cast<int>(key), row[key], i });
                }
            }
        }
    }
    result.firstOfQuery.push_back(result.lines.size());
    return result;
}

std::vector<AttentionLine> linesInSight(const AttentionLines& lines, int first, int last,
                                        std::size_t most)
{
    const auto isInSight = [first, last](int row) { return row >= first && row <= last; };
    std::vector<AttentionLine> seen;
    std::ranges::copy_if(lines.lines, std::back_inserter(seen), [&](const AttentionLine& line) {
        return isInSight(line.query) || isInSight(line.key);
    });
    if (seen.size() <= most || most == 0) {
        seen.resize(std::min(seen.size(), most));
        return seen;
    }
    std::vector<float> weights;
    std::ranges::transform(seen, std::back_inserter(weights), &AttentionLine::weight);
    const auto nth = weights.begin() + static_cast<std::ptrdiff_t>(most) - 1;
    std::ranges::nth_element(weights, nth, std::greater<>());
    const float least = *nth;
    // Of those that weigh exactly `least` as many as there is room for.
    std::size_t room = most
        - static_cast<std::size_t>(std::ranges::count_if(
            seen, [least](const AttentionLine& line) { return line.weight > least; }));
    std::vector<AttentionLine> kept;
    kept.reserve(most);
    for (const AttentionLine& line : seen) {
        const bool fits = line.weight == least && room > 0;
        room -= fits ? 1 : 0;
        if (fits || line.weight > least) {
            kept.push_back(line);
        }
    }
    return kept;
}

} // namespace fe::attention
