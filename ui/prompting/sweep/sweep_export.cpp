// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_export.h"

#include "prompting/exports.h"

#include <map>

namespace fe::prompting {

namespace {

using base::Json;

std::string line(const std::vector<std::string>& fields)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        text += (i > 0 ? "," : "") + csvField(fields[i]);
    }
    return text + "\r\n";
}

std::vector<std::string> exampleHeader(const SweepView& view)
{
    const evaluation::SweepPlan& plan = view.sweep.plan();
    std::vector<std::string> header { "model", "shots", "seed", "row" };
    header.insert(header.end(), plan.table.columns.begin(), plan.table.columns.end());
    for (const evaluation::SweepSummary& summary : view.summaries) {
        const std::string name = evaluation::scoringName(summary.scoring);
        header.push_back("prediction " + name);
        header.push_back("correct " + name);
    }
    if (!plan.generated) {
        for (const std::string& label : plan.labels) {
            header.push_back("sum " + label);
            header.push_back("tokens " + label);
            header.push_back("bytes " + label);
        }
    }
    header.emplace_back(plan.generated ? "generated" : "content_free");
    header.emplace_back("refusal");
    return header;
}

/// Judgements of one cell by scoring; null where it was not judged.
using Judgements = std::vector<const evaluation::SweepJudgement*>;

void addNumbers(std::vector<std::string>& fields, const evaluation::SweepPlan& plan,
                const evaluation::SweepCell& cell)
{
    for (std::size_t label = 0; label < plan.labels.size(); ++label) {
        if (label < cell.scores.size()) {
            const generation::TextScore& score = cell.scores[label];
            fields.push_back(numberText(score.sum));
            fields.push_back(std::to_string(score.tokens));
            fields.push_back(std::to_string(score.bytes));
        } else {
            fields.insert(fields.end(), 3, std::string());
        }
    }
    std::string free;
    for (const double value : cell.contentFree) {
        free += (free.empty() ? "" : " ") + numberText(value);
    }
    fields.push_back(free);
}

std::string exampleLine(const SweepView& view, const evaluation::SweepCell& cell,
                        const Judgements& judgements)
{
    const evaluation::SweepPlan& plan = view.sweep.plan();
    std::vector<std::string> fields { view.sweep.model().toStdString(), std::to_string(cell.shots),
                                      std::to_string(cell.seed), std::to_string(cell.query + 1) };
    const std::vector<std::string>& row = plan.table.rows[cell.query];
    fields.insert(fields.end(), row.begin(), row.end());
    for (const evaluation::SweepJudgement* judgement : judgements) {
        fields.push_back(judgement != nullptr ? judgement->answer : std::string());
        fields.emplace_back(judgement == nullptr ? "" : judgement->correct ? "1" : "0");
    }
    if (plan.generated) {
        fields.push_back(cell.generated);
    } else {
        addNumbers(fields, plan, cell);
    }
    fields.push_back(cell.refusal);
    return line(fields);
}

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json() : Json(text);
}

Json rowOf(const SweepView& view, evaluation::SweepScoring scoring,
           const evaluation::SweepPoint& point, const std::string& dataHash)
{
    const SweepDocument& document = *view.sweep.document;
    const evaluation::SweepProvenance& provenance = document.record.provenance;
    const auto chance = chanceOf(document.record.plan);
    return Json(Json::Object {
        { "model", provenance.model },
        { "parameters",
          document.parameters > 0 ? Json(std::uint64_t { document.parameters }) : Json() },
        { "task", dataName(document).toStdString() },
        { "metric", "accuracy" },
        { "scoring", evaluation::scoringName(scoring) },
        { "shots", point.shots },
        { "value", point.accuracy },
        { "low", point.wilson.low },
        { "high", point.wilson.high },
        { "interval", "wilson" },
        { "n", static_cast<std::int64_t>(point.count) },
        { "seeds", static_cast<std::int64_t>(point.bySeed.size()) },
        { "chance", chance ? Json(*chance) : Json() },
        { "time", textOrNull(provenance.time) },
        { "model_sha256", textOrNull(provenance.modelSha256) },
        { "data_sha256", dataHash },
    });
}

} // namespace

std::string pointsCsv(const SweepViews& views)
{
    std::string csv
        = line({ "model", "data", "scoring", "shots", "prompts", "correct", "too_long", "accuracy",
                 "wilson_low", "wilson_high", "seeds", "seeds_low", "seeds_high", "macro_f1" });
    for (const SweepViewPtr& view : views) {
        for (const evaluation::SweepSummary& summary : view->summaries) {
            for (const evaluation::SweepPoint& point : summary.points) {
                csv += line({ view->sweep.model().toStdString(),
                              dataName(*view->sweep.document).toStdString(),
                              evaluation::scoringName(summary.scoring), std::to_string(point.shots),
                              std::to_string(point.count), std::to_string(point.correct),
                              std::to_string(point.refused), numberText(point.accuracy),
                              numberText(point.wilson.low), numberText(point.wilson.high),
                              std::to_string(point.bySeed.size()),
                              numberText(point.spread.interval.low),
                              numberText(point.spread.interval.high), numberText(point.macroF1) });
            }
        }
    }
    return csv;
}

std::string examplesCsv(const SweepViews& views)
{
    std::string csv;
    std::vector<std::string> header;
    for (const SweepViewPtr& view : views) {
        // Models of one group have one plan; another one would have other columns.
        if (auto own = exampleHeader(*view); own != header) {
            header = std::move(own);
            csv += line(header);
        }
        std::vector<std::map<std::size_t, const evaluation::SweepJudgement*>> judged;
        for (const evaluation::SweepSummary& summary : view->summaries) {
            auto& byCell = judged.emplace_back();
            for (const evaluation::SweepJudgement& judgement : summary.judgements) {
                byCell[judgement.cell] = &judgement;
            }
        }
        const std::vector<evaluation::SweepCell>& cells = *view->sweep.cells;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Judgements judgements;
            for (const auto& byCell : judged) {
                const auto found = byCell.find(i);
                judgements.push_back(found == byCell.end() ? nullptr : found->second);
            }
            csv += exampleLine(*view, cells[i], judgements);
        }
    }
    return csv;
}

std::string recordJson(const SweepViews& views)
{
    Json all = Json::array();
    for (const SweepViewPtr& view : views) {
        evaluation::SweepRecord record = view->sweep.document->record;
        record.cells = *view->sweep.cells;
        all.push(evaluation::toJson(record));
    }
    const bool one = views.size() == 1;
    return base::toText(one ? all.asArray()->front() : all) + "\n";
}

Json measurements(const SweepViews& views, const std::vector<SweepLine>& lines)
{
    Json rows = Json::array();
    for (const SweepLine& line : lines) {
        const SweepView& view = *views[line.view];
        const std::string dataHash = evaluation::dataSha256(view.sweep.plan().table);
        for (const evaluation::SweepPoint& point : view.summary(line.scoring)->points) {
            if (point.count > 0) {
                rows.push(rowOf(view, line.scoring, point, dataHash));
            }
        }
    }
    return Json(Json::Object { { "format", "foundation-explorer/measurements" },
                               { "version", 1 },
                               { "rows", std::move(rows) } });
}

} // namespace fe::prompting
