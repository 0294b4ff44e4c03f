// SPDX-License-Identifier: Apache-2.0
#include "base/memory.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace fe::base {
namespace {

std::uint64_t numberIn(const char* path)
{
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? value : std::numeric_limits<std::uint64_t>::max(); // "max" is no number
}

std::uint64_t availableInSystem()
{
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view kKey = "MemAvailable:";
        if (line.starts_with(kKey)) {
            return std::stoull(line.substr(kKey.size())) * 1024;
        }
    }
    return 0;
}

} // namespace

std::uint64_t availableMemory()
{
    const std::uint64_t system = availableInSystem();
    const std::uint64_t limit = numberIn("/sys/fs/cgroup/memory.max");
    const std::uint64_t used = numberIn("/sys/fs/cgroup/memory.current");
    if (limit == std::numeric_limits<std::uint64_t>::max() || used > limit) {
        return system;
    }
    return std::min(system, limit - used);
}

} // namespace fe::base
