// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::formats {

/// Most tensors that a model may have (DeepSeek-V3, with an entry for each expert: 92,000).
inline constexpr std::uint64_t kMaxTensors = 1'000'000;

/// The tensors of a package in the order of the files, findable by name in O(log n). Immutable.
class TensorTable
{
public:
    TensorTable() = default;
    /// Refuses a name that occurs twice. @param file is named in the error.
    [[nodiscard]] static base::Result<TensorTable> build(std::vector<TensorEntry> entries,
                                                         const std::string& file);

    [[nodiscard]] std::span<const TensorEntry> entries() const { return m_entries; }
    [[nodiscard]] const TensorEntry* find(std::string_view name) const;

private:
    std::vector<TensorEntry> m_entries;
    std::vector<std::uint32_t> m_byName; ///< indices into m_entries
};

/// Indices of the entries by where they begin (then end) in their file.
[[nodiscard]] std::vector<std::uint32_t> orderByOffset(std::span<const TensorEntry> entries);

/// Bytes of a dense tensor: rows along the last dimension, whole blocks. Nothing if a dimension is
/// negative, the row is no whole number of blocks, or a product overflows.
[[nodiscard]] std::optional<std::uint64_t> tensorBytes(base::DType dtype, const base::Shape& shape);

} // namespace fe::formats
