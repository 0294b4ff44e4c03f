// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_source.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace fe::scaling_tab {

/// Rows of a table as they are in the file. Sorting orders numbers of rows; nothing is copied, so
/// that 100,000 rows are no trouble.
class DataTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// @param rows of `table` that are shown. The order of a column that was sorted by stays.
    void setRows(TablePtr table, const std::vector<std::size_t>& rows);
    /// Of the table.
    [[nodiscard]] std::size_t rowAt(int viewRow) const;
    /// Nothing: it is not shown.
    [[nodiscard]] std::optional<int> viewRowOf(std::size_t row) const;
    /// In the order that is shown.
    [[nodiscard]] const std::vector<std::size_t>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    /// Column -1: as in the file. Missing cells come last.
    void sort(int column, Qt::SortOrder order) override;

private:
    void order();

    TablePtr m_table;
    std::vector<std::size_t> m_rows;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

/// Rows and cells of a file that could not be taken as they are.
class RefusedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(TablePtr table);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    TablePtr m_table;
};

} // namespace fe::scaling_tab
