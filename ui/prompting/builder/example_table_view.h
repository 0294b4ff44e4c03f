// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/builder/clipboard_cells.h"

#include <QTableView>

namespace fe::prompting {

class ExampleTableModel;

/// The examples as a table: cells are edited in place over several lines, rows are dragged by their
/// numbers.
class ExampleTableView : public QTableView
{
    Q_OBJECT
public:
    explicit ExampleTableView(ExampleTableModel& model, QWidget* parent = nullptr);

    /// Rows of which a cell is selected, rising; the current row if none is.
    [[nodiscard]] QList<int> chosenRows() const;
    /// The selected cells as a rectangle, row by row; the current cell if none is selected.
    [[nodiscard]] Cells chosenCells() const;
    [[nodiscard]] QModelIndexList chosenIndexes() const;
    void chooseRow(int row);

Q_SIGNALS:
    /// The user drags row `from` to where `to` is.
    void moveWanted(int from, int to);
    void clearWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitHeight();
    void fitColumns();

    ExampleTableModel& m_model;
};

} // namespace fe::prompting
