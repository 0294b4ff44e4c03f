// SPDX-License-Identifier: Apache-2.0
#include "evaluation/sweep_layout.h"

#include "base/guarded.h"
#include "evaluation/white_space.h"

#include <algorithm>
#include <set>

namespace fe::evaluation {
namespace {

const ExampleTable& poolOf(const SweepPlan& plan)
{
    return plan.pool.columns.empty() ? plan.table : plan.pool;
}

} // namespace

std::vector<std::string> queryFields(const PromptPlan& plan)
{
    std::vector<std::string> fields = plan.pattern.fields();
    std::erase(fields, plan.answerField);
    return fields;
}

std::size_t labelIndex(const std::vector<std::string>& labels, std::string_view answer)
{
    const auto found = std::find_if(labels.begin(), labels.end(), [&](const std::string& label) {
        return trimmed(label) == trimmed(answer);
    });
    return static_cast<std::size_t>(found - labels.begin());
}

SweepLayout::SweepLayout(const SweepPlan& plan)
    : m_plan(plan), m_doubles(poolOf(plan), queryFields(plan.prompt))
{
    const std::string balanceBy = plan.balanced ? plan.prompt.answerField : std::string();
    for (const std::uint64_t seed : plan.seeds) {
        m_draws.emplace(seed, ExampleDraw(poolOf(plan), balanceBy, seed));
    }
}

const ExampleTable& SweepLayout::pool() const
{
    return poolOf(m_plan);
}

std::size_t SweepLayout::queries() const
{
    const std::size_t rows = m_plan.table.rows.size();
    return m_plan.limit == 0 ? rows : std::min(rows, m_plan.limit);
}

bool seedMattersWithoutExamples(const SweepPlan& plan)
{
    return plan.generated && plan.generated->sampling.temperature != 0;
}

std::vector<CellKey> SweepLayout::cellKeys() const
{
    std::vector<CellKey> keys;
    for (const std::int64_t shots : m_plan.shots) {
        for (const std::uint64_t seed : m_plan.seeds) {
            keys.push_back({ shots, seed });
            if (shots == 0 && !seedMattersWithoutExamples(m_plan)) {
                break;
            }
        }
    }
    return keys;
}

std::vector<std::size_t> SweepLayout::examplesOf(std::size_t query, const CellKey& key) const
{
    if (key.shots == 0) {
        return {};
    }
    return m_draws.at(key.seed).draw(static_cast<std::size_t>(key.shots),
                                     m_doubles.of(m_plan.table.values(query)));
}

base::Result<BuiltPrompt> SweepLayout::prompt(const std::vector<std::size_t>& examples,
                                              const FieldValues& query) const
{
    std::vector<FieldValues> values;
    for (const std::size_t row : examples) {
        values.push_back(pool().values(row));
    }
    return buildPrompt(m_plan.prompt, values, query);
}

FieldValues SweepLayout::contentFreeQuery(const std::string& text) const
{
    FieldValues values;
    for (const std::string& field : queryFields(m_plan.prompt)) {
        values.emplace(field, text);
    }
    return values;
}

std::vector<std::string> labelsIn(const ExampleTable& table, std::string_view answerField)
{
    std::vector<std::string> labels;
    std::set<std::string_view> known;
    if (const auto column = table.column(answerField)) {
        for (const auto& row : table.rows) {
            const std::string_view label = trimmed(row[*column]);
            if (known.insert(label).second) {
                labels.emplace_back(label);
            }
        }
    }
    return labels;
}

std::size_t cellCount(const SweepPlan& plan)
{
    const SweepLayout layout(plan);
    return layout.queries() * layout.cellKeys().size();
}

bool isPlanned(const SweepPlan& plan, const SweepCell& cell)
{
    const auto among = [](const auto& values, const auto& value) {
        return std::find(values.begin(), values.end(), value) != values.end();
    };
    const std::size_t rows = plan.table.rows.size();
    const bool once = cell.shots == 0 && !seedMattersWithoutExamples(plan);
    return cell.query < (plan.limit == 0 ? rows : std::min(rows, plan.limit))
        && among(plan.shots, cell.shots)
        && (once ? cell.seed == plan.seeds.front() : among(plan.seeds, cell.seed));
}

base::Result<CellPrompt> cellPrompt(const SweepPlan& plan, std::size_t query, std::int64_t shots,
                                    std::uint64_t seed)
{
    return base::guarded("cellPrompt", [&]() -> base::Result<CellPrompt> {
        const bool known
            = std::find(plan.seeds.begin(), plan.seeds.end(), seed) != plan.seeds.end();
        if (query >= plan.table.rows.size() || shots < 0 || !known) {
            return base::invalidArgument("cannot build the prompt",
                                         "the sweep has no such row, shots or seed");
        }
        const SweepLayout layout(plan);
        CellPrompt result;
        result.examples = layout.examplesOf(query, { shots, seed });
        FE_TRY(result.prompt, layout.prompt(result.examples, plan.table.values(query)));
        return result;
    });
}

} // namespace fe::evaluation
