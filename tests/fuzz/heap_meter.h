// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fe::fuzz {

/// Counts what the whole process takes from the heap: malloc and all that is built on it. Under a
/// sanitizer its allocator is asked, else this program's malloc stands before the C library's.
class HeapMeter
{
public:
    /// Forgets the peak. What is allocated now does not count.
    static void start();
    /// Most bytes that were allocated at once since start(), requests that failed included.
    [[nodiscard]] static std::uint64_t peak();
};

} // namespace fe::fuzz
