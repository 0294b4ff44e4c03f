// SPDX-License-Identifier: Apache-2.0
#include "evaluation/sweep_summary.h"

#include "base/guarded.h"
#include "evaluation/sweep_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace fe::evaluation {
namespace {

struct ScoringName {
    SweepScoring scoring;
    const char* name;
};
constexpr std::array kNames {
    ScoringName { SweepScoring::Sum, "sum" },
    ScoringName { SweepScoring::PerToken, "token" },
    ScoringName { SweepScoring::PerByte, "byte" },
    ScoringName { SweepScoring::Calibrated, "calibrated" },
    ScoringName { SweepScoring::Generated, "generate" },
};

constexpr double kNoScore = -std::numeric_limits<double>::infinity();

/// Subtracts log sum exp, so that exp of them sums to 1.
std::vector<double> normalised(std::vector<double> scores)
{
    const double largest = *std::max_element(scores.begin(), scores.end());
    if (!std::isfinite(largest)) {
        return scores;
    }
    double sum = 0;
    for (const double score : scores) {
        sum += std::exp(score - largest);
    }
    for (double& score : scores) {
        score -= largest + std::log(sum);
    }
    return scores;
}

std::vector<double> labelScores(const SweepCell& cell, SweepScoring scoring)
{
    std::vector<double> scores;
    for (std::size_t label = 0; label < cell.scores.size(); ++label) {
        const generation::TextScore& score = cell.scores[label];
        double value = score.sum;
        if (scoring == SweepScoring::PerToken) {
            value = score.perToken();
        } else if (scoring == SweepScoring::PerByte) {
            value = score.perByte();
        } else if (scoring == SweepScoring::Calibrated) {
            value = score.sum - cell.contentFree[label];
        }
        scores.push_back(std::isnan(value) ? kNoScore : value);
    }
    return scoring == SweepScoring::Calibrated ? normalised(std::move(scores)) : scores;
}

/// Judges cells one by one.
class Judge
{
public:
    Judge(const SweepPlan& plan, SweepScoring scoring, std::optional<AnswerExtractor> extractor)
        : m_plan(plan), m_scoring(scoring), m_extractor(std::move(extractor)),
          m_answerColumn(*plan.table.column(plan.prompt.answerField))
    {
    }

    base::Result<SweepJudgement> judge(const SweepCell& cell) const
    {
        const std::string& wanted = m_plan.table.rows[cell.query][m_answerColumn];
        SweepJudgement judgement;
        if (m_extractor) {
            FE_CHECK(judgeText(cell, wanted, judgement));
            return judgement;
        }
        judgement.scores = labelScores(cell, m_scoring);
        for (const double value : normalised(judgement.scores)) {
            judgement.probabilities.push_back(std::exp(value));
        }
        const auto best = std::max_element(judgement.scores.begin(), judgement.scores.end());
        judgement.truth = labelIndex(m_plan.labels, wanted);
        judgement.predicted = static_cast<std::size_t>(best - judgement.scores.begin());
        judgement.answer = m_plan.labels[judgement.predicted];
        judgement.answered = true;
        judgement.correct = judgement.predicted == judgement.truth;
        return judgement;
    }

private:
    base::Result<void> judgeText(const SweepCell& cell, const std::string& wanted,
                                 SweepJudgement& judgement) const
    {
        judgement.truth = labelOf(wanted);
        judgement.predicted = m_plan.labels.size();
        auto answer = m_extractor->extract(cell.generated);
        if (!answer && answer.error().code != base::ErrorCode::LimitExceeded) {
            return answer.error();
        }
        if (answer && *answer) { // an expression that takes too long has found nothing
            judgement.answered = true;
            judgement.answer = **answer;
            judgement.predicted = labelOf(judgement.answer);
            judgement.correct = m_extractor->agree(judgement.answer, wanted);
        }
        return {};
    }
    std::size_t labelOf(std::string_view answer) const
    {
        const auto found = std::find_if(
            m_plan.labels.begin(), m_plan.labels.end(),
            [&](const std::string& label) { return m_extractor->agree(label, answer); });
        return static_cast<std::size_t>(found - m_plan.labels.begin());
    }

    const SweepPlan& m_plan;
    SweepScoring m_scoring;
    std::optional<AnswerExtractor> m_extractor;
    std::size_t m_answerColumn;
};

bool isMeasured(const SweepPlan& plan, const SweepCell& cell, SweepScoring scoring)
{
    if (!cell.refusal.empty()) {
        return false;
    }
    const std::size_t labels = plan.labels.size();
    return scoring == SweepScoring::Generated
        || (cell.scores.size() == labels
            && (scoring != SweepScoring::Calibrated || cell.contentFree.size() == labels));
}

SweepPoint pointOf(const SweepPlan& plan, const std::vector<SweepCell>& cells,
                   const std::vector<SweepJudgement>& judgements, std::int64_t shots)
{
    SweepPoint point;
    point.shots = shots;
    point.confusion = Confusion(plan.labels.size());
    struct Tally {
        std::size_t count = 0;
        std::size_t correct = 0;
    };
    std::map<std::uint64_t, Tally> bySeed;
    for (const SweepJudgement& judgement : judgements) {
        const SweepCell& cell = cells[judgement.cell];
        if (cell.shots != shots) {
            continue;
        }
        Tally& tally = bySeed[cell.seed];
        ++tally.count;
        tally.correct += judgement.correct ? 1U : 0U;
        ++point.count;
        point.correct += judgement.correct ? 1U : 0U;
        if (judgement.truth < plan.labels.size()) {
            point.confusion.add(judgement.truth, judgement.predicted);
        }
    }
    point.refused = static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [&](const SweepCell& cell) {
            return cell.shots == shots && !cell.refusal.empty();
        }));
    for (const std::uint64_t seed : plan.seeds) {
        if (const auto tally = bySeed.find(seed); tally != bySeed.end()) {
            point.bySeed.push_back(static_cast<double>(tally->second.correct)
                                   / static_cast<double>(tally->second.count));
        }
    }
    point.accuracy = point.count > 0
        ? static_cast<double>(point.correct) / static_cast<double>(point.count)
        : std::numeric_limits<double>::quiet_NaN();
    point.wilson = wilson95(point.correct, point.count);
    point.spread = seedSpread(point.bySeed);
    point.macroF1 = point.confusion.macroF1();
    return point;
}

base::Result<SweepSummary> summary(const SweepPlan& plan, const std::vector<SweepCell>& cells,
                                   SweepScoring scoring)
{
    const auto offered = scoringsOf(plan);
    if (std::find(offered.begin(), offered.end(), scoring) == offered.end()) {
        return base::invalidArgument("cannot judge the sweep",
                                     std::string("it was not measured for the scoring \"")
                                         + scoringName(scoring) + '"');
    }
    if (!plan.table.column(plan.prompt.answerField)) {
        return base::invalidArgument("cannot judge the sweep", "the table has no answers");
    }
    std::optional<AnswerExtractor> extractor;
    if (scoring == SweepScoring::Generated) {
        FE_TRY(extractor, AnswerExtractor::make(plan.generated->rule));
    }
    const Judge judge(plan, scoring, std::move(extractor));
    SweepSummary result;
    result.scoring = scoring;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].query < plan.table.rows.size() && isMeasured(plan, cells[i], scoring)) {
            FE_TRY(result.judgements.emplace_back(), judge.judge(cells[i]));
            result.judgements.back().cell = i;
        }
    }
    result.confusion = Confusion(plan.labels.size());
    for (const std::int64_t shots : plan.shots) {
        result.points.push_back(pointOf(plan, cells, result.judgements, shots));
        result.confusion.add(result.points.back().confusion);
    }
    return result;
}

} // namespace

const char* scoringName(SweepScoring scoring)
{
    const auto row = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const ScoringName& name) { return name.scoring == scoring; });
    return row->name;
}

std::optional<SweepScoring> scoringFromName(std::string_view name)
{
    const auto row = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const ScoringName& known) { return known.name == name; });
    return row == kNames.end() ? std::nullopt : std::optional(row->scoring);
}

std::vector<SweepScoring> scoringsOf(const SweepPlan& plan)
{
    if (plan.generated) {
        return { SweepScoring::Generated };
    }
    std::vector<SweepScoring> scorings { SweepScoring::Sum, SweepScoring::PerToken,
                                         SweepScoring::PerByte };
    if (plan.calibrated) {
        scorings.push_back(SweepScoring::Calibrated);
    }
    return scorings;
}

base::Result<SweepSummary> summarise(const SweepPlan& plan, const std::vector<SweepCell>& cells,
                                     SweepScoring scoring)
{
    return base::guarded("summarise", [&] { return summary(plan, cells, scoring); });
}

} // namespace fe::evaluation
