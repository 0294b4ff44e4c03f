// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_means.h"

#include <algorithm>
#include <functional>

namespace fe::attention {

namespace {

/// Weights between two looks at the cancel token: a few milliseconds' worth.
constexpr std::int64_t kStep = 1 << 20;

} // namespace

base::Result<std::vector<float>> meanOfHeads(const models::AttentionCapture& capture,
                                             const QList<HeadId>& heads,
                                             const base::CancelToken& cancel)
{
    const models::AttentionInfo& info = capture.info();
    std::vector<float> mean(info.headSize());
    std::vector<float> row(static_cast<std::size_t>(info.keys));
    std::int64_t read = 0;
    for (std::int64_t query = 0; query < info.queries; ++query) {
        const auto out = mean.begin() + query * info.keys;
        for (const HeadId head : heads) {
            capture.row(head.layer, head.head, query, row);
            std::transform(row.begin(), row.end(), out, out, std::plus<>());
            read += info.keys;
            if (read >= kStep) {
                read = 0;
                if (cancel.isCancelled()) {
                    return base::cancelled();
                }
            }
        }
        std::for_each(out, out + info.keys,
                      [&heads](float& weight) { weight /= static_cast<float>(heads.size()); });
    }
    return mean;
}

} // namespace fe::attention
