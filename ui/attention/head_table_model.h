// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_grid_layout.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <vector>

namespace fe::attention {

/// One score of every head.
struct ScoreColumn {
    QString title; ///< translated
    QString toolTip; ///< what it means and its unit
    std::vector<double> values; ///< [layers * heads]; NaN: there is none
};

/// Heads as rows, their scores as columns. The first column is the head itself ("3.4").
class HeadTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int kSortRole = Qt::UserRole; ///< a number of every cell

    using QAbstractTableModel::QAbstractTableModel;

    void setScores(int layers, int heads, std::vector<ScoreColumn> columns);
    void setMarks(const QSet<int>& pinned, const QSet<int>& off);
    [[nodiscard]] HeadId headOf(int row) const { return { row / m_heads, row % m_heads }; }
    [[nodiscard]] int rowOf(HeadId head) const { return head.layer * m_heads + head.head; }
    [[nodiscard]] double score(int row, int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    int m_layers = 0;
    int m_heads = 1;
    std::vector<ScoreColumn> m_columns;
    QSet<int> m_pinned;
    QSet<int> m_off;
};

/// Sorts by number, what is not a number last, pinned heads first; lets through heads that a filter
/// takes: "3" a layer, "3.4" a head, "induction > 0.3" a score by the beginning of its title.
class HeadFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    /// False if the text is no filter; then nothing is filtered.
    bool setText(const QString& text);
    [[nodiscard]] bool takes(int sourceRow) const;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex&) const override
    {
        return takes(row);
    }

private:
    [[nodiscard]] const HeadTableModel& heads() const;

    int m_layer = -1;
    int m_head = -1;
    int m_column = -1;
    bool m_above = true;
    double m_limit = 0;
};

} // namespace fe::attention
