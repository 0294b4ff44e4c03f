// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/compute_optimal.h"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <vector>

namespace fe::scaling_tab {

/// A law and what it says of the budget.
struct LawOptimum {
    scaling::LossLaw law;
    QString name;
    std::optional<scaling::ComputePoint> point {}; ///< nothing: the budget leads out of numbers
};
using LawOptima = std::vector<LawOptimum>;

/// Kaplan, Hoffmann, Besiroglu, and the own fit if there is one. @param flops nothing: no points.
[[nodiscard]] LawOptima optimaOf(const std::optional<scaling::LossLaw>& own,
                                 std::optional<double> flops);

/// The best model for a budget under each law.
class OptimumTable : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Law, Params, Tokens, Ratio, Loss, Source, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    void setOptima(const LawOptima& optima);
    [[nodiscard]] const LawOptima& optima() const { return m_optima; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void retranslate();

private:
    LawOptima m_optima;
};

} // namespace fe::scaling_tab
