// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/sharpness/sharp_pair.h"

#include "scaling/selection.h"
#include "scaling/shipped_tables.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <iterator>

namespace fe::scaling_tab {

namespace {

using scaling::ColumnRole;

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

bool isOneOf(const std::string& name, std::initializer_list<const char*> names)
{
    const QString lower = textOf(name).toLower();
    return std::any_of(names.begin(), names.end(),
                       [&](const char* each) { return lower == QLatin1String(each); });
}

void keep(std::vector<std::size_t>& rows, const std::vector<std::size_t>& wanted)
{
    std::vector<std::size_t> both;
    std::set_intersection(rows.begin(), rows.end(), wanted.begin(), wanted.end(),
                          std::back_inserter(both));
    rows = std::move(both);
}

/// Pairs with rows that fulfil the conditions; the rest of `like` is copied.
base::Result<SharpPairs> pairsIn(const SharpPair& like, const std::string& task,
                                 const std::string& metric,
                                 const std::vector<scaling::Condition>& conditions)
{
    FE_TRY(const std::vector<std::size_t> rows, scaling::matchingRows(*like.table, conditions));
    FE_TRY(std::vector<scaling::MetricPair> found, scaling::metricPairs(*like.table, task, metric));
    SharpPairs pairs;
    for (scaling::MetricPair& one : found) {
        keep(one.sharpRows, rows);
        keep(one.smoothRows, rows);
        if (!one.sharpRows.empty() && !one.smoothRows.empty()) {
            pairs.push_back(like);
            pairs.back().metrics = std::move(one);
        }
    }
    return pairs;
}

/// Columns of scale: parameters, compute, tokens; that of the plot first.
std::vector<std::string> scalesOf(const scaling::Dataset& dataset)
{
    std::vector<std::string> columns { std::string(dataset.x) };
    for (const scaling::DatasetColumn& column : dataset.columns) {
        const bool scale = column.role == ColumnRole::Params || column.role == ColumnRole::Flops
            || column.role == ColumnRole::Tokens;
        if (scale && column.name != dataset.x) {
            columns.emplace_back(column.name);
        }
    }
    return columns;
}

base::Result<SharpPairs> pairsOfDataset(const scaling::Dataset& dataset,
                                        const base::CancelToken& cancel, base::Progress& progress)
{
    const std::string task(dataset.column(ColumnRole::Task));
    const std::string metric(dataset.column(ColumnRole::Metric));
    const std::string unit(dataset.column(ColumnRole::Unit));
    if (task.empty() || metric.empty() || dataset.x.empty()) {
        return SharpPairs {};
    }
    FE_TRY(TablePtr table, readShipped(textOf(dataset.id), cancel, progress));
    SharpPair like { std::move(table), textOf(dataset.title), textOf(dataset.citation) };
    like.x = scalesOf(dataset);
    like.y = dataset.y;
    like.model = dataset.column(ColumnRole::Model);
    for (const std::string_view column : dataset.series) {
        if (column != task && column != metric) {
            like.series.emplace_back(column);
        }
    }
    std::vector<scaling::Condition> conditions;
    for (const std::string_view where : dataset.where) {
        FE_TRY(scaling::Condition condition, scaling::parseCondition(where));
        // The two metrics differ in what the first view of the table holds fast.
        if (condition.column != task && condition.column != metric && condition.column != unit) {
            conditions.push_back(std::move(condition));
        }
    }
    return pairsIn(like, task, metric, conditions);
}

} // namespace

QString SharpPair::name() const
{
    return QStringLiteral("%1 · %2 / %3 — %4")
        .arg(textOf(metrics.task), textOf(metrics.sharp), textOf(metrics.smooth), title);
}

base::Result<SharpPairs> shippedPairs(const base::CancelToken& cancel, base::Progress& progress)
{
    SharpPairs all;
    for (const scaling::Dataset& dataset : scaling::datasets()) {
        FE_TRY(SharpPairs pairs, pairsOfDataset(dataset, cancel, progress));
        std::move(pairs.begin(), pairs.end(), std::back_inserter(all));
    }
    return all;
}

SharpPairs pairsOf(const TablePtr& table, const QString& title, const PlotChoice& choice)
{
    std::string task;
    std::string metric;
    SharpPair like { table, title };
    like.x = { choice.x };
    for (const scaling::Column& column : table->columns) {
        if (task.empty() && isOneOf(column.name, { "task", "benchmark", "dataset" })) {
            task = column.name;
        } else if (metric.empty() && isOneOf(column.name, { "metric", "measure", "score" })) {
            metric = column.name;
        } else if (column.kind == scaling::ColumnKind::Number && column.name != choice.x
                   && isOneOf(
                       column.name,
                       { "params", "parameters", "tokens", "train_flops", "flops", "n", "d" })) {
            like.x.push_back(column.name);
        }
    }
    like.y = choice.y;
    like.model = choice.label;
    for (const std::string& column : choice.series) {
        if (column != task && column != metric) {
            like.series.push_back(column);
        }
    }
    std::vector<scaling::Condition> conditions;
    for (const scaling::Condition& each : choice.conditions) {
        if (each.column != task && each.column != metric) {
            conditions.push_back(each);
        }
    }
    if (task.empty() || metric.empty() || choice.x.empty() || choice.y.empty()) {
        return {};
    }
    auto pairs = pairsIn(like, task, metric, conditions);
    return pairs ? *std::move(pairs) : SharpPairs {};
}

} // namespace fe::scaling_tab
