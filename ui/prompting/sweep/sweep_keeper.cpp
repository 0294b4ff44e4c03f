// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_keeper.h"

namespace fe::prompting {

namespace {

using namespace std::chrono_literals;

constexpr auto kBetweenWrites = 200ms;
constexpr auto kSlowCell = 50ms; // a transaction costs little beside it

} // namespace

SweepKeeper::SweepKeeper(history::RunHistory history)
    : m_history(std::move(history)), m_written(Clock::now()), m_lastCell(m_written)
{
}

base::Result<SweepKeeper> SweepKeeper::open(const std::filesystem::path& file)
{
    FE_TRY(history::RunHistory history, history::RunHistory::open(file));
    return SweepKeeper(std::move(history));
}

base::Result<history::RunId> SweepKeeper::add(const SweepDocument& document)
{
    return m_history.add(summaryOf(document, false, {}), wordsOf(document),
                         base::toText(toJson(document)));
}

void SweepKeeper::follow(history::RunId id)
{
    m_id = id;
    m_waiting.clear();
    m_written = m_lastCell = Clock::now();
}

base::Result<void> SweepKeeper::append(const evaluation::SweepCell& cell)
{
    m_waiting.push_back(cellLine(cell));
    const Clock::time_point now = Clock::now();
    const bool slow = now - m_lastCell >= kSlowCell;
    m_lastCell = now;
    if (slow || now - m_written >= kBetweenWrites) {
        return flush();
    }
    return {};
}

base::Result<void> SweepKeeper::flush()
{
    if (m_waiting.empty()) {
        return {};
    }
    FE_CHECK(m_history.append(m_id, m_waiting));
    m_waiting.clear();
    m_written = Clock::now();
    return {};
}

base::Result<void> SweepKeeper::end(const Sweep& sweep)
{
    FE_CHECK(flush());
    const SweepDocument& document = *sweep.document;
    return m_history.replace(m_id, summaryOf(document, document.record.complete, resultOf(sweep)),
                             wordsOf(document), base::toText(toJson(document)));
}

} // namespace fe::prompting
