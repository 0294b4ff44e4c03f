// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/bounded_input.h"

#include "fuzz/heap_meter.h"
#include "fuzz/target.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

/// The target's own LLVMFuzzerTestOneInput; tests/fuzz/CMakeLists.txt renames it to this.
extern "C" int feFuzzTarget(const std::uint8_t* data, std::size_t size);

std::uint64_t fe::fuzz::runBounded(const std::uint8_t* data, std::size_t size)
{
    HeapMeter::start();
    feFuzzTarget(data, size);
    const std::uint64_t peak = HeapMeter::peak();
    if (peak > heapLimit(size)) {
        std::fprintf(stderr, "broken: %" PRIu64 " bytes of heap for an input of %zu bytes\n", peak,
                     size);
        std::abort();
    }
    return peak;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fe::fuzz::runBounded(data, size);
    return 0;
}
