// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/optimal_plot.h"

#include "charts/plot_ticks.h"
#include "scaling/optimal/plane.h"
#include "scaling/page_parts.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

using charts::PlotCurve;
using charts::PlotData;
using charts::PlotSeries;
using scaling::ComputePoint;

constexpr int kLossGroups = 5;
constexpr double kDecade = 10;
constexpr int kMostContours = 12;
constexpr double kDarkest = 0.3; // of the colour map: seen on both themes
constexpr double kLightest = 0.92;
constexpr qint64 kFirstOwnId = 1'000'000; // ids below are rows of the table

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::OptimalPlot", text);
}

/// Notes and labels of points that are no rows.
struct Named {
    QHash<qint64, QString> labels;
    QHash<qint64, QString> notes;
    qint64 next = kFirstOwnId;

    qint64 add(const QString& label, const QString& note)
    {
        labels.insert(next, label);
        notes.insert(next, note);
        return next++;
    }
};

/// Groups of about equal width in loss, dark to light.
void addRuns(PlotData& data, const PlaneRuns& runs)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t row = 0; row < runs.count(); ++row) {
        if (std::isfinite(runs.loss->numbers[row])) {
            low = std::min(low, runs.loss->numbers[row]);
            high = std::max(high, runs.loss->numbers[row]);
        }
    }
    if (!(low < high)) {
        return;
    }
    const double width = std::log(high / low) / kLossGroups;
    QVector<PlotSeries> groups;
    for (int i = 0; i < kLossGroups; ++i) {
        PlotSeries group { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                                        "runs: loss %1 to %2"))
                               .arg(QLocale().toString(low * std::exp(i * width), 'f', 2),
                                    QLocale().toString(low * std::exp((i + 1) * width), 'f', 2)),
                           {} };
        group.shade = std::lerp(kDarkest, kLightest, double(i) / (kLossGroups - 1));
        groups.append(group);
    }
    for (std::size_t row = 0; row < runs.count(); ++row) {
        const double loss = runs.loss->numbers[row];
        const double n = runs.params->numbers[row];
        const double d = runs.tokens->numbers[row];
        if (std::isfinite(loss) && n > 0 && d > 0) {
            const int group = std::clamp(int(std::log(loss / low) / width), 0, kLossGroups - 1);
            groups[group].points.append({ n, d, charts::kNothing, charts::kNothing, qint64(row) });
        }
    }
    for (const PlotSeries& group : std::as_const(groups)) {
        if (!group.points.isEmpty()) {
            data.series.append(group);
        }
    }
}

/// What of a curve lies in the window.
PlotCurve curveOf(int series, const std::vector<ComputePoint>& points, const PlaneWindow& window,
                  bool dashed)
{
    PlotCurve curve { series, {} };
    for (const ComputePoint& point : points) {
        if (window.holds(point)) {
            curve.points.append({ point.params, point.tokens });
        }
    }
    if (dashed) {
        curve.measuredFrom = std::numeric_limits<double>::infinity();
        curve.measuredTo = curve.measuredFrom;
    }
    return curve;
}

void addCurve(PlotData& data, const PlotCurve& curve)
{
    if (curve.points.size() > 1) {
        data.curves.append(curve);
    }
}

/// Powers of ten of compute within the window, thinned where there are many.
std::vector<double> decadesOf(const PlaneWindow& window)
{
    const int first = int(std::ceil(std::log10(window.leastFlops())));
    const int last = int(std::floor(std::log10(window.mostFlops())));
    const int step = std::max(1, (last - first) / kMostContours + 1);
    std::vector<double> decades;
    for (int power = first; power <= last; power += step) {
        decades.push_back(std::pow(kDecade, power));
    }
    return decades;
}

void addContours(PlotData& data, const LawOptimum& law, const PlaneWindow& window, Named& named)
{
    const int series = int(data.series.size());
    PlotSeries contours { translated(
                              QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "equal loss: %1"))
                              .arg(law.name),
                          {} };
    for (const double flops : decadesOf(window)) {
        const auto best = scaling::computeOptimal(law.law, flops);
        if (!best) {
            continue;
        }
        addCurve(
            data,
            curveOf(series, scaling::isoLoss(law.law, best->loss, window.params), window, false));
        if (window.holds(*best)) {
            const QString loss = QLocale().toString(best->loss, 'f', 2);
            contours.points.append(
                { best->params, best->tokens, charts::kNothing, charts::kNothing,
                  named.add(loss,
                            translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                                         "loss %1 takes at least %2 FLOPs"))
                                .arg(loss, charts::scientificText(flops, 3))) });
        }
    }
    data.series.append(contours);
}

void addEqualCompute(PlotData& data, const LawOptimum& law, const PlaneWindow& window,
                     std::optional<double> budget)
{
    const int series = int(data.series.size());
    data.series.append({ translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                                      "equal compute, a decade apart")),
                         {} });
    for (const double flops : decadesOf(window)) {
        addCurve(data,
                 curveOf(series, scaling::isoFlop(law.law, flops, window.params), window, true));
    }
    if (budget) {
        data.series.append(
            { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "budget: %1 FLOPs"))
                  .arg(charts::scientificText(*budget, 3)),
              {} });
        addCurve(
            data,
            curveOf(series + 1, scaling::isoFlop(law.law, *budget, window.params), window, false));
    }
}

void addFrontier(PlotData& data, const LawOptimum& law, const PlaneWindow& window, Named& named)
{
    const int series = int(data.series.size());
    PlotSeries line { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                                   "best for any budget: %1"))
                          .arg(law.name),
                      {} };
    addCurve(data,
             curveOf(series,
                     scaling::frontier(law.law,
                                       { window.leastFlops() / kDecade,
                                         window.mostFlops() * kDecade, PlaneWindow::kCurvePoints }),
                     window, false));
    if (law.point) {
        line.points.append(
            { law.point->params, law.point->tokens, charts::kNothing, charts::kNothing,
              named.add({},
                        translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                                     "the budget's optimum: loss %1, %2 "
                                                     "tokens a parameter"))
                            .arg(QLocale().toString(law.point->loss, 'f', 3),
                                 QLocale().toString(law.point->tokensPerParam(), 'g', 3))) });
    }
    data.series.append(line);
}

} // namespace

PlotData optimalPlot(const OptimalPlotRequest& request)
{
    PlotData data;
    data.x = { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "parameters N")),
               {},
               charts::NumberFormat::General,
               true };
    data.y = { translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "training tokens D")),
               {},
               charts::NumberFormat::General,
               true };
    const PlaneRuns runs(request.runs);
    const PlaneWindow window(runs, request.optima);
    Named named;
    addRuns(data, runs);
    const LawOptimum& law = request.optima[std::min(request.law, request.optima.size() - 1)];
    addContours(data, law, window, named);
    addEqualCompute(data, law, window, request.flops);
    for (const LawOptimum& one : request.optima) {
        addFrontier(data, one, window, named);
    }
    data.text.title
        = translated(QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "Compute-optimal models"));
    data.text.provenance = QString::fromStdString(law.law.source())
        + QStringLiteral(" · Besiroglu et al. 2024 (chinchilla_points), C = 6 N D");
    data.labels = true;
    data.label = [labels = named.labels](qint64 id) { return labels.value(id); };
    data.note = [notes = named.notes, table = request.runs, loss = runs.loss](qint64 id) {
        if (id < 0 || id >= kFirstOwnId || !loss) {
            return notes.value(id);
        }
        return translated(
                   QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot", "measured loss %1, line %2"))
            .arg(QLocale().toString(loss->numbers[std::size_t(id)], 'f', 3))
            .arg(table->lines[std::size_t(id)]);
    };
    return data;
}

QString placeText(const LawOptima& optima, double params, double tokens)
{
    if (!(params > 0) || !(tokens > 0) || !std::isfinite(params) || !std::isfinite(tokens)) {
        return {};
    }
    QStringList losses;
    for (const LawOptimum& one : optima) {
        losses.append(one.name + QChar(u' ')
                      + QLocale().toString(one.law.loss(params, tokens), 'f', 3));
    }
    return translated(
               QT_TRANSLATE_NOOP("fe::scaling_tab::OptimalPlot",
                                 "N %1 · D %2 · %3 FLOPs · %4 tokens a parameter · loss: %5"))
        .arg(countText(params), countText(tokens), charts::scientificText(6 * params * tokens, 3),
             QLocale().toString(tokens / params, 'g', 3), losses.join(QStringLiteral(", ")));
}

} // namespace fe::scaling_tab
