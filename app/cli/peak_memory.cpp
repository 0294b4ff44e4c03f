// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/peak_memory.h"

#include <fstream>
#include <sstream>
#include <string>

namespace fe::cli {
namespace {

/// A line of Linux's account of this process, "VmHWM:   1234 kB", in bytes.
std::optional<std::uint64_t> held(const std::string& key)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        std::uint64_t kilobytes = 0;
        if (line.starts_with(key) && std::istringstream(line.substr(key.size())) >> kilobytes) {
            return kilobytes * 1024;
        }
    }
    return std::nullopt;
}

/// Sets the peak back to what is held now.
bool forgetPeak()
{
    constexpr char kPeak = '5'; // proc(5), clear_refs
    std::ofstream file("/proc/self/clear_refs");
    return file.put(kPeak).flush().good();
}

} // namespace

PeakMemory::PeakMemory()
{
    if (forgetPeak()) {
        m_before = held("VmRSS:");
    }
}

std::optional<std::uint64_t> PeakMemory::added() const
{
    const auto peak = held("VmHWM:");
    if (!m_before || !peak) {
        return std::nullopt;
    }
    return *peak > *m_before ? *peak - *m_before : 0;
}

} // namespace fe::cli
