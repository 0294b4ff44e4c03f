// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_means.h"

#include <algorithm>
#include <functional>

namespace fe::attention {

std::vector<float> meanOfHeads(const models::AttentionCapture& capture, const QList<HeadId>& heads)
{
    std::vector<float> mean = capture.head(heads.front().layer, heads.front().head);
    for (qsizetype i = 1; i < heads.size(); ++i) {
        const std::vector<float> next = capture.head(heads.at(i).layer, heads.at(i).head);
        std::transform(mean.begin(), mean.end(), next.begin(), mean.begin(), std::plus<>());
    }
    for (float& value : mean) {
        value /= static_cast<float>(heads.size());
    }
    return mean;
}

} // namespace fe::attention
