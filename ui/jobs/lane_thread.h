// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace fe::jobs {

/// A named thread that runs tasks one after the other. Tasks are known by the id they came with, so
/// that one which has not begun can be taken back.
class LaneThread
{
public:
    using Task = std::function<void()>;

    /// @param name at most 15 characters, the limit of Linux.
    explicit LaneThread(const char* name);
    LaneThread(const LaneThread&) = delete;
    LaneThread& operator=(const LaneThread&) = delete;
    /// Drops what waits, lets the running task end, joins.
    ~LaneThread();

    void post(unsigned long long id, Task task);
    /// True if the task had not begun; it will never run then.
    bool takeBack(unsigned long long id);

private:
    struct Entry {
        unsigned long long id = 0;
        Task task;
    };
    void run(const char* name);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Entry> m_waiting; // guarded by m_mutex
    bool m_stop = false; // guarded by m_mutex
    std::thread m_thread; // last: it uses the members above
};

} // namespace fe::jobs
