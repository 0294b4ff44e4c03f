// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sweep_report.h"

#include <cmath>

namespace fe::cli {
namespace {

using base::Json;
using evaluation::Confusion;
using evaluation::SweepJudgement;
using evaluation::SweepPoint;
using evaluation::SweepRecord;
using evaluation::SweepScoring;
using evaluation::SweepSummary;

/// Truth by prediction.
Json matrix(const Confusion& confusion)
{
    Json rows = Json::array();
    for (std::size_t truth = 0; truth < confusion.labels(); ++truth) {
        Json row = Json::array();
        for (std::size_t predicted = 0; predicted < confusion.labels(); ++predicted) {
            row.push(confusion.count(truth, predicted));
        }
        rows.push(std::move(row));
    }
    return rows;
}

/// By truth: answers that were none of the labels.
Json unanswered(const Confusion& confusion)
{
    Json counts = Json::array();
    for (std::size_t truth = 0; truth < confusion.labels(); ++truth) {
        counts.push(confusion.count(truth, confusion.labels()));
    }
    return counts;
}

Json shortPoint(const SweepPoint& point)
{
    Json json = Json::object();
    json.set("shots", point.shots);
    json.set("accuracy", point.accuracy);
    json.set("ci_low", point.wilson.low);
    json.set("ci_high", point.wilson.high);
    json.set("n", std::uint64_t { point.count });
    return json;
}

Json longPoint(const SweepPoint& point)
{
    Json json = shortPoint(point);
    json.set("correct", std::uint64_t { point.correct });
    json.set("refused", std::uint64_t { point.refused });
    json.set("by_seed", Json::arrayOf(point.bySeed));
    json.set("seed_low", point.spread.interval.low);
    json.set("seed_high", point.spread.interval.high);
    json.set("macro_f1", point.macroF1);
    json.set("confusion", matrix(point.confusion));
    return json;
}

base::Result<Json> pointsByScoring(const SweepRecord& record)
{
    Json json = Json::object();
    for (const SweepScoring scoring : evaluation::scoringsOf(record.plan)) {
        FE_TRY(const SweepSummary summary,
               evaluation::summarise(record.plan, record.cells, scoring));
        Json points = Json::array();
        for (const SweepPoint& point : summary.points) {
            points.push(shortPoint(point));
        }
        json.set(evaluation::scoringName(scoring), std::move(points));
    }
    return json;
}

Json labelScores(const SweepRecord& record, const evaluation::SweepCell& cell,
                 const SweepJudgement& judgement)
{
    Json scores = Json::object();
    for (std::size_t label = 0; label < cell.scores.size(); ++label) {
        const generation::TextScore& score = cell.scores[label];
        Json row = Json::object();
        row.set("sum", score.sum);
        row.set("per_token", score.perToken());
        row.set("per_byte", score.perByte());
        row.set("tokens", score.tokens);
        if (label < cell.contentFree.size()) {
            row.set("content_free", cell.contentFree[label]);
        }
        row.set("score", judgement.scores[label]);
        row.set("probability", judgement.probabilities[label]);
        scores.set(record.plan.labels[label], std::move(row));
    }
    return scores;
}

base::Result<Json> exampleRow(const SweepRecord& record, const SweepJudgement& judgement,
                              bool prompts)
{
    const evaluation::SweepPlan& plan = record.plan;
    const evaluation::SweepCell& cell = record.cells[judgement.cell];
    const std::size_t answers = *plan.table.column(plan.prompt.answerField);
    Json row = Json::object();
    row.set("row", std::uint64_t { cell.query + 1 });
    row.set("shots", cell.shots);
    row.set("seed", cell.seed);
    row.set("expected", plan.table.rows[cell.query][answers]);
    row.set("predicted", judgement.answered ? Json(judgement.answer) : Json());
    row.set("correct", judgement.correct);
    if (plan.generated) {
        row.set("text", cell.generated);
    } else {
        row.set("scores", labelScores(record, cell, judgement));
    }
    if (prompts) {
        FE_TRY(const auto built, evaluation::cellPrompt(plan, cell.query, cell.shots, cell.seed));
        row.set("prompt", built.prompt.text);
        row.set("lead", built.prompt.lead);
    }
    return row;
}

} // namespace

base::Result<Json> sweepReport(const SweepRecord& record, SweepScoring scoring, bool prompts)
{
    const evaluation::SweepPlan& plan = record.plan;
    FE_TRY(const SweepSummary summary, evaluation::summarise(plan, record.cells, scoring));
    Json points = Json::array();
    for (const SweepPoint& point : summary.points) {
        points.push(longPoint(point));
    }
    Json examples = Json::array();
    for (const SweepJudgement& judgement : summary.judgements) {
        FE_TRY(Json row, exampleRow(record, judgement, prompts));
        examples.push(std::move(row));
    }
    Json refused = Json::array();
    for (const evaluation::SweepCell& cell : record.cells) {
        if (!cell.refusal.empty()) {
            Json row = Json::object();
            row.set("row", std::uint64_t { cell.query + 1 });
            row.set("shots", cell.shots);
            row.set("seed", cell.seed);
            row.set("why", cell.refusal);
            refused.push(std::move(row));
        }
    }
    Json skipped = Json::array();
    for (const evaluation::SkippedRow& row : plan.table.skipped) {
        Json entry = Json::object();
        entry.set("line", std::uint64_t { row.line });
        entry.set("why", row.why);
        skipped.push(std::move(entry));
    }
    FE_TRY(Json scorings, pointsByScoring(record));
    Json json = Json::object();
    json.set("score", evaluation::scoringName(scoring));
    json.set("points", std::move(points));
    json.set("scorings", std::move(scorings));
    json.set("labels", Json::arrayOf(plan.labels));
    json.set("confusion", matrix(summary.confusion));
    json.set("unanswered", unanswered(summary.confusion));
    json.set("examples", std::move(examples));
    json.set("refused", std::move(refused));
    json.set("skipped", std::move(skipped));
    json.set("complete", record.complete);
    json.set("tokens_read", record.tokensRead);
    json.set("unique_tokens", record.uniqueTokens);
    json.set("data_sha256", evaluation::dataSha256(plan.table));
    json.set("provenance", toJson(record.provenance));
    return json;
}

} // namespace fe::cli
