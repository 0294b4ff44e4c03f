// SPDX-License-Identifier: Apache-2.0
#include "base/guarded.h"
#include "evaluation/sweep_layout.h"
#include "evaluation/white_space.h"

#include <algorithm>
#include <set>

namespace fe::evaluation {
namespace {

using base::Result;

constexpr std::size_t kMostCells = 10'000'000;
constexpr std::int64_t kMostShots = 10'000;

base::Error refused(std::string why)
{
    return base::invalidArgument("cannot run the sweep", std::move(why));
}

template<typename T>
bool hasDoubles(const std::vector<T>& values)
{
    return std::set<T>(values.begin(), values.end()).size() != values.size();
}

Result<void> checkColumns(const SweepPlan& plan)
{
    const PromptPlan& prompt = plan.prompt;
    if (plan.table.rows.empty()) {
        return refused("the table has no rows");
    }
    if (prompt.answerField.empty()) {
        return refused("no field of the pattern is said to be the answer");
    }
    FE_CHECK(checkPlan(prompt));
    for (const ExampleTable* table : { &plan.table, &plan.pool }) {
        for (const std::string& field : prompt.pattern.fields()) {
            if (!table->columns.empty() && !table->column(field)) {
                return refused("the field {" + field + "} is no column of the table"
                               + (table == &plan.pool ? " of examples" : ""));
            }
        }
    }
    return {};
}

Result<void> checkLabels(const SweepPlan& plan, std::size_t queries)
{
    std::set<std::string_view> known;
    for (const std::string& label : plan.labels) {
        if (trimmed(label).empty() || !known.insert(trimmed(label)).second) {
            return refused("a label is empty, or there twice");
        }
    }
    if (plan.generated) {
        return {};
    }
    if (plan.labels.size() < 2) {
        return refused("there must be at least two labels to choose from");
    }
    const std::size_t column = *plan.table.column(plan.prompt.answerField);
    for (std::size_t row = 0; row < queries; ++row) {
        const std::string& answer = plan.table.rows[row][column];
        if (labelIndex(plan.labels, answer) == plan.labels.size()) {
            return refused("the answer \"" + answer + "\" of row " + std::to_string(row + 1)
                           + " is none of the labels");
        }
    }
    return {};
}

Result<void> checkScoring(const SweepPlan& plan)
{
    if (!plan.generated) {
        if (!plan.prompt.trigger.empty() || !plan.prompt.reasonedAnswer.isEmpty()) {
            return refused("with chain of thought the answer comes after the reasoning, so that it "
                           "must be generated and not scored");
        }
        if (plan.calibrated && plan.contentFree.empty()) {
            return refused("calibration needs a content-free input");
        }
        return {};
    }
    if (plan.calibrated) {
        return refused("only likelihoods can be calibrated, not generated answers");
    }
    if (plan.generated->maxTokens < 1) {
        return refused("an answer of no tokens cannot be generated");
    }
    if (!plan.generated->sampling.logitBias.empty()) {
        return refused("biases of tokens mean something else to every model");
    }
    FE_CHECK(AnswerExtractor::make(plan.generated->rule));
    return {};
}

Result<void> checkShots(const SweepPlan& plan)
{
    if (plan.shots.empty() || plan.seeds.empty() || hasDoubles(plan.shots)
        || hasDoubles(plan.seeds)) {
        return refused("there are no shots or seeds, or one is there twice");
    }
    const auto [least, most] = std::minmax_element(plan.shots.begin(), plan.shots.end());
    if (*least < 0 || *most > kMostShots) {
        return refused("shots must be between 0 and 10,000");
    }
    // Before anything is made of so many seeds.
    if (plan.seeds.size() > kMostCells / plan.shots.size()
        || plan.table.rows.size() > kMostCells / (plan.shots.size() * plan.seeds.size())) {
        return refused("it has more than 10,000,000 prompts");
    }
    if (*most == 0) {
        return {};
    }
    const SweepLayout layout(plan);
    for (std::size_t query = 0; query < layout.queries(); ++query) {
        const auto found = layout.examplesOf(query, { *most, plan.seeds.front() }).size();
        if (found < static_cast<std::size_t>(*most)) {
            return refused(std::to_string(*most) + " shots need as many examples, but besides row "
                           + std::to_string(query + 1) + " there are only "
                           + std::to_string(found));
        }
    }
    return {};
}

} // namespace

Result<void> checkSweep(const SweepPlan& plan)
{
    return base::guarded("checkSweep", [&]() -> Result<void> {
        FE_CHECK(checkColumns(plan));
        FE_CHECK(checkScoring(plan));
        FE_CHECK(checkShots(plan));
        return checkLabels(plan, SweepLayout(plan).queries());
    });
}

} // namespace fe::evaluation
