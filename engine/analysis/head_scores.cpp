// SPDX-License-Identifier: Apache-2.0
#include "analysis/head_scores.h"

#include <cmath>
#include <limits>
#include <map>

namespace fe::analysis {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double entropyOf(std::span<const float> row)
{
    double entropy = 0;
    for (const float weight : row) {
        if (weight > 0) {
            entropy -= static_cast<double>(weight) * std::log(static_cast<double>(weight));
        }
    }
    return entropy;
}

/// A mean that may have nothing to average.
struct Mean {
    double sum = 0;
    std::int64_t count = 0;

    void add(double value)
    {
        sum += value;
        ++count;
    }
    [[nodiscard]] double value() const
    {
        return count == 0 ? kNone : sum / static_cast<double>(count);
    }
};

double distanceOf(std::span<const float> row, std::int64_t query)
{
    double distance = 0;
    for (std::size_t key = 0; key < row.size(); ++key) {
        const std::int64_t away = std::abs(query - static_cast<std::int64_t>(key));
        distance += static_cast<double>(row[key]) * static_cast<double>(away);
    }
    return distance;
}

/// Pixels between a patch and those it looks at.
double patchDistanceOf(std::span<const float> row, std::int64_t query, const PatchPlaces& places)
{
    const std::int64_t columns = places.grid.columns;
    const std::int64_t patch = query - places.grid.prefix;
    double total = 0;
    double distance = 0;
    for (std::size_t i = static_cast<std::size_t>(places.grid.prefix); i < row.size(); ++i) {
        const std::int64_t other = static_cast<std::int64_t>(i) - places.grid.prefix;
        const auto down = static_cast<double>(patch / columns - other / columns);
        const auto right = static_cast<double>(patch % columns - other % columns);
        total += static_cast<double>(row[i]);
        distance += static_cast<double>(row[i]) * std::sqrt(down * down + right * right);
    }
    return total > 0 ? static_cast<double>(places.size) * distance / total : kNone;
}

double sumAt(std::span<const float> row, std::span<const std::int64_t> places)
{
    double sum = 0;
    for (const std::int64_t place : places) {
        sum += static_cast<double>(row[static_cast<std::size_t>(place)]);
    }
    return sum;
}

} // namespace

std::vector<double> meanEntropy(std::span<const float> attention, std::int64_t heads,
                                std::int64_t rows, std::int64_t queries)
{
    std::vector<double> result;
    const std::size_t keys = attention.size() / static_cast<std::size_t>(heads * rows);
    for (std::int64_t head = 0; head < heads; ++head) {
        double sum = 0;
        for (std::int64_t query = 0; query < queries; ++query) {
            sum += entropyOf(
                attention.subspan(static_cast<std::size_t>(head * rows + query) * keys, keys));
        }
        result.push_back(sum / static_cast<double>(queries));
    }
    return result;
}

std::vector<std::int64_t> earlierOccurrences(std::span<const models::TokenId> ids)
{
    std::vector<std::int64_t> earlier;
    std::map<models::TokenId, std::int64_t> last;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto here = static_cast<std::int64_t>(i);
        const auto [found, isNew] = last.try_emplace(ids[i], here);
        earlier.push_back(isNew ? -1 : found->second);
        found->second = here;
    }
    return earlier;
}

HeadScores scoreHead(std::span<const float> weights, std::int64_t queries, std::int64_t keys,
                     const ScoredTokens& tokens)
{
    Mean entropy;
    Mean distance;
    Mean previous;
    Mean induction;
    Mean duplicate;
    Mean sink;
    Mean delimiter;
    for (std::int64_t query = 0; query < queries; ++query) {
        const std::span<const float> row = weights.subspan(static_cast<std::size_t>(query * keys),
                                                           static_cast<std::size_t>(keys));
        const auto at = [&row](std::int64_t key) {
            return static_cast<double>(row[static_cast<std::size_t>(key)]);
        };
        entropy.add(entropyOf(row));
        if (!tokens.patches) {
            distance.add(distanceOf(row, query));
        } else if (query >= tokens.patches->grid.prefix) {
            distance.add(patchDistanceOf(row, query, *tokens.patches));
        }
        if (query >= 1 && query <= keys) {
            previous.add(at(query - 1));
            sink.add(at(0));
        }
        const auto index = static_cast<std::size_t>(query);
        if (index < tokens.earlier.size() && tokens.earlier[index] >= 0) {
            induction.add(at(tokens.earlier[index] + 1));
            duplicate.add(at(tokens.earlier[index]));
        }
        if (!tokens.delimiters.empty()) {
            delimiter.add(sumAt(row, tokens.delimiters));
        }
    }
    return { entropy.value(),   distance.value(), previous.value(), induction.value(),
             duplicate.value(), sink.value(),     delimiter.value() };
}

} // namespace fe::analysis
