// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/series_fit.h"

#include <QAbstractTableModel>

namespace fe::scaling_tab {

/// Parameters of fits: a row a series; for each parameter its value and its 95 % interval, then R²
/// and the number of points.
class FitTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setFits(FitSetPtr fits);
    /// Null: no such row.
    [[nodiscard]] const SeriesFit* fitAt(int row) const;
    /// An interval that no series has, as its parameter was given.
    [[nodiscard]] bool isGiven(int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString cell(const SeriesFit& fit, int column) const;
    [[nodiscard]] QString toolTip(const SeriesFit& fit, int column) const;
    [[nodiscard]] int parameters() const;

    FitSetPtr m_fits;
};

} // namespace fe::scaling_tab
