// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace fe::base {

/// One per job. Goes from live to cancelled and never back. Any thread may call any member.
class CancelToken
{
public:
    CancelToken() = default;
    CancelToken(const CancelToken&) = delete;
    CancelToken& operator=(const CancelToken&) = delete;

    void cancel() noexcept { m_cancelled.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const noexcept
    {
        return m_cancelled.load(std::memory_order_relaxed);
    }

private:
    std::atomic<bool> m_cancelled { false };
};

} // namespace fe::base
