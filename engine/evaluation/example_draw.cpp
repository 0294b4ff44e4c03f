// SPDX-License-Identifier: Apache-2.0
#include "evaluation/example_draw.h"

#include "base/rng.h"

#include <algorithm>
#include <numeric>

namespace fe::evaluation {
namespace {

template<typename T>
void shuffle(std::vector<T>& items, base::Rng& rng)
{
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[static_cast<std::size_t>(rng.below(i))]);
    }
}

const std::vector<std::size_t> kNone;

} // namespace

std::vector<std::size_t> shuffledIndices(std::size_t count, std::uint64_t seed)
{
    std::vector<std::size_t> indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t { 0 });
    base::Rng rng(seed);
    shuffle(indices, rng);
    return indices;
}

ExampleDraw::ExampleDraw(const ExampleTable& pool, std::string_view balanceBy, std::uint64_t seed)
{
    const auto column = balanceBy.empty() ? std::nullopt : pool.column(balanceBy);
    std::map<std::string_view, std::size_t> pileOf;
    base::Rng rng(seed);
    std::vector<std::size_t> order(pool.rows.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    shuffle(order, rng);
    for (const std::size_t row : order) {
        const std::string_view label = column ? std::string_view(pool.rows[row][*column]) : "";
        const auto [pile, isNew] = pileOf.emplace(label, m_piles.size());
        if (isNew) {
            m_piles.emplace_back();
        }
        m_piles[pile->second].push_back(row);
    }
    // The first row of each label has decided the order of the labels: a large label would mostly
    // come first.
    shuffle(m_piles, rng);
}

std::vector<std::size_t> ExampleDraw::draw(std::size_t count,
                                           const std::vector<std::size_t>& excluded) const
{
    std::vector<std::size_t> drawn;
    std::vector<std::size_t> next(m_piles.size(), 0);
    const auto isExcluded = [&](std::size_t row) {
        return std::binary_search(excluded.begin(), excluded.end(), row);
    };
    bool found = true;
    while (found && drawn.size() < count) {
        found = false;
        for (std::size_t p = 0; p < m_piles.size() && drawn.size() < count; ++p) {
            const auto& pile = m_piles[p];
            while (next[p] < pile.size() && isExcluded(pile[next[p]])) {
                ++next[p];
            }
            if (next[p] < pile.size()) {
                drawn.push_back(pile[next[p]++]);
                found = true;
            }
        }
    }
    return drawn;
}

Doubles::Doubles(const ExampleTable& pool, std::vector<std::string> columns)
    : m_columns(std::move(columns))
{
    std::vector<std::size_t> places;
    for (const std::string& name : m_columns) {
        const auto place = pool.column(name);
        if (!place) {
            return; // a row without the column equals no query
        }
        places.push_back(*place);
    }
    for (std::size_t row = 0; row < pool.rows.size(); ++row) {
        std::vector<std::string> key;
        for (const std::size_t place : places) {
            key.push_back(pool.rows[row][place]);
        }
        m_rows[std::move(key)].push_back(row);
    }
}

const std::vector<std::size_t>& Doubles::of(const FieldValues& values) const
{
    std::vector<std::string> key;
    for (const std::string& name : m_columns) {
        const auto value = values.find(name);
        if (value == values.end()) {
            return kNone;
        }
        key.push_back(value->second);
    }
    const auto found = m_rows.find(key);
    return found == m_rows.end() ? kNone : found->second;
}

} // namespace fe::evaluation
