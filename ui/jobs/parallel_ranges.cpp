// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/parallel_ranges.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace fe::jobs {

namespace {

constexpr std::size_t kRangesPerCore = 4;

std::size_t coreCount()
{
    return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

} // namespace

std::vector<IndexRange> rangesFor(std::size_t count)
{
    const std::size_t wanted = std::min(count, kRangesPerCore * coreCount());
    std::vector<IndexRange> ranges;
    for (std::size_t i = 0; i < wanted; ++i) {
        // The first count % wanted of them are one longer.
        const std::size_t begin = i * (count / wanted) + std::min(i, count % wanted);
        ranges.push_back({ begin, begin + count / wanted + (i < count % wanted ? 1 : 0) });
    }
    return ranges;
}

void runTogether(std::size_t count, const std::function<void(std::size_t)>& task)
{
    std::atomic<std::size_t> next { 0 };
    const auto work = [&next, &task, count] {
        for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
            task(i);
        }
    };
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(count, coreCount()); ++i) {
        helpers.emplace_back(work);
    }
    work();
}

} // namespace fe::jobs
