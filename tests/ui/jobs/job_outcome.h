// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"

#include <chrono>
#include <future>
#include <thread>

#if defined(__SANITIZE_THREAD__)
/// Qt Test's own watchdog thread meets the main thread through futexes that the sanitizer cannot
/// see.
extern "C" const char* __tsan_default_suppressions()
{
    return "race:QWaitCondition::~QWaitCondition\nrace:QTest::qRun\n";
}
#endif

namespace fe::jobs {

/// Counts what a job told.
struct Outcome {
    int done = 0;
    int cancelled = 0;
    int failed = 0;
    int value = 0;
    base::Error error;

    [[nodiscard]] int total() const { return done + cancelled + failed; }
    JobCallbacks<int> callbacks()
    {
        return { .done =
                     [this](int result) {
                         ++done;
                         value = result;
                     },
                 .cancelled = [this] { ++cancelled; },
                 .failed =
                     [this](const base::Error& told) {
                         ++failed;
                         error = told;
                     } };
    }
};

inline JobRunner::Work<int> returning(int value)
{
    return
        [value](const base::CancelToken&, base::Progress&) -> base::Result<int> { return value; };
}

/// Works until it is cancelled; tells through `begun` that it runs.
inline JobRunner::Work<int> untilCancelled(std::shared_ptr<std::promise<void>> begun = nullptr)
{
    return [begun](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
        if (begun) {
            begun->set_value();
        }
        while (!cancel.isCancelled()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return base::cancelled();
    };
}

} // namespace fe::jobs
