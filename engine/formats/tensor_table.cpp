// SPDX-License-Identifier: Apache-2.0
#include "formats/tensor_table.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace fe::formats {
namespace {

std::vector<std::uint32_t> firstIndices(std::size_t count)
{
    std::vector<std::uint32_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0U);
    return indices;
}

} // namespace

base::Result<TensorTable> TensorTable::build(std::vector<TensorEntry> entries,
                                             const std::string& file)
{
    TensorTable table;
    table.m_entries = std::move(entries);
    table.m_byName = firstIndices(table.m_entries.size());
    const auto nameOf
        = [&](std::uint32_t index) -> const std::string& { return table.m_entries[index].name; };
    std::sort(table.m_byName.begin(), table.m_byName.end(),
              [&](std::uint32_t a, std::uint32_t b) { return nameOf(a) < nameOf(b); });
    const auto twice = std::adjacent_find(
        table.m_byName.begin(), table.m_byName.end(),
        [&](std::uint32_t a, std::uint32_t b) { return nameOf(a) == nameOf(b); });
    if (twice != table.m_byName.end()) {
        return base::malformed(file, "tensor \"" + nameOf(*twice) + "\"", "the name occurs twice");
    }
    return table;
}

const TensorEntry* TensorTable::find(std::string_view name) const
{
    const auto place = std::lower_bound(m_byName.begin(), m_byName.end(), name,
                                        [this](std::uint32_t index, std::string_view wanted) {
                                            return m_entries[index].name < wanted;
                                        });
    return place != m_byName.end() && m_entries[*place].name == name ? &m_entries[*place] : nullptr;
}

std::vector<std::uint32_t> orderByOffset(std::span<const TensorEntry> entries)
{
    std::vector<std::uint32_t> order = firstIndices(entries.size());
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::tie(entries[a].offset, entries[a].bytes)
            < std::tie(entries[b].offset, entries[b].bytes);
    });
    return order;
}

std::optional<std::uint64_t> tensorBytes(base::DType dtype, const base::Shape& shape)
{
    const auto elements = base::elementCount(shape);
    if (!elements) {
        return std::nullopt;
    }
    const std::int64_t row = shape.empty() ? 1 : shape.back();
    const auto bytes = base::rowBytes(dtype, static_cast<std::uint64_t>(row));
    std::uint64_t total = 0;
    if (!bytes
        || (row > 0
            && __builtin_mul_overflow(*bytes, static_cast<std::uint64_t>(*elements / row),
                                      &total))) {
        return std::nullopt;
    }
    return total;
}

} // namespace fe::formats
