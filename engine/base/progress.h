// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace fe::base {

/// What a job is doing and how far it is. The worker writes, the window polls; no locks, so a
/// reader may see `done` of one stage beside `total` of the next for a moment.
class Progress
{
public:
    /// @param stage a string literal: it must outlive the Progress.
    void begin(const char* stage, std::uint64_t total) noexcept
    {
        m_done.store(0, std::memory_order_relaxed);
        m_total.store(total, std::memory_order_relaxed);
        m_stage.store(stage, std::memory_order_relaxed);
    }
    void advance(std::uint64_t amount = 1) noexcept
    {
        m_done.fetch_add(amount, std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint64_t done() const noexcept
    {
        return m_done.load(std::memory_order_relaxed);
    }
    /// 0 while the amount is unknown.
    [[nodiscard]] std::uint64_t total() const noexcept
    {
        return m_total.load(std::memory_order_relaxed);
    }
    [[nodiscard]] const char* stage() const noexcept
    {
        return m_stage.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t> m_done { 0 };
    std::atomic<std::uint64_t> m_total { 0 };
    std::atomic<const char*> m_stage { "" };
};

} // namespace fe::base
