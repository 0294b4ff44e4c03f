// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/head_grid_layout.h"
#include "jobs/job_runner.h"
#include "workspace/workspace.h"

#include <QList>
#include <QObject>
#include <QSet>

namespace fe::attention {

/// What the views of the Attention tab share: the pass that is looked at, which of its attentions,
/// the heads and the token that are selected in all views together. UI thread only.
class AttentionState : public QObject
{
    Q_OBJECT
public:
    AttentionState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                   QObject* parent = nullptr);

    [[nodiscard]] workspace::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] jobs::JobRunner& runner() const { return m_runner; }

    /// Null before the first one.
    [[nodiscard]] const ExaminationPtr& examination() const { return m_examination; }
    /// Selection and marks stay where the new pass has the same heads.
    void setExamination(ExaminationPtr examination);
    /// A second pass to compare with; null: none.
    [[nodiscard]] const ExaminationPtr& other() const { return m_other; }
    void setOther(ExaminationPtr other);

    /// Index into the examination's attentions.
    [[nodiscard]] int part() const { return m_part; }
    void setPart(int part);
    /// Null without an examination.
    [[nodiscard]] const ExaminedAttention* attention() const;
    /// The same attention of other(); null without one, or if it has none of that kind.
    [[nodiscard]] const ExaminedAttention* otherAttention() const;

    /// Selected heads, the one selected first at the front; not empty with an examination.
    [[nodiscard]] const QList<HeadId>& heads() const { return m_heads; }
    void setHeads(const QList<HeadId>& heads);
    [[nodiscard]] HeadId head() const { return m_heads.value(0); }
    /// Position of the selected query; -1: none.
    [[nodiscard]] int query() const { return m_query; }
    void setQuery(int query);
    /// And of the selected key; -1: none.
    [[nodiscard]] int key() const { return m_key; }
    void setCell(int query, int key);

    /// Indices of heads, layer * heads + head.
    [[nodiscard]] const QSet<int>& pinned() const { return m_pinned; }
    void togglePinned(HeadId head);
    [[nodiscard]] const QSet<int>& off() const { return m_off; }
    void setOff(const QSet<int>& heads);

Q_SIGNALS:
    void examinationChanged();
    void otherChanged();
    void partChanged();
    void headsChanged();
    void queryChanged(); ///< the key too
    void marksChanged();

private:
    void fitSelection();

    workspace::Workspace& m_workspace;
    jobs::JobRunner& m_runner;
    ExaminationPtr m_examination;
    ExaminationPtr m_other;
    int m_part = 0;
    QList<HeadId> m_heads;
    int m_query = -1;
    int m_key = -1;
    QSet<int> m_pinned;
    QSet<int> m_off;
};

} // namespace fe::attention
