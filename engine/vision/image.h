// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fe::vision {

/// A decoded picture: height x width x 3, 8-bit RGB, top row first, without padding.
struct Image {
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> rgb;

    [[nodiscard]] std::size_t rowBytes() const { return static_cast<std::size_t>(width) * 3; }
    [[nodiscard]] std::uint8_t* row(std::int32_t y)
    {
        return rgb.data() + static_cast<std::size_t>(y) * rowBytes();
    }
    [[nodiscard]] const std::uint8_t* row(std::int32_t y) const
    {
        return rgb.data() + static_cast<std::size_t>(y) * rowBytes();
    }
};

} // namespace fe::vision
