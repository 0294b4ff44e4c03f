// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace fe::cli {

/// Shows a Progress in one line of standard error while it lives, if that is a terminal. A thread
/// of its own polls: the engine reports through atomics and never calls back.
class ProgressLine
{
public:
    ProgressLine(const base::Progress& progress, bool quiet);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    /// Clears the line.
    ~ProgressLine();

private:
    void poll(const std::stop_token& stop);
    void draw() const;

    const base::Progress& m_progress;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread; ///< last: it uses the others
};

} // namespace fe::cli
