// SPDX-License-Identifier: GPL-3.0-or-later
#include "start_clock.h"

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#if defined(__linux__)
#include <time.h>
#include <unistd.h>
#endif

namespace fe {

namespace {

#if defined(__linux__)
/// Field 22 of /proc/self/stat: ticks from the system's start to ours. Negative if unreadable.
double startTicks()
{
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t afterName = text.rfind(')'); // the name may hold blanks
    if (afterName == std::string::npos) {
        return -1;
    }
    std::istringstream fields(text.substr(afterName + 1));
    std::string field;
    for (int i = 3; i <= 22; ++i) {
        fields >> field;
    }
    return fields ? std::strtod(field.c_str(), nullptr) : -1;
}
#endif

} // namespace

double msSinceProcessStart()
{
    static const auto first = std::chrono::steady_clock::now();
#if defined(__linux__)
    timespec now {};
    const double ticks = startTicks();
    if (ticks >= 0 && clock_gettime(CLOCK_BOOTTIME, &now) == 0) {
        const double nowMs
            = static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
        return nowMs - ticks * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
#endif
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - first)
        .count();
}

} // namespace fe
