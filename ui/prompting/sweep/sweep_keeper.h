// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sweep/sweep_document.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fe::prompting {

/// Writes a running sweep into the history, through a connection of its own on the run's thread.
///
/// Finished cells are handed over in one transaction at most every 200 ms, and at once where a cell
/// takes long: kill -9 loses one such batch at most.
class SweepKeeper
{
public:
    [[nodiscard]] static base::Result<SweepKeeper> open(const std::filesystem::path& file);

    /// A new run, not finished.
    [[nodiscard]] base::Result<history::RunId> add(const SweepDocument& document);
    /// Of which run the following is.
    void follow(history::RunId id);
    [[nodiscard]] base::Result<void> append(const evaluation::SweepCell& cell);
    /// Writes what waits.
    [[nodiscard]] base::Result<void> flush();
    /// Writes what waits and what the list shows.
    [[nodiscard]] base::Result<void> end(const Sweep& sweep);

private:
    using Clock = std::chrono::steady_clock;
    explicit SweepKeeper(history::RunHistory history);

    history::RunHistory m_history;
    history::RunId m_id = 0;
    std::vector<std::string> m_waiting;
    Clock::time_point m_written;
    Clock::time_point m_lastCell;
};

} // namespace fe::prompting
