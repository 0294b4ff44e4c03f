// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_view.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace fe::prompting {

// lupdate takes a qualified return type for a class that the texts belong to.
using charts::LineData;
using charts::LinePoint;
using charts::MatrixData;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(fe::prompting::SweepView)
};

const evaluation::SweepPoint* pointAt(const evaluation::SweepSummary& summary, std::int64_t shots)
{
    const auto found = std::find_if(summary.points.begin(), summary.points.end(),
                                    [shots](const auto& point) { return point.shots == shots; });
    return found == summary.points.end() ? nullptr : &*found;
}

QString lineName(const SweepViews& views, const std::vector<SweepLine>& lines,
                 const SweepLine& line)
{
    const bool oneScoring = std::all_of(lines.begin(), lines.end(), [&](const SweepLine& other) {
        return other.scoring == line.scoring;
    });
    const QString model = views[line.view]->sweep.model();
    if (views.size() == 1) {
        return scoringTitle(line.scoring);
    }
    return oneScoring ? model : model + QStringLiteral(" · ") + scoringTitle(line.scoring);
}

LinePoint linePoint(const evaluation::SweepPoint& point, SweepInterval interval)
{
    const evaluation::Interval shown
        = interval == SweepInterval::Wilson ? point.wilson : point.spread.interval;
    QString note = Texts::tr("n = %1").arg(QLocale().toString(qulonglong(point.count)));
    if (point.refused > 0) {
        note += QStringLiteral(" · ")
            + Texts::tr("%1 too long").arg(QLocale().toString(qulonglong(point.refused)));
    }
    return { static_cast<double>(point.shots), point.accuracy, shown.low, shown.high, note };
}

} // namespace

const evaluation::SweepSummary* SweepView::summary(evaluation::SweepScoring scoring) const
{
    const auto found
        = std::find_if(summaries.begin(), summaries.end(),
                       [scoring](const auto& summary) { return summary.scoring == scoring; });
    return found == summaries.end() ? nullptr : &*found;
}

QString SweepView::key() const
{
    return sweep.document->group + u'\n' + sweep.document->modelPath;
}

base::Result<SweepViews> makeViews(const std::vector<Sweep>& sweeps,
                                   const base::CancelToken& cancel)
{
    SweepViews views;
    for (const Sweep& sweep : sweeps) {
        auto view = std::make_shared<SweepView>();
        view->sweep = sweep;
        for (const evaluation::SweepScoring scoring : evaluation::scoringsOf(sweep.plan())) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_TRY(view->summaries.emplace_back(),
                   evaluation::summarise(sweep.plan(), *sweep.cells, scoring));
        }
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<evaluation::SweepScoring> scoringsIn(const SweepViews& views)
{
    std::vector<evaluation::SweepScoring> scorings;
    for (const SweepViewPtr& view : views) {
        for (const evaluation::SweepSummary& summary : view->summaries) {
            if (std::find(scorings.begin(), scorings.end(), summary.scoring) == scorings.end()) {
                scorings.push_back(summary.scoring);
            }
        }
    }
    return scorings;
}

std::vector<SweepLine> linesOf(const SweepViews& views,
                               std::optional<evaluation::SweepScoring> only)
{
    std::vector<SweepLine> lines;
    for (std::size_t view = 0; view < views.size(); ++view) {
        for (const evaluation::SweepSummary& summary : views[view]->summaries) {
            if (!only || *only == summary.scoring) {
                lines.push_back({ view, summary.scoring });
            }
        }
    }
    return lines;
}

LineData accuracyData(const SweepViews& views, const std::vector<SweepLine>& lines,
                      SweepInterval interval)
{
    charts::LineData data;
    data.text = { Texts::tr("Accuracy by shots"), provenanceOf(views) };
    data.x.name = Texts::tr("shots");
    data.y = { Texts::tr("accuracy"), {}, charts::NumberFormat::Percent };
    data.evenlySpaced = true;
    for (const SweepViewPtr& view : views) {
        for (const std::int64_t shots : view->sweep.plan().shots) {
            data.steps.append(static_cast<double>(shots)); // measured or not yet
        }
    }
    data.intervalName = interval == SweepInterval::Wilson ? Texts::tr("95 % (Wilson)")
                                                          : Texts::tr("95 % (seeds)");
    QStringList names;
    for (const SweepLine& line : lines) {
        charts::LineSeries series;
        series.name = lineName(views, lines, line);
        // Two models may bear one name.
        const int before = static_cast<int>(names.count(series.name));
        names.append(series.name);
        if (before > 0) {
            series.name += QStringLiteral(" (%1)").arg(before + 1);
        }
        for (const evaluation::SweepPoint& point :
             views[line.view]->summary(line.scoring)->points) {
            if (point.count > 0) {
                series.points.append(linePoint(point, interval));
            }
        }
        data.series.append(series);
    }
    if (!views.empty()) {
        data.reference = chanceOf(views.front()->sweep.plan());
    }
    if (data.reference) {
        data.referenceName
            = Texts::tr("chance %1")
                  .arg(charts::numberText(*data.reference, charts::NumberFormat::Percent));
    }
    return data;
}

MatrixData confusionData(const SweepView& view, evaluation::SweepScoring scoring,
                         std::int64_t shots)
{
    charts::MatrixData data;
    data.text = { Texts::tr("Confusion, %1-shot, %2").arg(shots).arg(scoringTitle(scoring)),
                  provenanceOf({ std::make_shared<const SweepView>(view) }) };
    data.rowAxis.name = Texts::tr("truth");
    data.columnAxis.name = Texts::tr("prediction");
    data.valueAxis = { Texts::tr("prompts"), {}, charts::NumberFormat::Integer };
    auto values = std::make_shared<std::vector<float>>();
    const evaluation::SweepSummary* summary = view.summary(scoring);
    const evaluation::SweepPoint* point = summary != nullptr ? pointAt(*summary, shots) : nullptr;
    const std::vector<std::string>& labels = view.sweep.plan().labels;
    if (point != nullptr) {
        for (const std::string& label : labels) {
            data.rows.append(QString::fromStdString(label));
        }
        data.columns = data.rows;
        const bool generated = scoring == evaluation::SweepScoring::Generated;
        if (generated && !labels.empty()) {
            data.columns.append(Texts::tr("(none)"));
        }
        for (std::size_t truth = 0; truth < labels.size(); ++truth) {
            for (std::size_t answer = 0; answer < labels.size() + (generated ? 1 : 0); ++answer) {
                values->push_back(static_cast<float>(point->confusion.count(truth, answer)));
            }
        }
    }
    data.values = std::move(values);
    return data;
}

std::optional<double> chanceOf(const evaluation::SweepPlan& plan)
{
    if (plan.generated || plan.labels.empty()) {
        return std::nullopt;
    }
    return 1.0 / static_cast<double>(plan.labels.size());
}

QString provenanceOf(const SweepViews& views)
{
    if (views.empty()) {
        return {};
    }
    QStringList models;
    for (const SweepViewPtr& view : views) {
        models.append(view->sweep.model());
    }
    const Sweep& first = views.front()->sweep;
    const evaluation::SweepPlan& plan = first.plan();
    const std::size_t rows
        = plan.limit == 0 ? plan.table.rows.size() : std::min(plan.limit, plan.table.rows.size());
    QString text
        = Texts::tr("%1 on %2 · %3 rows · seeds: %4")
              .arg(models.join(QStringLiteral(", ")), dataName(*first.document),
                   QLocale().toString(qulonglong(rows)), QString::number(plan.seeds.size()));
    std::size_t refused = 0;
    for (const SweepViewPtr& view : views) {
        refused += static_cast<std::size_t>(
            std::count_if(view->sweep.cells->begin(), view->sweep.cells->end(),
                          [](const auto& cell) { return !cell.refusal.empty(); }));
    }
    if (refused > 0) {
        text += QStringLiteral(" · ")
            + Texts::tr("%1 too long").arg(QLocale().toString(qulonglong(refused)));
    }
    return text;
}

} // namespace fe::prompting
