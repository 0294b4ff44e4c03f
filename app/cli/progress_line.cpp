// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress_line.h"

#include <chrono>
#include <cstdio>

#include <unistd.h>

namespace fe::cli {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(200);

} // namespace

ProgressLine::ProgressLine(const base::Progress& progress, bool quiet) : m_progress(progress)
{
    if (!quiet && isatty(STDERR_FILENO) == 1) {
        m_thread = std::jthread([this](const std::stop_token& stop) { poll(stop); });
    }
}

ProgressLine::~ProgressLine()
{
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
        std::fputs("\r\x1b[K", stderr);
    }
}

void ProgressLine::poll(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, stop, kInterval, [] { return false; })
           && !stop.stop_requested()) {
        draw();
    }
}

void ProgressLine::draw() const
{
    const std::uint64_t total = m_progress.total();
    if (total > 0) {
        const double share
            = 100.0 * static_cast<double>(m_progress.done()) / static_cast<double>(total);
        std::fprintf(stderr, "\r\x1b[K%s %.0f %%", m_progress.stage(), share > 100 ? 100.0 : share);
    }
}

} // namespace fe::cli
