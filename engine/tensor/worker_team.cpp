// SPDX-License-Identifier: Apache-2.0
//
// A phase is over when its items are done, not when its members have met: a thread that the system
// has taken off its core holds up the others only while it holds a range. That is why ranges are
// claimed one by one, and why a member touches shared data only while it holds one.
#include "tensor/worker_team.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fe::tensor {
namespace {

/// Looks at a value before sleeping: some 50 us, longer than what lies between two tokens.
constexpr int kSpins = 1000;

void pauseBriefly()
{
#if defined(__x86_64__)
    _mm_pause();
#endif
}

/// Waits until `value` is no longer `old`, first awake, then asleep.
template<typename T>
void waitWhile(const std::atomic<T>& value, T old)
{
    for (int i = 0; i < kSpins; ++i) {
        if (value.load(std::memory_order_acquire) != old) {
            return;
        }
        pauseBriefly();
    }
    value.wait(old, std::memory_order_acquire);
}

} // namespace

/// What the members of one piece of work share.
class TeamState
{
public:
    explicit TeamState(int size) : members(size) { }

    int members;
    /// Phase in the upper half, next item in the lower.
    alignas(64) std::atomic<std::uint64_t> ticket { 0 };
    alignas(64) std::atomic<std::int64_t> done { 0 };
};

bool TeamMember::claim(std::int64_t items, std::int64_t grain, std::int64_t& begin,
                       std::int64_t& end)
{
    std::uint64_t ticket = m_state.ticket.load(std::memory_order_acquire);
    while (ticket >> 32U == m_phase) {
        begin = static_cast<std::int64_t>(ticket & 0xFFFFFFFFU);
        if (begin >= items) {
            waitWhile(m_state.ticket, ticket);
            ticket = m_state.ticket.load(std::memory_order_acquire);
            continue;
        }
        end = std::min(items, begin + std::max(grain, (items - begin) / (2 * m_state.members)));
        if (m_state.ticket.compare_exchange_weak(
                ticket, (std::uint64_t { m_phase } << 32U) | static_cast<std::uint64_t>(end),
                std::memory_order_acq_rel)) {
            return true;
        }
    }
    return false;
}

void TeamMember::finish(std::int64_t items, std::int64_t count)
{
    if (m_state.done.fetch_add(count, std::memory_order_acq_rel) + count < items) {
        return;
    }
    m_state.done.store(0, std::memory_order_relaxed);
    m_state.ticket.store(std::uint64_t { m_phase + 1 } << 32U, std::memory_order_release);
    m_state.ticket.notify_all();
}

namespace {

/// The threads behind runAsTeam; they live as long as the process or until the size changes.
class Team
{
public:
    ~Team() { resize(1); }

    int size() const { return m_size.load(std::memory_order_relaxed); }

    void resize(int members)
    {
        const std::lock_guard lock(m_mutex);
        if (members == size()) {
            return;
        }
        m_stopping.store(true, std::memory_order_relaxed);
        announce(m_epoch.load() + 2);
        for (std::thread& thread : m_threads) {
            thread.join();
        }
        m_threads.clear();
        m_stopping.store(false, std::memory_order_relaxed);
        m_size.store(members, std::memory_order_relaxed);
    }

    void run(const TeamWork& work)
    {
        const std::unique_lock lock(m_mutex, std::try_to_lock);
        const bool alone = !lock.owns_lock() || size() == 1;
        TeamState state(alone ? 1 : size());
        TeamMember self(state);
        if (alone) {
            work(self);
            return;
        }
        start();
        m_work = &work;
        m_state = &state;
        announce(m_epoch.load() + 1); // odd: there is work
        work(self);
        m_epoch.store(m_epoch.load() + 1); // even: nobody comes in any more
        for (int inside = m_inside.load(); inside != 0; inside = m_inside.load()) {
            waitWhile(m_inside, inside);
        }
    }

private:
    void announce(std::uint32_t epoch)
    {
        m_epoch.store(epoch);
        m_epoch.notify_all();
    }

    /// Where the system gives no more threads, those that are there do the work.
    void start()
    {
        try {
            while (static_cast<int>(m_threads.size()) + 1 < size()) {
                m_threads.emplace_back([this, seen = m_epoch.load()] { serve(seen); });
            }
        } catch (const std::system_error&) {
            m_size.store(static_cast<int>(m_threads.size()) + 1, std::memory_order_relaxed);
        }
    }

    void serve(std::uint32_t seen)
    {
        for (;;) {
            waitWhile(m_epoch, seen);
            if (m_stopping.load(std::memory_order_relaxed)) {
                return;
            }
            seen = m_epoch.load();
            if (seen % 2 == 0) {
                continue;
            }
            // Either the owner sees this member inside, or this member sees that it is over.
            m_inside.fetch_add(1);
            if (m_epoch.load() == seen) {
                TeamMember member(*m_state);
                (*m_work)(member);
            }
            if (m_inside.fetch_sub(1) == 1) {
                m_inside.notify_all();
            }
        }
    }

    std::mutex m_mutex; ///< held by who has the team
    std::vector<std::thread> m_threads; // guarded by m_mutex
    std::atomic<int> m_size { 1 };
    std::atomic<bool> m_stopping { false };
    std::atomic<std::uint32_t> m_epoch { 0 };
    std::atomic<int> m_inside { 0 };
    const TeamWork* m_work = nullptr; // constant while the epoch is odd
    TeamState* m_state = nullptr; // constant while the epoch is odd
};

Team& team()
{
    static Team instance;
    return instance;
}

} // namespace

void runAsTeam(const TeamWork& work)
{
    team().run(work);
}

void setTeamSize(int members)
{
    team().resize(std::max(1, members));
}

int teamSize()
{
    return team().size();
}

void shareWithTeam(std::int64_t items, std::int64_t grain,
                   const std::function<void(std::int64_t begin, std::int64_t end)>& body)
{
    if (items <= grain) {
        if (items > 0) {
            body(0, items);
        }
        return;
    }
    runAsTeam([&](TeamMember& member) { member.share(items, grain, body); });
}

} // namespace fe::tensor
