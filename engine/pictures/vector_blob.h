// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

// Inside the room: vectors as an index keeps them, float32, little endian.

namespace fe::pictures {

static_assert(std::endian::native == std::endian::little);

[[nodiscard]] inline std::span<const std::byte> blobOf(const std::vector<float>& vector)
{
    return std::as_bytes(std::span(vector));
}

/// Nothing for what is no vector: empty, cut, or with values that are no numbers.
[[nodiscard]] inline std::optional<std::vector<float>> vectorOf(std::span<const std::byte> blob)
{
    if (blob.empty() || blob.size() % sizeof(float) != 0) {
        return std::nullopt;
    }
    std::vector<float> vector(blob.size() / sizeof(float));
    std::memcpy(vector.data(), blob.data(), blob.size());
    for (const float value : vector) {
        if (!std::isfinite(value)) {
            return std::nullopt;
        }
    }
    return vector;
}

} // namespace fe::pictures
