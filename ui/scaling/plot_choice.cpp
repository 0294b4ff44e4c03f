// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/plot_choice.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace fe::scaling_tab {

namespace {

using scaling::Column;
using scaling::ColumnKind;
using scaling::ColumnRole;
using scaling::DataTable;

struct TextField {
    const char* name;
    std::string PlotChoice::*field;
    bool numeric;
};
constexpr std::array kColumns {
    TextField { "x", &PlotChoice::x, true },
    TextField { "y", &PlotChoice::y, true },
    TextField { "size", &PlotChoice::size, true },
    TextField { "x2", &PlotChoice::x2, true },
    TextField { "color", &PlotChoice::color, true },
    TextField { "error", &PlotChoice::error, true },
    TextField { "low", &PlotChoice::low, true },
    TextField { "high", &PlotChoice::high, true },
    TextField { "chance", &PlotChoice::chance, true },
    TextField { "ceiling", &PlotChoice::ceiling, true },
    TextField { "instances", &PlotChoice::instances, true },
    TextField { "label", &PlotChoice::label, false },
};

struct Flag {
    const char* name;
    bool PlotChoice::*field;
};
constexpr std::array kFlags {
    Flag { "log_x", &PlotChoice::logX },    Flag { "log_y", &PlotChoice::logY },
    Flag { "joined", &PlotChoice::joined }, Flag { "percent", &PlotChoice::percent },
    Flag { "labels", &PlotChoice::labels },
};

bool isNumeric(const Column& column)
{
    return column.kind != ColumnKind::Text && column.missing < column.numbers.size();
}

/// Lower case without what separates words: "Train FLOPs" and "train_flops" are one.
std::string plain(const std::string& name)
{
    std::string result;
    for (const char byte : name) {
        const bool upper = byte >= 'A' && byte <= 'Z';
        if (upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            result += upper ? static_cast<char>(byte - 'A' + 'a') : byte;
        }
    }
    return result;
}

/// The first column whose name has one of the words in it; earlier words win.
std::string named(const DataTable& table, std::initializer_list<std::string_view> words,
                  bool numeric)
{
    for (const std::string_view word : words) {
        for (const Column& column : table.columns) {
            if (plain(column.name).find(word) != std::string::npos
                && isNumeric(column) == numeric) {
                return column.name;
            }
        }
    }
    return {};
}

/// Columns of text whose cells repeat, so that they make groups and not a name for each row.
std::string groupColumn(const DataTable& table)
{
    constexpr std::size_t kMostGroups = 24;
    for (const Column& column : table.columns) {
        if (column.kind == ColumnKind::Text && column.labels.size() > 1
            && column.labels.size() <= std::min(kMostGroups, table.rows() / 2)) {
            return column.name;
        }
    }
    return {};
}

PlotChoice guessed(const DataTable& table)
{
    PlotChoice choice;
    choice.x = named(table, { "flop", "compute", "param", "size", "token", "step", "date" }, true);
    choice.y = named(
        table, { "value", "accuracy", "acc", "loss", "score", "perplexity", "ppl", "error" }, true);
    choice.size = named(table, { "param", "size" }, true);
    choice.x2 = named(table, { "token" }, true);
    choice.chance = named(table, { "chance", "lowscore", "baseline" }, true);
    choice.ceiling = named(table, { "ceiling", "highscore" }, true);
    choice.error = named(table, { "stderr", "standarderror" }, true);
    choice.low = named(table, { "cilow", "lower95", "lower" }, true);
    choice.high = named(table, { "cihigh", "upper95", "upper" }, true);
    choice.instances = named(table, { "ninstances", "instances", "nsamples" }, true);
    choice.label = named(table, { "model", "run", "name" }, false);
    for (const Column& column : table.columns) {
        if (!isNumeric(column) || column.name == choice.x || column.name == choice.y) {
            continue;
        }
        if (choice.x.empty()) {
            choice.x = column.name;
        } else if (choice.y.empty()) {
            choice.y = column.name;
        }
    }
    std::string group = named(table, { "task", "benchmark", "family", "dataset", "series" }, false);
    group = group.empty() ? groupColumn(table) : group;
    if (!group.empty()) {
        choice.series = { group };
    }
    return choice;
}

/// Rows of the conditions that all name one unit, "percent".
bool allPercent(const DataTable& table, const std::string& unitColumn, const PlotChoice& choice)
{
    const Column* unit = table.find(unitColumn);
    const auto rows = scaling::matchingRows(table, choice.conditions);
    return unit && rows && !rows->empty()
        && std::all_of(rows->begin(), rows->end(), [unit](std::size_t row) {
               const std::string text = unit->text(row);
               return text == "percent" || text == "%";
           });
}

PlotChoice fromCatalogue(const DataTable& table, const scaling::Dataset& dataset)
{
    const auto column = [&dataset](ColumnRole role) { return std::string(dataset.column(role)); };
    PlotChoice choice;
    choice.x = dataset.x;
    choice.y = dataset.y;
    choice.error = column(ColumnRole::Error);
    choice.low = column(ColumnRole::Low);
    choice.high = column(ColumnRole::High);
    choice.size = column(ColumnRole::Params);
    choice.x2 = column(ColumnRole::Tokens);
    choice.chance = column(ColumnRole::Chance);
    choice.ceiling = column(ColumnRole::Ceiling);
    choice.instances = column(ColumnRole::Instances);
    choice.label = column(ColumnRole::Model);
    choice.series.assign(dataset.series.begin(), dataset.series.end());
    for (const std::string_view text : dataset.where) {
        if (auto condition = scaling::parseCondition(text)) {
            choice.conditions.push_back(*std::move(condition));
        }
    }
    choice.percent = allPercent(table, column(ColumnRole::Unit), choice);
    return choice;
}

/// How far the values reach, for the choice of an axis; 1 where a logarithm would lose more than a
/// few of them (a step 0 at the start of a training is no loss).
double largestOverLeast(const Column& column)
{
    constexpr double kFew = 0.1;
    double least = 0;
    double largest = 0;
    std::size_t lost = 0;
    for (const double value : column.numbers) {
        if (value > 0 && std::isfinite(value)) {
            least = least == 0 ? value : std::min(least, value);
            largest = std::max(largest, value);
        } else if (value <= 0) {
            ++lost;
        }
    }
    const auto count = static_cast<double>(column.numbers.size());
    return least > 0 && static_cast<double>(lost) <= kFew * count ? largest / least : 1;
}

} // namespace

scaling::PointColumns PlotChoice::pointColumns(const FitSettings& settings) const
{
    const bool twoSizes = settings.law == scaling::Law::Chinchilla;
    const bool floor
        = settings.law == scaling::Law::Logistic && settings.floor == FitSettings::Floor::Chance;
    return { .x = twoSizes ? size : x,
             .x2 = twoSizes ? x2 : std::string(),
             .y = y,
             .error = settings.weighted ? error : std::string(),
             .floor = floor ? chance : std::string() };
}

bool PlotChoice::sameData(const PlotChoice& other) const
{
    PlotChoice alike = other;
    alike.shown = shown;
    alike.color = color;
    alike.label = label;
    alike.low = low;
    alike.high = high;
    alike.ceiling = ceiling;
    alike.instances = instances;
    alike.logX = logX;
    alike.logY = logY;
    alike.joined = joined;
    alike.labels = labels;
    return alike == *this;
}

QJsonObject PlotChoice::toJson() const
{
    QJsonObject json;
    for (const TextField& each : kColumns) {
        json.insert(QLatin1String(each.name), QString::fromStdString(this->*each.field));
    }
    for (const Flag& flag : kFlags) {
        json.insert(QLatin1String(flag.name), this->*flag.field);
    }
    QJsonArray columns;
    for (const std::string& column : series) {
        columns.append(QString::fromStdString(column));
    }
    QJsonArray where;
    for (const scaling::Condition& each : conditions) {
        where.append(
            QJsonArray { QString::fromStdString(each.column), QString::fromStdString(each.value) });
    }
    json.insert(QStringLiteral("series"), columns);
    json.insert(QStringLiteral("conditions"), where);
    json.insert(QStringLiteral("shown"), QJsonArray::fromStringList(shown));
    return json;
}

PlotChoice PlotChoice::fromJson(const QJsonObject& json)
{
    PlotChoice choice;
    for (const TextField& each : kColumns) {
        choice.*each.field = json.value(QLatin1String(each.name)).toString().toStdString();
    }
    for (const Flag& flag : kFlags) {
        choice.*flag.field = json.value(QLatin1String(flag.name)).toBool(choice.*flag.field);
    }
    for (const QJsonValue& column : json.value(QStringLiteral("series")).toArray()) {
        choice.series.push_back(column.toString().toStdString());
    }
    for (const QJsonValue& value : json.value(QStringLiteral("conditions")).toArray()) {
        const QJsonArray pair = value.toArray();
        choice.conditions.push_back(
            { pair.at(0).toString().toStdString(), pair.at(1).toString().toStdString() });
    }
    for (const QJsonValue& name : json.value(QStringLiteral("shown")).toArray()) {
        choice.shown.append(name.toString());
    }
    return choice;
}

bool operator==(const PlotChoice& a, const PlotChoice& b)
{
    return a.toJson() == b.toJson();
}

PlotChoice firstChoice(const DataTable& table, const scaling::Dataset* dataset)
{
    PlotChoice choice = dataset ? fromCatalogue(table, *dataset) : guessed(table);
    if (const Column* x = table.find(choice.x)) {
        constexpr double kDecade = 10;
        choice.logX = x->kind == ColumnKind::Number && largestOverLeast(*x) >= kDecade;
    }
    if (const Column* y = table.find(choice.y)) {
        constexpr double kSeveralDecades = 1000;
        choice.logY = y->kind == ColumnKind::Number && largestOverLeast(*y) >= kSeveralDecades
            && !isShare(table, choice.y, {});
    }
    const Column* x = table.find(choice.x);
    if (choice.series.empty() && choice.size != choice.x) {
        choice.color = choice.size;
    }
    choice.joined = !(x && x->kind == ColumnKind::Date) && !choice.series.empty();
    return fitting(std::move(choice), table);
}

scaling::Law firstLaw(const PlotChoice& choice, bool shares)
{
    if (shares) {
        return scaling::Law::Logistic;
    }
    const bool twoSizes = !choice.size.empty() && !choice.x2.empty() && !choice.color.empty();
    return twoSizes   ? scaling::Law::Chinchilla
        : choice.logY ? scaling::Law::Power
                      : scaling::Law::PowerOffset;
}

PlotChoice fitting(PlotChoice choice, const DataTable& table)
{
    for (const TextField& each : kColumns) {
        const Column* column = table.find(choice.*each.field);
        if (!column || (each.numeric && column->kind == ColumnKind::Text)) {
            (choice.*each.field).clear();
        }
    }
    std::erase_if(choice.series, [&table](const auto& name) { return !table.find(name); });
    std::erase_if(choice.conditions,
                  [&table](const auto& each) { return !table.find(each.column); });
    return choice;
}

bool isShare(const DataTable& table, const std::string& name, std::span<const std::size_t> rows)
{
    const Column* column = table.find(name);
    if (!column || column->kind != ColumnKind::Number) {
        return false;
    }
    const std::string words = plain(name);
    for (const char* other : { "loss", "ppl", "perplexity", "nats", "bits", "entropy" }) {
        if (words.find(other) != std::string::npos) {
            return false;
        }
    }
    const auto within = [](double value) { return !(value < 0 || value > 1); };
    return rows.empty() ? std::all_of(column->numbers.begin(), column->numbers.end(), within)
                        : std::all_of(rows.begin(), rows.end(), [&](std::size_t row) {
                              return within(column->numbers[row]);
                          });
}

DataTable asShares(const DataTable& table, const PlotChoice& choice)
{
    DataTable shares = table;
    for (Column& column : shares.columns) {
        const bool measured = !column.name.empty()
            && (column.name == choice.y || column.name == choice.error || column.name == choice.low
                || column.name == choice.high || column.name == choice.chance
                || column.name == choice.ceiling);
        if (measured) {
            std::for_each(column.numbers.begin(), column.numbers.end(),
                          [](double& value) { value /= 100; });
        }
    }
    return shares;
}

} // namespace fe::scaling_tab
