// SPDX-License-Identifier: GPL-3.0-or-later
// What the user does to the examples in the panel.
#include "prompting/builder/example_edits.h"
#include "prompting/builder/example_panel.h"
#include "prompting/builder/example_table_model.h"
#include "prompting/builder/example_table_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>

#include <algorithm>

namespace fe::prompting {

using evaluation::ExampleTable;

void ExamplePanel::change(const ExampleTable& after, int shots, const QString& text)
{
    m_note->hide();
    m_model->change(after, shots, text);
    refreshActions(); // the step was not on the stack yet when the model told of it
}

void ExamplePanel::addRow()
{
    const int rows = m_model->rowCount();
    const QModelIndex current = m_view->currentIndex();
    const int at = current.isValid() ? current.row() + 1 : rows;
    change(withNewRows(m_model->table(), at, 1), grownShots(m_model->shots(), rows, rows + 1),
           tr("Add a row"));
    m_view->setCurrentIndex(m_model->index(at, 0));
    m_view->edit(m_model->index(at, 0));
}

void ExamplePanel::removeChosen()
{
    const QList<int> rows = m_view->chosenRows();
    if (rows.isEmpty()) {
        return;
    }
    // Shots that go leave fewer shots; the rows below do not move up into the prompt.
    const auto gone = std::count_if(rows.begin(), rows.end(),
                                    [this](int row) { return row < m_model->shots(); });
    change(withoutRows(m_model->table(), rows), m_model->shots() - static_cast<int>(gone),
           tr("Remove rows"));
    m_view->chooseRow(std::min(rows.first(), m_model->rowCount() - 1));
}

void ExamplePanel::clearChosen()
{
    ExampleTable after = m_model->table();
    const QModelIndexList chosen = m_view->chosenIndexes();
    for (const QModelIndex& index : chosen) {
        after
            .rows[static_cast<std::size_t>(index.row())]
                 [static_cast<std::size_t>(m_model->tableColumns()[index.column()])]
            .clear();
    }
    change(after, m_model->shots(), tr("Clear cells"));
}

void ExamplePanel::moveRow(int from, int to)
{
    change(withMovedRow(m_model->table(), from, to), m_model->shots(), tr("Move a row"));
    m_view->chooseRow(to);
}

void ExamplePanel::moveChosen(int step)
{
    QList<int> rows = m_view->chosenRows();
    if (rows.isEmpty() || rows.first() + step < 0 || rows.last() + step >= m_model->rowCount()) {
        return;
    }
    const QModelIndexList chosen = m_view->chosenIndexes();
    const QModelIndex current = m_view->currentIndex();
    if (step > 0) {
        std::reverse(rows.begin(), rows.end());
    }
    ExampleTable after = m_model->table();
    for (const int row : std::as_const(rows)) {
        after = withMovedRow(std::move(after), row, row + step);
    }
    change(after, m_model->shots(), tr("Move rows"));
    m_view->selectionModel()->setCurrentIndex(current.siblingAtRow(current.row() + step),
                                              QItemSelectionModel::ClearAndSelect);
    for (const QModelIndex& index : chosen) {
        m_view->selectionModel()->select(index.siblingAtRow(index.row() + step),
                                         QItemSelectionModel::Select);
    }
    m_view->scrollTo(m_view->currentIndex());
}

void ExamplePanel::shuffle()
{
    change(shuffledRows(m_model->table(), static_cast<std::uint64_t>(m_seed->value())),
           m_model->shots(), tr("Shuffle"));
}

void ExamplePanel::copyChosen() const
{
    const Cells cells = m_view->chosenCells();
    if (cells.size() == 1 && cells.front().size() == 1) {
        QApplication::clipboard()->setText(cells.front().front()); // a text, not a table
    } else if (!cells.empty()) {
        QApplication::clipboard()->setText(clipboardText(cells));
    }
}

void ExamplePanel::paste()
{
    const Cells cells = cellsFromClipboard(QApplication::clipboard()->text());
    if (cells.empty()) {
        return;
    }
    const int rows = m_model->rowCount();
    const QModelIndex current = m_view->currentIndex();
    const int row = current.isValid() ? current.row() : rows;
    const int column = current.isValid() ? current.column() : 0;
    const Pasted pasted = withPasted(m_model->table(), cells, row, column, m_model->tableColumns());
    const auto rowsAfter = static_cast<int>(pasted.table.rows.size());
    change(pasted.table, grownShots(m_model->shots(), rows, rowsAfter), tr("Paste"));
    m_view->setCurrentIndex(m_model->index(row, column));
    QStringList cut;
    if (pasted.cutColumns > 0) {
        cut.append(pasted.cutColumns == 1
                       ? tr("One column had no room on the right and was left out.")
                       : tr("%1 columns had no room on the right and were left out.")
                             .arg(pasted.cutColumns));
    }
    if (pasted.cutRows > 0) {
        cut.append(tr("%1 rows were left out: there can be %2 examples at most.")
                       .arg(QLocale().toString(pasted.cutRows), QLocale().toString(kMostExamples)));
    }
    m_note->setText(cut.join(u' '));
    m_note->setVisible(!cut.isEmpty());
}

void ExamplePanel::addColumn()
{
    const QStringList missing = missingFields(m_model->table(), m_model->fields());
    const QString name = QInputDialog::getText(this, tr("Add a column"), tr("Name of the column:"),
                                               QLineEdit::Normal, missing.value(0))
                             .trimmed();
    if (!name.isEmpty()) {
        change(withColumn(m_model->table(), name), m_model->shots(), tr("Add a column"));
    }
}

void ExamplePanel::renameColumn()
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const QString before = m_model->columnName(current.column());
    const QString name
        = QInputDialog::getText(this, tr("Rename the column"), tr("New name of %1:").arg(before),
                                QLineEdit::Normal, before)
              .trimmed();
    if (!name.isEmpty()) {
        change(withRenamedColumn(m_model->table(), before, name), m_model->shots(),
               tr("Rename the column"));
    }
}

void ExamplePanel::removeColumn()
{
    if (const QModelIndex current = m_view->currentIndex(); current.isValid()) {
        change(withoutColumn(m_model->table(), m_model->columnName(current.column())),
               m_model->shots(), tr("Remove the column"));
    }
}

} // namespace fe::prompting
