// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace fe::jobs {

/// A part of [0, count).
struct IndexRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Cuts [0, count) into ranges that follow each other, a few for each core, so that no core waits
/// long for the last one. Empty for a count of 0.
[[nodiscard]] std::vector<IndexRange> rangesFor(std::size_t count);

/// Runs task(0) ... task(count - 1) on as many threads as there are cores, the calling one among
/// them, and waits for all. Called by the work of a job. The tasks throw nothing.
void runTogether(std::size_t count, const std::function<void(std::size_t)>& task);

/// Works on ranges of [0, count) side by side and gives their results in order: what is the same
/// however it is cut comes out the same on any machine.
/// @param work blocks; any thread; asks its own CancelToken. What it fails with first, in the
/// order of the ranges, the whole fails with.
template<typename T>
[[nodiscard]] base::Result<std::vector<T>> parallelRanges(
    std::size_t count, const std::function<base::Result<T>(IndexRange)>& work)
{
    const std::vector<IndexRange> ranges = rangesFor(count);
    std::vector<std::optional<base::Result<T>>> results(ranges.size());
    runTogether(ranges.size(), [&](std::size_t number) { results[number] = work(ranges[number]); });
    std::vector<T> values;
    for (std::optional<base::Result<T>>& result : results) {
        if (!*result) {
            return result->error();
        }
        values.push_back(std::move(**result));
    }
    return values;
}

} // namespace fe::jobs
