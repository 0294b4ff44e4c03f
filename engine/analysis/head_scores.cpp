// SPDX-License-Identifier: Apache-2.0
#include "analysis/head_scores.h"

#include <cmath>

namespace fe::analysis {

std::vector<double> meanEntropy(std::span<const float> attention, std::int64_t heads,
                                std::int64_t rows, std::int64_t queries)
{
    const std::size_t perHead = attention.size() / static_cast<std::size_t>(heads);
    const std::size_t keys = perHead / static_cast<std::size_t>(rows);
    std::vector<double> result;
    for (std::size_t head = 0; head < static_cast<std::size_t>(heads); ++head) {
        double sum = 0;
        for (const float p :
             attention.subspan(head * perHead, static_cast<std::size_t>(queries) * keys)) {
            sum -= p > 0 ? static_cast<double>(p) * std::log(static_cast<double>(p)) : 0;
        }
        result.push_back(sum / static_cast<double>(queries));
    }
    return result;
}

} // namespace fe::analysis
