// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/attention_lines.h"

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

} // namespace fe::attention
