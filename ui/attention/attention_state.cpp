// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/attention_state.h"

#include <algorithm>

namespace fe::attention {

AttentionState::AttentionState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                               QObject* parent)
    : QObject(parent), m_workspace(workspace), m_runner(runner)
{
}

void AttentionState::setExamination(ExaminationPtr examination)
{
    const ExaminedAttention* before = attention();
    const std::int64_t heads = before ? before->info().heads : 0;
    m_examination = std::move(examination);
    const int parts = m_examination ? static_cast<int>(m_examination->attentions.size()) : 0;
    m_part = std::clamp(m_part, 0, std::max(parts - 1, 0));
    if (const ExaminedAttention* now = attention(); now && now->info().heads != heads) {
        m_pinned.clear(); // other heads have these numbers now
        m_off.clear();
    }
    fitSelection();
    Q_EMIT examinationChanged();
    Q_EMIT partChanged();
    Q_EMIT headsChanged();
    Q_EMIT queryChanged();
    Q_EMIT marksChanged();
}

void AttentionState::setOther(ExaminationPtr other)
{
    m_other = std::move(other);
    Q_EMIT otherChanged();
}

void AttentionState::setPart(int part)
{
    if (part == m_part || !m_examination || part < 0
        || part >= static_cast<int>(m_examination->attentions.size())) {
        return;
    }
    m_part = part;
    m_pinned.clear();
    m_off.clear();
    m_heads.clear();
    m_query = m_key = -1;
    fitSelection();
    Q_EMIT partChanged();
    Q_EMIT headsChanged();
    Q_EMIT queryChanged();
    Q_EMIT marksChanged();
}

const ExaminedAttention* AttentionState::attention() const
{
    return m_examination ? &m_examination->attentions[static_cast<std::size_t>(m_part)] : nullptr;
}

const ExaminedAttention* AttentionState::otherAttention() const
{
    const ExaminedAttention* mine = attention();
    if (mine == nullptr || !m_other) {
        return nullptr;
    }
    const auto same = std::find_if(m_other->attentions.begin(), m_other->attentions.end(),
                                   [mine](const ExaminedAttention& theirs) {
                                       return theirs.info().stack == mine->info().stack
                                           && theirs.info().kind == mine->info().kind;
                                   });
    return same == m_other->attentions.end() ? nullptr : &*same;
}

/// What a new pass or part does not have is let go.
void AttentionState::fitSelection()
{
    const ExaminedAttention* now = attention();
    if (now == nullptr) {
        m_heads.clear();
        m_pinned.clear();
        m_off.clear();
        m_query = m_key = -1;
        return;
    }
    const models::AttentionInfo& info = now->info();
    m_heads.removeIf(
        [&info](HeadId head) { return head.layer >= info.layers || head.head >= info.heads; });
    if (m_heads.isEmpty()) {
        m_heads.append({ 0, 0 });
    }
    const auto isGone = [&info](int index) { return index >= info.layers * info.heads; };
    m_pinned.removeIf(isGone);
    m_off.removeIf(isGone);
    m_query = m_query < info.queries ? m_query : -1;
    m_key = m_key < info.keys ? m_key : -1;
}

void AttentionState::setHeads(const QList<HeadId>& heads)
{
    if (heads != m_heads && !heads.isEmpty()) {
        m_heads = heads;
        Q_EMIT headsChanged();
    }
}

void AttentionState::setQuery(int query)
{
    const ExaminedAttention* now = attention();
    if (query != m_query && now && query < now->info().queries) {
        m_query = query;
        m_key = -1;
        Q_EMIT queryChanged();
    }
}

void AttentionState::setCell(int query, int key)
{
    const ExaminedAttention* now = attention();
    if (!now || query >= now->info().queries || key >= now->info().keys) {
        return; // of a pass that has more tokens
    }
    if (query != m_query || key != m_key) {
        m_query = query;
        m_key = key;
        Q_EMIT queryChanged();
    }
}

void AttentionState::togglePinned(HeadId head)
{
    if (const ExaminedAttention* now = attention()) {
        const int index = head.layer * static_cast<int>(now->info().heads) + head.head;
        if (!m_pinned.remove(index)) {
            m_pinned.insert(index);
        }
        Q_EMIT marksChanged();
    }
}

void AttentionState::setOff(const QSet<int>& heads)
{
    if (heads != m_off) {
        m_off = heads;
        Q_EMIT marksChanged();
    }
}

} // namespace fe::attention
