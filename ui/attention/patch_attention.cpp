// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/patch_attention.h"

#include <algorithm>
#include <functional>

namespace fe::attention {

namespace {

/// Row `query` of a matrix [queries, keys], or the mean of all; of the patches alone.
template<typename RowOf>
std::vector<float> patchesOf(const ExaminedAttention& attention, int query, const RowOf& rowOf)
{
    const auto keys = static_cast<std::size_t>(attention.info().keys);
    const std::int64_t first = query < 0 ? 0 : query;
    const std::int64_t count = query < 0 ? attention.info().queries : 1;
    std::vector<double> sum(keys, 0);
    for (std::int64_t row = first; row < first + count; ++row) {
        const auto values = rowOf(row);
        std::transform(sum.begin(), sum.end(), values.begin(), sum.begin(), std::plus<>());
    }
    std::vector<float> mean;
    for (auto key = static_cast<std::size_t>(attention.grid->prefix); key < keys; ++key) {
        mean.push_back(static_cast<float>(sum[key] / static_cast<double>(count)));
    }
    return mean;
}

} // namespace

std::vector<float> patchesOfHeads(const ExaminedAttention& attention, int query,
                                  const QList<HeadId>& heads)
{
    std::vector<float> row(static_cast<std::size_t>(attention.info().keys));
    return patchesOf(attention, query, [&](std::int64_t at) {
        std::vector<float> mean(row.size(), 0);
        for (const HeadId head : heads) {
            attention.capture.row(head.layer, head.head, at, row);
            std::transform(
                mean.begin(), mean.end(), row.begin(), mean.begin(),
                [&heads](float a, float b) { return a + b / static_cast<float>(heads.size()); });
        }
        return mean;
    });
}

std::vector<float> patchesOfRollout(const ExaminedAttention& attention, int query)
{
    const auto keys = static_cast<std::size_t>(attention.info().keys);
    return patchesOf(attention, query, [&](std::int64_t at) {
        return std::span(attention.scores.rollout)
            .subspan(static_cast<std::size_t>(at) * keys, keys);
    });
}

} // namespace fe::attention
