// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace fe::fuzz {

/// Runs the target on an input; ends the process if that took more heap than heapLimit().
/// @return the most heap that it took
std::uint64_t runBounded(const std::uint8_t* data, std::size_t size);

} // namespace fe::fuzz
