// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/evaluation_measurement.h"

#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>

namespace fe::imaging {

namespace {

using base::Json;

constexpr std::size_t kTop = 5;

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json() : Json(text);
}

Json rowOf(const EvaluationAnswers& answers, const EvaluationFacts& facts, std::size_t top)
{
    const auto n = static_cast<std::size_t>(answers.evaluation.count);
    const double value = top == 1 ? answers.evaluation.top1 : answers.evaluation.top5;
    const auto right = static_cast<std::size_t>(std::llround(value * static_cast<double>(n)));
    const evaluation::Interval interval = evaluation::wilson95(std::min(right, n), n);
    const auto labels = static_cast<double>(answers.pictures->labels.size());
    return Json(Json::Object {
        { "model", facts.model },
        { "parameters", facts.parameters > 0 ? Json(facts.parameters) : Json() },
        { "task", facts.folder },
        { "metric", top == 1 ? "accuracy" : "top-5 accuracy" },
        { "scoring", "zero-shot" },
        { "shots", 0 },
        { "value", value },
        { "low", interval.low },
        { "high", interval.high },
        { "interval", "wilson" },
        { "n", answers.evaluation.count },
        { "seeds", Json() },
        { "chance", labels > 0 ? Json(static_cast<double>(top) / labels) : Json() },
        { "time", textOrNull(facts.time) },
        { "model_sha256", textOrNull(facts.modelSha256) },
        { "data_sha256", Json() },
        { "templates", textOrNull(facts.templates) },
    });
}

} // namespace

Json measurements(const EvaluationAnswers& answers, const EvaluationFacts& facts)
{
    Json rows = Json::array();
    if (answers.evaluation.count > 0) {
        rows.push(rowOf(answers, facts, 1));
        if (answers.pictures->labels.size() > kTop) {
            rows.push(rowOf(answers, facts, kTop));
        }
    }
    return Json(Json::Object { { "format", "foundation-explorer/measurements" },
                               { "version", 1 },
                               { "rows", std::move(rows) } });
}

base::Result<history::RunId> keepMeasurements(const EvaluationAnswers& answers,
                                              EvaluationFacts facts,
                                              const formats::PackagePtr& package,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress)
{
    FE_TRY(facts.modelSha256, formats::packageSha256(*package, cancel, progress));
    FE_TRY(history::RunHistory history,
           history::RunHistory::open(history::RunHistory::defaultFile()));
    return history.add({ "measurement", facts.time, facts.model, facts.folder, {}, true }, {},
                       base::toText(measurements(answers, facts)));
}

} // namespace fe::imaging
