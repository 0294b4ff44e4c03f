// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"

#include <QAbstractTableModel>

namespace fe::shell {

/// The tensors of a package as their headers describe them, a row each; keeps the package alive and
/// copies nothing, so that ten thousand rows cost no more than ten.
class TensorTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Type, Shape, Bytes, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole + 1; ///< numbers as numbers

    using QAbstractTableModel::QAbstractTableModel;

    /// @param package may be null.
    void setPackage(formats::PackagePtr package);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    /// The words are in another language now.
    void retranslate();

private:
    formats::PackagePtr m_package;
};

/// Header and rows of a table, in its order, columns between tabs; numbers plain (Qt::EditRole). A
/// tab or line break inside a cell becomes a space.
[[nodiscard]] QString tableAsTsv(const QAbstractItemModel& table);

} // namespace fe::shell
