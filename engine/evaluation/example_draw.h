// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evaluation/example_table.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// The indices 0 .. count-1 in an order that depends on the seed alone (Fisher-Yates).
[[nodiscard]] std::vector<std::size_t> shuffledIndices(std::size_t count, std::uint64_t seed);

/// Draws the examples of prompts from one table with one seed. Draws are nested: k examples are the
/// first k of k + 1, so that prompts of different lengths share their beginning; and a query that
/// is itself among them is replaced by the next example, so that nearly all queries share the same.
/// Borrows nothing.
class ExampleDraw
{
public:
    /// @param balanceBy a column whose values (labels) take turns in a random order; empty: rows
    /// are drawn without regard to it. Not a column: as empty.
    ExampleDraw(const ExampleTable& pool, std::string_view balanceBy, std::uint64_t seed);

    /// Rows of the pool, in the order of the prompt; fewer than `count` if there are no more.
    /// @param excluded rows that must not be drawn (the query, and its doubles), sorted.
    [[nodiscard]] std::vector<std::size_t> draw(std::size_t count,
                                                const std::vector<std::size_t>& excluded) const;

private:
    std::vector<std::vector<std::size_t>> m_piles; ///< one, or one a label; drawn from in turns
};

/// Finds the rows of a pool that say the same as a query: they must not stand among its examples,
/// for they would give its answer away.
class Doubles
{
public:
    /// @param columns what is compared, without the answer.
    Doubles(const ExampleTable& pool, std::vector<std::string> columns);

    /// Rising. Valid as long as this object.
    [[nodiscard]] const std::vector<std::size_t>& of(const FieldValues& values) const;

private:
    std::vector<std::string> m_columns;
    std::map<std::vector<std::string>, std::vector<std::size_t>> m_rows;
};

} // namespace fe::evaluation
