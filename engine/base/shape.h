// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::base {

/// Dimensions of a tensor, slowest first (row-major), as PyTorch prints them.
using Shape = std::vector<std::int64_t>;

/// Product of the dimensions (1 for a scalar); nothing if one is negative or the product
/// overflows int64.
[[nodiscard]] std::optional<std::int64_t> elementCount(std::span<const std::int64_t> shape);

/// "[32, 128]".
[[nodiscard]] std::string shapeText(std::span<const std::int64_t> shape);

} // namespace fe::base
