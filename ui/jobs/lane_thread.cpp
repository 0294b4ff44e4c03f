// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/lane_thread.h"

#include <algorithm>
#include <utility>

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace fe::jobs {

namespace {

void nameThisThread([[maybe_unused]] const char* name)
{
#if defined(__linux__)
    pthread_setname_np(pthread_self(), name);
#elif defined(__APPLE__)
    pthread_setname_np(name);
#endif
}

} // namespace

LaneThread::LaneThread(const char* name) : m_thread([this, name] { run(name); }) { }

LaneThread::~LaneThread()
{
    std::deque<Entry> dropped; // destroyed after the lock is gone: a task may own anything
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        dropped.swap(m_waiting);
    }
    m_wake.notify_all();
    m_thread.join();
}

void LaneThread::post(unsigned long long id, Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({ id, std::move(task) });
    }
    m_wake.notify_one();
}

bool LaneThread::takeBack(unsigned long long id)
{
    Entry taken;
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                    [id](const Entry& entry) { return entry.id == id; });
    if (found == m_waiting.end()) {
        return false;
    }
    taken = std::move(*found);
    m_waiting.erase(found);
    return true;
}

void LaneThread::run(const char* name)
{
    nameThisThread(name);
    while (true) {
        Entry next;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_stop) {
                return;
            }
            next = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        next.task();
    }
}

} // namespace fe::jobs
