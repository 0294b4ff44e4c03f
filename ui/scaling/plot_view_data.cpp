// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/plot_view_data.h"

#include "charts/plot_ticks.h"
#include "scaling/fit_curves.h"
#include "scaling/scaling_state.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace fe::scaling_tab {

namespace {

using charts::PlotData;
using charts::PlotPoint;
using charts::PlotSeries;
using scaling::Column;

constexpr double kNormal95 = 1.959964;
constexpr int kShades = 8; // groups of a colour scale
constexpr std::size_t kMostLines = 4; // different chances that are named

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::Plot", text);
}

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

/// What the columns of shipped tables are called on an axis.
constexpr std::array kKnownColumns {
    std::pair { "train_flops",
                QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "training compute (FLOPs)") },
    std::pair { "params", QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "parameters") },
    std::pair { "model_size_params",
                QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "parameters without embeddings") },
    std::pair { "tokens", QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "training tokens") },
    std::pair { "date", QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "date") },
};

/// What y is, if all rows that are shown say the same ("accuracy"); else empty.
QString metricOf(const ScalingState& state)
{
    const scaling::Dataset* dataset = state.dataset();
    const Column* metric
        = dataset && state.choice().y == dataset->column(scaling::ColumnRole::Value)
        ? state.table()->find(dataset->column(scaling::ColumnRole::Metric))
        : nullptr;
    std::set<std::string> names;
    for (const std::size_t index : state.shownSeries()) {
        for (const std::size_t row : state.series()[index].rows) {
            if (metric && names.size() < 2) {
                names.insert(metric->text(row));
            }
        }
    }
    return names.size() == 1 ? text(*names.begin()) : QString();
}

double cell(const Column* column, std::size_t row)
{
    return column && row < column->numbers.size() ? column->numbers[row] : charts::kNothing;
}

/// The columns of a choice in its table.
struct Columns {
    const Column* x;
    const Column* y;
    const Column* error;
    const Column* low;
    const Column* high;

    Columns(const scaling::DataTable& table, const PlotChoice& choice)
        : x(table.find(choice.x)), y(table.find(choice.y)), error(table.find(choice.error)),
          low(table.find(choice.low)), high(table.find(choice.high))
    {
    }

    [[nodiscard]] PlotPoint point(std::size_t row) const
    {
        PlotPoint point { cell(x, row), cell(y, row) };
        point.id = static_cast<qint64>(row);
        point.low = low && high ? cell(low, row) : point.y - kNormal95 * cell(error, row);
        point.high = low && high ? cell(high, row) : point.y + kNormal95 * cell(error, row);
        return point;
    }
};

PlotSeries seriesOf(const Columns& columns, const scaling::Series& series, bool joined)
{
    PlotSeries plotted { text(series.name), {}, joined };
    plotted.points.reserve(qsizetype(series.rows.size()));
    for (const std::size_t row : series.rows) {
        const PlotPoint point = columns.point(row);
        if (std::isfinite(point.x) && std::isfinite(point.y)) {
            plotted.points.append(point);
        }
    }
    return plotted;
}

/// The rows of a lone series in groups of about equal magnitude of a column.
struct Shades {
    std::vector<scaling::Series> groups;
    std::vector<double> middles; ///< of the column, by group
};

Shades shadesOf(const Column& column, const std::vector<std::size_t>& rows)
{
    Shades shades;
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (const std::size_t row : rows) {
        if (const double value = cell(&column, row); value > 0) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!(low < high)) {
        return shades;
    }
    const double width = std::log(high / low) / kShades;
    for (int i = 0; i < kShades; ++i) {
        const double from = low * std::exp(i * width);
        const double to = low * std::exp((i + 1) * width);
        const QString name = charts::scientificText(from, 2) + QStringLiteral(" – ")
            + charts::scientificText(to, 2);
        shades.groups.push_back({ name.toStdString(), {} });
        shades.middles.push_back(std::sqrt(from * to));
    }
    for (const std::size_t row : rows) {
        if (const double value = cell(&column, row); value > 0) {
            const int group = std::min(kShades - 1, int(std::log(value / low) / width));
            shades.groups[static_cast<std::size_t>(group)].rows.push_back(row);
        }
    }
    return shades;
}

bool isOfThisData(const ScalingState& state)
{
    return state.fits() && state.table() && state.fits()->sha256 == state.table()->sha256
        && state.fits()->choice.sameData(state.choice());
}

bool hasDates(const ScalingState& state)
{
    const Column* x = state.table()->find(state.choice().x);
    return x && x->kind == scaling::ColumnKind::Date;
}

QString shareText(const ScalingState& state, double value)
{
    return state.showsShares() ? charts::numberText(value, charts::NumberFormat::Percent)
                               : charts::scientificText(value, 3);
}

/// A dashed line for each value that a column has in what is shown, if they are few.
void addLines(PlotData& plot, const ScalingState& state, const std::string& name,
              const QString& what)
{
    const Column* column = state.measured()->find(name);
    std::set<double> values;
    for (const std::size_t index : state.shownSeries()) {
        for (const std::size_t row : state.series()[index].rows) {
            if (const double value = cell(column, row);
                std::isfinite(value) && values.size() <= kMostLines) {
                values.insert(value);
            }
        }
    }
    if (values.size() <= kMostLines) {
        for (const double value : values) {
            plot.lines.append({ value, what.arg(shareText(state, value)) });
        }
    }
}

void addFits(PlotData& plot, const ScalingState& state)
{
    const FitSettings& settings = state.fits()->settings;
    const auto& shown = state.shownSeries();
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const SeriesFit* one = state.fits()->find(state.series()[shown[i]].name);
        if (!one || !one->fit) {
            continue;
        }
        charts::PlotCurve curve = curveOf(*one, { hasDates(state), state.fitSettings().decades });
        curve.series = int(i);
        if (!curve.points.isEmpty()) {
            plot.curves.append(std::move(curve));
        }
        if (const auto x = transitionOf(*one->fit)) {
            const QString name
                = QStringLiteral("%1: 10^%2")
                      .arg(text(one->series), QLocale().toString(std::log10(*x), 'f', 1));
            plot.marks.append({ *x, name, int(i) });
        }
    }
    if (settings.law == scaling::Law::Logistic && plot.lines.isEmpty() && !plot.curves.isEmpty()) {
        plot.lines.append({ settings.floorValue,
                            translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "floor %1"))
                                .arg(shareText(state, settings.floorValue)) });
    }
}

/// Chinchilla's law over compute: a curve for each group of sizes, and what is best.
void addSizes(PlotData& plot, const ScalingState& state, const std::vector<double>& sizes)
{
    const SeriesFit* one = state.fits()->series.empty() ? nullptr : &state.fits()->series.front();
    const Column* x = state.measured()->find(state.choice().x);
    if (!one || !one->fit || !one->fit->identified() || !x) {
        return;
    }
    // Only where x is compute, C = 6 N D, do the curves belong here.
    constexpr double kClose = 0.05;
    const auto& data = one->points.data;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const double flops = cell(x, one->points.rows[i]);
        if (!(std::abs(flops / (6 * data.x[i] * data.x2[i]) - 1) < kClose)) {
            return;
        }
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const QVector<PlotPoint>& points = plot.series[qsizetype(i)].points;
        if (points.isEmpty()) {
            continue;
        }
        const auto [low, high] = std::minmax_element(
            points.begin(), points.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
        charts::PlotCurve curve
            = isoSizeCurve(*one->fit, sizes[i], { low->x, high->x }, state.fitSettings().decades);
        curve.series = int(i);
        plot.curves.append(std::move(curve));
    }
}

void addNames(PlotData& plot, const ScalingState& state)
{
    const TablePtr table = state.table();
    const std::string label = state.choice().label;
    plot.label = [table, label](qint64 row) {
        const Column* column = table->find(label);
        return column ? text(column->text(static_cast<std::size_t>(row))) : QString();
    };
    plot.note = [table, dataset = state.dataset()](qint64 row) {
        return rowNote(*table, dataset, static_cast<std::size_t>(row));
    };
}

} // namespace

QString rowNote(const scaling::DataTable& table, const scaling::Dataset* dataset, std::size_t row)
{
    QStringList parts;
    for (const Column& column : table.columns) {
        const auto told = [&column](const scaling::DatasetColumn& each) {
            return each.name == column.name && each.role == scaling::ColumnRole::Note;
        };
        const bool note = dataset
            ? std::any_of(dataset->columns.begin(), dataset->columns.end(), told)
            : column.kind == scaling::ColumnKind::Text;
        if (note && !column.isMissing(row)) {
            parts.append(text(column.name) % QStringLiteral(": ") % text(column.text(row)));
        }
    }
    parts.append(translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "%1, line %2"))
                     .arg(text(table.name), QLocale().toString(qulonglong(table.lines[row]))));
    return parts.join(QChar(u'\n'));
}

charts::Axis axisOf(const ScalingState& state, const std::string& name)
{
    const Column* column = state.table() ? state.table()->find(name) : nullptr;
    charts::Axis axis { text(name) };
    for (const auto& [known, title] : kKnownColumns) {
        axis.name = name == known ? translated(title) : axis.name;
    }
    if (column && !column->unit.empty() && !axis.name.contains(text(column->unit))) {
        axis.unit = text(column->unit);
    }
    return axis;
}

PlotData plotData(const ScalingState& state)
{
    PlotData plot;
    if (!state.table()) {
        return plot;
    }
    const PlotChoice& choice = state.choice();
    plot.text = { state.title(), state.provenance() };
    plot.x = axisOf(state, choice.x);
    plot.x.log = choice.logX;
    plot.y = axisOf(state, choice.y);
    if (const QString metric = metricOf(state); !metric.isEmpty()) {
        plot.y.name = metric;
    }
    plot.y.log = choice.logY;
    plot.y.format
        = state.showsShares() ? charts::NumberFormat::Percent : charts::NumberFormat::General;
    plot.datesX = hasDates(state);
    plot.labels = choice.labels;
    plot.intervalName = translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "95 % interval"));
    const Columns columns(*state.measured(), choice);
    Shades shades;
    if (const Column* color = state.measured()->find(choice.color);
        color && state.shownSeries().size() == 1) {
        shades = shadesOf(*color, state.series()[state.shownSeries().front()].rows);
    }
    for (std::size_t i = 0; i < shades.groups.size(); ++i) {
        plot.series.append(seriesOf(columns, shades.groups[i], false));
        plot.series.last().shade = (double(i) + 0.5) / kShades;
    }
    for (const std::size_t index : state.shownSeries()) {
        if (shades.groups.empty()) {
            plot.series.append(seriesOf(columns, state.series()[index], choice.joined));
        }
    }
    addLines(plot, state, choice.chance,
             translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "chance %1")));
    addLines(plot, state, choice.ceiling,
             translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "ceiling %1")));
    if (isOfThisData(state)) {
        if (state.fits()->settings.law == scaling::Law::Chinchilla) {
            addSizes(plot, state, shades.middles);
        } else {
            addFits(plot, state);
        }
    }
    addNames(plot, state);
    return plot;
}

PlotData residualData(const ScalingState& state)
{
    PlotData plot;
    if (!isOfThisData(state)) {
        return plot;
    }
    const bool logarithm = scaling::fitsLogarithm(state.fits()->settings.law);
    plot.text = { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "Residuals")),
                  state.provenance() };
    plot.x = axisOf(state, state.choice().x);
    plot.x.log = state.choice().logX;
    plot.datesX = hasDates(state);
    plot.y.name = logarithm
        ? translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "residual of ln y"))
        : translated(QT_TRANSLATE_NOOP("fe::scaling_tab::Plot", "residual"));
    plot.lines.append(charts::PlotLine());
    const Column* x = state.measured()->find(state.choice().x);
    for (const std::size_t index : state.shownSeries()) {
        const SeriesFit* one = state.fits()->find(state.series()[index].name);
        PlotSeries series { text(state.series()[index].name), {} };
        for (std::size_t i = 0; one && one->fit && i < one->fit->residuals.size(); ++i) {
            PlotPoint point { cell(x, one->points.rows[i]), one->fit->residuals[i] };
            point.id = static_cast<qint64>(one->points.rows[i]);
            series.points.append(point);
        }
        plot.series.append(std::move(series));
    }
    addNames(plot, state);
    return plot;
}

} // namespace fe::scaling_tab
