// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/bench_report.h"

#include "cli/peak_memory.h"

#include <algorithm>
#include <fstream>

namespace fe::cli {
namespace {

using base::Json;

std::string cpuName()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

} // namespace

double perSecond(double things, std::chrono::steady_clock::time_point begin)
{
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    return things / seconds.count();
}

base::Result<void> reportSpeed(const Measured& measured, const Arguments& arguments,
                               Context& context)
{
    const auto runs = static_cast<std::size_t>(arguments.integer("--runs", 5));
    const PeakMemory memory;
    FE_CHECK(measured.run());
    const std::optional<std::uint64_t> added = memory.added();
    std::vector<double> speeds;
    for (std::size_t i = 0; i < runs; ++i) {
        if (context.cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_TRY(const double speed, measured.run());
        speeds.push_back(speed);
    }
    std::sort(speeds.begin(), speeds.end());
    const double median = (speeds[(runs - 1) / 2] + speeds[runs / 2]) / 2;
    Json document = Json::object();
    document.set("n", static_cast<std::uint64_t>(runs));
    document.set("min", speeds.front());
    document.set("median", median);
    document.set("max", speeds.back());
    document.set("unit", measured.unit);
    document.set("added_bytes", added ? Json(*added) : Json());
    document.set("threads", models::threads());
    document.set("cpu", cpuName());
    return print(document);
}

} // namespace fe::cli
