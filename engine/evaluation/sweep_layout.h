// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "evaluation/example_draw.h"
#include "evaluation/sweep.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::evaluation {

/// A shot count and a seed: with a query, one cell.
struct CellKey {
    std::int64_t shots = 0;
    std::uint64_t seed = 0;
    friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

/// One prompt and the cells that it serves: another seed may draw the same examples, and without
/// examples the seed does not matter.
struct SweepUnit {
    std::size_t query = 0;
    std::vector<CellKey> cells;
};

/// Prompts with the same examples.
struct SweepGroup {
    std::vector<std::size_t> examples; ///< rows of the pool, in the order of the prompt
    std::vector<SweepUnit> units;
};

/// Whether one prompt gives other results with other seeds: sampled answers.
[[nodiscard]] bool seedMattersWithoutExamples(const SweepPlan& plan);

/// Where a plan's prompts come from. Borrows the plan, which has passed checkSweep().
class SweepLayout
{
public:
    explicit SweepLayout(const SweepPlan& plan);

    [[nodiscard]] std::size_t queries() const;
    /// Shots and seeds of the cells of every query, by shots.
    [[nodiscard]] std::vector<CellKey> cellKeys() const;
    /// Rows of the pool, fewer than `shots` if there are no more.
    [[nodiscard]] std::vector<std::size_t> examplesOf(std::size_t query, const CellKey& key) const;
    /// Work in the order of shared beginnings. @param isDone by query and key.
    template<typename IsDone>
    [[nodiscard]] std::vector<SweepGroup> groups(const IsDone& isDone) const;

    [[nodiscard]] base::Result<BuiltPrompt> prompt(const std::vector<std::size_t>& examples,
                                                   const FieldValues& query) const;
    /// The fields of a query, all filled with `text`.
    [[nodiscard]] FieldValues contentFreeQuery(const std::string& text) const;
    [[nodiscard]] const ExampleTable& pool() const;

private:
    const SweepPlan& m_plan;
    std::map<std::uint64_t, ExampleDraw> m_draws;
    Doubles m_doubles;
};

template<typename IsDone>
std::vector<SweepGroup> SweepLayout::groups(const IsDone& isDone) const
{
    // In the order of the maps, examples that are the beginning of others come before them.
    std::map<std::vector<std::size_t>, std::map<std::pair<std::size_t, std::uint64_t>, SweepUnit>>
        units;
    const std::vector<CellKey> keys = cellKeys();
    for (std::size_t query = 0; query < queries(); ++query) {
        for (const CellKey& key : keys) {
            if (!isDone(query, key)) {
                const std::uint64_t apart = seedMattersWithoutExamples(m_plan) ? key.seed : 0;
                SweepUnit& unit = units[examplesOf(query, key)][{ query, apart }];
                unit.query = query;
                unit.cells.push_back(key);
            }
        }
    }
    std::vector<SweepGroup> result;
    for (auto& [examples, byQuery] : units) {
        SweepGroup& group = result.emplace_back();
        group.examples = examples;
        for (auto& [place, unit] : byQuery) {
            group.units.push_back(std::move(unit));
        }
    }
    return result;
}

/// Names of the pattern's fields without the answer.
[[nodiscard]] std::vector<std::string> queryFields(const PromptPlan& plan);
/// Index of the label that a row's answer is; labels.size() if it is none.
[[nodiscard]] std::size_t labelIndex(const std::vector<std::string>& labels,
                                     std::string_view answer);

} // namespace fe::evaluation
