// SPDX-License-Identifier: Apache-2.0
#include "scaling/emergence.h"

#include "base/guarded.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace fe::scaling {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kNormal95 = 1.959963984540054;
constexpr std::size_t kFewestScales = 3;

/// Columns of numbers, borrowed; null where there is none.
struct Sources {
    const Column* x = nullptr;
    const Column* y = nullptr;
    const Column* chance = nullptr;
    const Column* error = nullptr;
    const Column* instances = nullptr;
};

/// What was measured at one scale, over all its rows.
struct Scale {
    double score = 0; ///< sums until finished
    double variance = 0;
    double instances = 0;
    double chance = 0;
    std::size_t rows = 0;
    bool errorKnown = true;
    bool instancesKnown = true;
};

double cell(const Column* column, std::size_t row)
{
    return column == nullptr ? kNone : column->numbers[row];
}

/// Null without a name.
base::Result<const Column*> numbersOf(const DataTable& table, const std::string& name)
{
    return name.empty() ? base::Result<const Column*>(nullptr) : table.numericColumn(name);
}

std::map<double, Scale> scalesOf(const Sources& from, std::span<const std::size_t> rows,
                                 const EmergenceRule& rule)
{
    std::map<double, Scale> scales;
    for (const std::size_t row : rows) {
        const double x = cell(from.x, row);
        const double y = cell(from.y, row);
        if (std::isnan(x) || std::isnan(y)) {
            continue;
        }
        Scale& scale = scales[x];
        const double error = cell(from.error, row);
        const double instances = cell(from.instances, row);
        const double chance = cell(from.chance, row);
        ++scale.rows;
        scale.score += y;
        scale.chance += std::isnan(chance) ? rule.chance : chance;
        scale.errorKnown = scale.errorKnown && error >= 0;
        scale.variance += error * error;
        scale.instancesKnown = scale.instancesKnown && instances >= 1;
        scale.instances += instances;
    }
    for (auto& [x, scale] : scales) {
        const auto n = static_cast<double>(scale.rows);
        scale.score /= n;
        scale.chance /= n;
        scale.variance /= n * n;
    }
    return scales;
}

/// Half-width towards chance of a share's 95 % interval (Wilson 1927).
double wilsonEnd(double share, double n, bool upper)
{
    const double z2 = kNormal95 * kNormal95;
    const double centre = share + z2 / (2 * n);
    const double half = kNormal95 * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return (centre + (upper ? half : -half)) / (1 + z2 / n);
}

/// The end of the score's interval that lies towards chance.
double cautious(const Scale& scale, const EmergenceRule& rule)
{
    if (!rule.byInterval) {
        return scale.score;
    }
    if (scale.instancesKnown && scale.score >= 0 && scale.score <= 1) {
        return wilsonEnd(scale.score, scale.instances, rule.lowerIsBetter);
    }
    const double half = scale.errorKnown ? kNormal95 * std::sqrt(scale.variance) : 0;
    return rule.lowerIsBetter ? scale.score + half : scale.score - half;
}

bool exceeds(const Scale& scale, const EmergenceRule& rule)
{
    const double end = cautious(scale, rule);
    return rule.lowerIsBetter ? end < scale.chance - rule.margin : end > scale.chance + rule.margin;
}

void judge(Emergence& found, const std::map<double, Scale>& scales, const EmergenceRule& rule)
{
    found.scales = scales.size();
    if (scales.empty()) {
        found.chance = found.largest = kNone;
        return;
    }
    found.largest = scales.rbegin()->second.score;
    found.chance = scales.begin()->second.chance;
    for (const auto& [x, scale] : scales) {
        found.chance = scale.chance == found.chance ? found.chance : kNone;
    }
    if (scales.size() < kFewestScales) {
        return;
    }
    found.verdict = EmergenceVerdict::NotYet;
    std::optional<double> before;
    for (const auto& [x, scale] : scales) {
        if (!exceeds(scale, rule)) {
            if (rule.stays) {
                found.scale.reset(); // it did not stay
            }
        } else if (!found.scale) {
            found.scale = x;
            found.below = before;
        }
        before = x;
    }
    if (found.scale) {
        found.verdict = found.below ? EmergenceVerdict::Appears : EmergenceVerdict::FromStart;
    } else {
        found.below.reset();
    }
}

std::optional<double> numberAt(const Column& column, std::size_t row)
{
    const bool given = column.kind != ColumnKind::Text && !column.isMissing(row);
    return given ? std::optional(column.numbers[row]) : std::nullopt;
}

} // namespace

base::Result<std::vector<Emergence>> emergenceBySeries(const DataTable& table,
                                                       std::span<const std::size_t> rows,
                                                       const EmergenceColumns& columns,
                                                       const EmergenceRule& rule)
{
    return base::guarded("emergenceBySeries", [&]() -> base::Result<std::vector<Emergence>> {
        Sources from;
        if (columns.x.empty() || columns.y.empty()) {
            return base::invalidArgument("cannot look for emergence", "a column is not named");
        }
        FE_TRY(from.x, numbersOf(table, columns.x));
        FE_TRY(from.y, numbersOf(table, columns.y));
        FE_TRY(from.chance, numbersOf(table, columns.chance));
        FE_TRY(from.error, numbersOf(table, columns.error));
        FE_TRY(from.instances, numbersOf(table, columns.instances));
        FE_TRY(std::vector<Series> series, seriesBy(table, columns.series, rows));
        std::vector<Emergence> all;
        for (Series& one : series) {
            Emergence found;
            found.ability = std::move(one.name);
            judge(found, scalesOf(from, one.rows, rule), rule);
            found.rows = std::move(one.rows);
            all.push_back(std::move(found));
        }
        std::stable_sort(all.begin(), all.end(), [](const Emergence& a, const Emergence& b) {
            return std::pair(a.verdict, a.scale.value_or(0))
                < std::pair(b.verdict, b.scale.value_or(0));
        });
        return all;
    });
}

base::Result<std::vector<PublishedAbility>> publishedAbilities(const DataTable& table)
{
    return base::guarded(
        "publishedAbilities", [&]() -> base::Result<std::vector<PublishedAbility>> {
            FE_TRY(const Column* category, table.column("category"));
            FE_TRY(const Column* task, table.column("task"));
            FE_TRY(const Column* flops, table.column("train_flops"));
            FE_TRY(const Column* params, table.column("params"));
            FE_TRY(const Column* model, table.column("model"));
            FE_TRY(const Column* reference, table.column("reference"));
            std::vector<PublishedAbility> abilities;
            for (std::size_t row = 0; row < table.rows(); ++row) {
                abilities.push_back({ category->text(row), task->text(row), numberAt(*flops, row),
                                      numberAt(*params, row), model->text(row),
                                      reference->text(row) });
            }
            std::stable_sort(abilities.begin(), abilities.end(), [](const auto& a, const auto& b) {
                return a.trainFlops.value_or(INFINITY) < b.trainFlops.value_or(INFINITY);
            });
            return abilities;
        });
}

} // namespace fe::scaling
