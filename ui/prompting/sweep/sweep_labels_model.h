// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/metrics.h"

#include <QAbstractTableModel>

#include <string>
#include <vector>

namespace fe::prompting {

/// Precision, recall and F1 of each label at one point.
class SweepLabelsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Label, Count, Precision, Recall, F1, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole; ///< numbers as numbers

    using QAbstractTableModel::QAbstractTableModel;

    void setPoint(const std::vector<std::string>& labels, const evaluation::Confusion& confusion);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    std::vector<std::string> m_labels;
    evaluation::Confusion m_confusion { 0 };
};

} // namespace fe::prompting
