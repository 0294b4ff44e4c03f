// SPDX-License-Identifier: Apache-2.0
#include "scaling/sharpness.h"

#include "base/guarded.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>

namespace fe::scaling {
namespace {

struct SmoothMetric {
    std::string_view name;
    bool lowerIsBetter;
};

constexpr std::array kSharp { std::string_view("exact_match"), std::string_view("accuracy"),
                              std::string_view("acc"), std::string_view("em") };
constexpr std::array kSmooth {
    SmoothMetric { "bleu", false },         SmoothMetric { "f1", false },
    SmoothMetric { "rouge", false },        SmoothMetric { "ppl", true },
    SmoothMetric { "perplexity", true },    SmoothMetric { "loss", true },
    SmoothMetric { "cross_entropy", true }, SmoothMetric { "edit_distance", true },
    SmoothMetric { "brier", true },
};

std::string lower(std::string text)
{
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

} // namespace

bool isSharpMetric(const std::string& metric)
{
    return std::find(kSharp.begin(), kSharp.end(), lower(metric)) != kSharp.end();
}

bool isSmoothMetric(const std::string& metric, bool* lowerIsBetter)
{
    const std::string name = lower(metric);
    const auto found = std::find_if(kSmooth.begin(), kSmooth.end(),
                                    [&](const SmoothMetric& one) { return one.name == name; });
    if (found != kSmooth.end() && lowerIsBetter != nullptr) {
        *lowerIsBetter = found->lowerIsBetter;
    }
    return found != kSmooth.end();
}

base::Result<std::vector<MetricPair>> metricPairs(const DataTable& table,
                                                  const std::string& taskColumn,
                                                  const std::string& metricColumn)
{
    return base::guarded("metricPairs", [&]() -> base::Result<std::vector<MetricPair>> {
        FE_TRY(const Column* tasks, table.column(taskColumn));
        FE_TRY(const Column* metrics, table.column(metricColumn));
        std::map<std::string, std::map<std::string, std::vector<std::size_t>>> rows;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            rows[tasks->text(row)][metrics->text(row)].push_back(row);
        }
        std::vector<MetricPair> pairs;
        for (const auto& [task, byMetric] : rows) {
            for (const auto& [sharp, sharpRows] : byMetric) {
                for (const auto& [smooth, smoothRows] : byMetric) {
                    bool lowerIsBetter = false;
                    if (isSharpMetric(sharp) && isSmoothMetric(smooth, &lowerIsBetter)) {
                        pairs.push_back(
                            { task, sharp, smooth, lowerIsBetter, sharpRows, smoothRows });
                    }
                }
            }
        }
        return pairs;
    });
}

double perToken(double wholeAccuracy, double length)
{
    const bool sound = wholeAccuracy >= 0 && wholeAccuracy <= 1 && length > 0;
    return sound ? std::pow(wholeAccuracy, 1 / length) : std::numeric_limits<double>::quiet_NaN();
}

double wholeAnswer(double tokenAccuracy, double length)
{
    const bool sound = tokenAccuracy >= 0 && tokenAccuracy <= 1 && length > 0;
    return sound ? std::pow(tokenAccuracy, length) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace fe::scaling
