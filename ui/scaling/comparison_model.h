// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/comparison.h"

#include <QAbstractTableModel>

#include <vector>

namespace fe::scaling_tab {

/// Laws beside each other, the best first.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { LawColumn, AiccColumn, WeightColumn, BicColumn, OutColumn, R2Column, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    /// By AICc; what has none comes last.
    void setLaws(std::vector<scaling::ComparedLaw> laws);
    [[nodiscard]] const std::vector<scaling::ComparedLaw>& laws() const { return m_laws; }
    /// It has the least AICc of all.
    [[nodiscard]] bool isBest(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QString cell(int row, int column) const;

    std::vector<scaling::ComparedLaw> m_laws;
};

} // namespace fe::scaling_tab
