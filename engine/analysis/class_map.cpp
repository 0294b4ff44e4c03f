// SPDX-License-Identifier: Apache-2.0
#include "analysis/class_map.h"

#include <algorithm>
#include <numeric>

namespace fe::analysis {

std::vector<float> classMap(std::span<const float> weights, const models::PatchGrid& grid)
{
    if (grid.prefix == 0) {
        return {};
    }
    const auto row = weights.subspan(static_cast<std::size_t>(grid.prefix),
                                     static_cast<std::size_t>(grid.patches()));
    return { row.begin(), row.end() };
}

std::vector<float> stretched(std::span<const float> map)
{
    std::vector<float> result(map.size());
    if (map.empty()) {
        return result;
    }
    const auto [least, largest] = std::minmax_element(map.begin(), map.end());
    const float low = *least;
    const float range = *largest - low;
    if (range > 0) {
        std::transform(map.begin(), map.end(), result.begin(),
                       [low, range](float value) { return (value - low) / range; });
    }
    return result;
}

std::vector<bool> massMask(std::span<const float> map, double keep)
{
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(),
                     [map](std::size_t a, std::size_t b) { return map[a] < map[b]; });
    const double sum = std::accumulate(map.begin(), map.end(), 0.0);
    std::vector<bool> result(map.size());
    double share = 0;
    for (const std::size_t index : order) {
        share += static_cast<double>(map[index]) / sum;
        result[index] = share > 1 - keep;
    }
    return result;
}

} // namespace fe::analysis
