// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/pair_table.h"

#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStandardItemModel>

namespace fe::shell {

using widgets::scaled;

PairTable::PairTable(Values alignment, QWidget* parent)
    : QTableView(parent), m_rows(new QStandardItemModel(0, 2, this)), m_alignment(alignment)
{
    setModel(m_rows);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(true);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    verticalHeader()->setMinimumSectionSize(scaled(24));
    const bool wrapsValues = alignment == Values::Left;
    horizontalHeader()->setSectionResizeMode(
        0, wrapsValues ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(
        1, wrapsValues ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    horizontalHeader()->setHighlightSections(false);
}

void PairTable::setTitles(const QString& names, const QString& values)
{
    m_rows->setHorizontalHeaderLabels({ names, values });
    const bool isRight = m_alignment == Values::Right;
    m_rows->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeaderItem(1)->setTextAlignment((isRight ? Qt::AlignRight : Qt::AlignLeft)
                                                      | Qt::AlignVCenter);
    horizontalHeader()->setVisible(!names.isEmpty());
}

void PairTable::setRows(const QList<FactRow>& rows)
{
    m_rows->removeRows(0, m_rows->rowCount());
    for (const FactRow& row : rows) {
        auto* name = new QStandardItem(row.name);
        auto* value = new QStandardItem(row.value);
        name->setToolTip(row.name);
        value->setToolTip(row.value);
        if (m_alignment == Values::Right) {
            value->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        } else {
            name->setTextAlignment(Qt::AlignLeft | Qt::AlignTop);
            value->setTextAlignment(Qt::AlignLeft | Qt::AlignTop);
        }
        m_rows->appendRow({ name, value });
    }
}

void PairTable::keyPressEvent(QKeyEvent* event)
{
    if (!event->matches(QKeySequence::Copy)) {
        QTableView::keyPressEvent(event);
        return;
    }
    QStringList lines;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        lines.append(index.data().toString() + QLatin1Char('\t')
                     + index.siblingAtColumn(1).data().toString());
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace fe::shell
