// SPDX-License-Identifier: Apache-2.0
#include "analysis/query_key_detail.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::analysis {
namespace {

double biasOf(const models::HeadVectors& head, std::int64_t query, std::int64_t key)
{
    return head.bias.empty()
        ? 0
        : static_cast<double>(head.bias[static_cast<std::size_t>(query * head.keys + key)]);
}

double scoreOf(const models::HeadVectors& head, std::int64_t query, std::int64_t key)
{
    const auto q = head.queryAt(query);
    const auto k = head.keyAt(key);
    double sum = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
        sum += static_cast<double>(q[i]) * static_cast<double>(k[i]);
    }
    return head.scale * sum + biasOf(head, query, key);
}

} // namespace

base::Result<QueryKeyDetail> queryKeyDetail(const models::HeadVectors& head, std::int64_t query,
                                            std::int64_t key)
{
    if (query < 0 || query >= head.queries || key < 0 || key >= head.keys) {
        return base::invalidArgument(
            "cannot show how a head scores",
            "there is no query " + std::to_string(query) + " and key " + std::to_string(key)
                + " among " + std::to_string(head.queries) + " and " + std::to_string(head.keys));
    }
    QueryKeyDetail detail;
    const auto q = head.queryAt(query);
    const auto k = head.keyAt(key);
    for (std::size_t i = 0; i < q.size(); ++i) {
        detail.contributions.push_back(head.scale * static_cast<double>(q[i])
                                       * static_cast<double>(k[i]));
    }
    detail.bias = biasOf(head, query, key);
    detail.score = scoreOf(head, query, key);
    detail.isSeen = head.sees(query, key);
    std::vector<double> scores;
    double largest = -std::numeric_limits<double>::infinity();
    for (std::int64_t other = 0; other < head.keys; ++other) {
        if (head.sees(query, other)) {
            scores.push_back(scoreOf(head, query, other));
            largest = std::max(largest, scores.back());
        }
    }
    double sum = 0;
    for (const double score : scores) {
        sum += std::exp(score - largest);
    }
    detail.weight = detail.isSeen ? std::exp(detail.score - largest) / sum : 0;
    return detail;
}

} // namespace fe::analysis
