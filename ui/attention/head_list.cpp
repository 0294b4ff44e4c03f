// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_list.h"

#include "attention/attention_state.h"
#include "attention/score_columns.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;

HeadList::HeadList(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_title(new QLabel(this)), m_filterText(new QLineEdit(this)),
      m_table(new QTableView(this))
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_filterText->setClearButtonEnabled(true);
    m_filterText->setObjectName(QStringLiteral("headFilter"));
    m_filter.setSourceModel(&m_model);
    m_filter.setSortRole(HeadTableModel::kSortRole);
    m_table->setObjectName(QStringLiteral("heads"));
    m_table->setProperty("kind", QStringLiteral("flat"));
    m_table->setModel(&m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + scaled(8));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setMinimumHeight(scaled(90));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addWidget(m_title);
    column->addWidget(m_filterText);
    column->addWidget(m_table, 1);

    connect(&state, &AttentionState::partChanged, this, &HeadList::showScores);
    connect(&state, &AttentionState::headsChanged, this, &HeadList::showSelection);
    connect(&state, &AttentionState::marksChanged, this,
            [this] { m_model.setMarks(m_state.pinned(), m_state.off()); });
    connect(m_filterText, &QLineEdit::textChanged, this, &HeadList::filterEdited);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this,
            [this] { m_sorted = true; });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_showing) {
            return;
        }
        QList<HeadId> heads;
        for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
            heads.append(m_model.headOf(m_filter.mapToSource(index).row()));
        }
        m_state.setHeads(heads);
    });
    retranslate();
}

void HeadList::showScores()
{
    const ExaminedAttention* now = m_state.attention();
    m_showing = true;
    if (now == nullptr) {
        m_model.setScores(0, 0, {});
    } else {
        m_model.setScores(static_cast<int>(now->info().layers), static_cast<int>(now->info().heads),
                          scoreColumns(*now));
        if (!m_sorted) {
            m_table->sortByColumn(1, Qt::DescendingOrder); // what stands out comes first
        }
    }
    m_model.setMarks(m_state.pinned(), m_state.off());
    m_table->resizeColumnsToContents();
    m_showing = false;
    m_shownHeads = m_state.heads();
    filterEdited();
    showSelection();
    m_table->scrollToTop();
}

void HeadList::showSelection()
{
    if (m_model.rowCount() == 0) {
        return;
    }
    m_showing = true;
    QItemSelection selection;
    for (const HeadId head : m_state.heads()) {
        const QModelIndex index = m_filter.mapFromSource(m_model.index(m_model.rowOf(head), 0));
        if (index.isValid()) {
            selection.select(index, index);
        }
    }
    m_table->selectionModel()->select(
        selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    // A new pass shows the top of the list, where the heads are that stand out.
    if (!selection.isEmpty() && !m_table->hasFocus() && m_state.heads() != m_shownHeads) {
        m_table->scrollTo(selection.indexes().constFirst());
    }
    m_shownHeads = m_state.heads();
    m_showing = false;
}

void HeadList::filterEdited()
{
    m_showing = true;
    const bool understood = m_filter.setText(m_filterText->text());
    m_showing = false;
    m_filterText->setProperty("kind", understood ? QString() : QStringLiteral("error"));
    m_filterText->setToolTip(
        understood ? tr("3: layer 3 · 3.4: head 4 of it · induction > 0.3: by a score")
                   : tr("This is no filter. Write 3, 3.4 or induction > 0.3."));
    QSet<int> dimmed;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!m_filter.takes(row)) {
            dimmed.insert(row);
        }
    }
    Q_EMIT dimmedChanged(dimmed);
    showSelection();
}

QJsonObject HeadList::saveState() const
{
    return { { QStringLiteral("sorted"), m_sorted },
             { QStringLiteral("column"), m_table->horizontalHeader()->sortIndicatorSection() },
             { QStringLiteral("descending"),
               m_table->horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder } };
}

void HeadList::restoreState(const QJsonObject& state)
{
    m_sorted = state.value(QStringLiteral("sorted")).toBool();
    m_table->sortByColumn(state.value(QStringLiteral("column")).toInt(1),
                          state.value(QStringLiteral("descending")).toBool(true)
                              ? Qt::DescendingOrder
                              : Qt::AscendingOrder);
}

void HeadList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showScores();
    }
}

void HeadList::retranslate()
{
    m_title->setText(tr("Heads"));
    m_filterText->setPlaceholderText(tr("3, 3.4 or induction > 0.3"));
    m_filterText->setAccessibleName(tr("Filter of heads"));
    m_table->setAccessibleName(tr("Heads and their scores"));
}

} // namespace fe::attention
