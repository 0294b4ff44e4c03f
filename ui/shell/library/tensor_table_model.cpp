// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/tensor_table_model.h"

#include "base/shape.h"

#include <QLocale>

#include <array>
#include <utility>

namespace fe::shell {

void TensorTableModel::setPackage(formats::PackagePtr package)
{
    beginResetModel();
    m_package = std::move(package);
    endResetModel();
}

int TensorTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_package ? 0 : static_cast<int>(m_package->tensors().size());
}

int TensorTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TensorTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const formats::TensorEntry& tensor
        = m_package->tensors()[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            (index.column() == Bytes ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole && role != Qt::EditRole && role != kSortRole) {
        return {};
    }
    switch (index.column()) {
    case Name:
        return QString::fromStdString(tensor.name);
    case Type: {
        const std::string_view name = base::dtypeInfo(tensor.dtype).name;
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    case Shape:
        if (role == kSortRole) {
            return qint64 { base::elementCount(tensor.shape).value_or(0) };
        }
        return QString::fromStdString(base::shapeText(tensor.shape));
    default:
        return role == Qt::DisplayRole ? QVariant(QLocale().toString(quint64 { tensor.bytes }))
                                       : QVariant::fromValue<quint64>(tensor.bytes);
    }
}

QVariant TensorTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            Qt::Alignment((section == Bytes ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const std::array titles { tr("Tensor"), tr("Type"), tr("Shape"), tr("Bytes") };
    return titles.at(static_cast<std::size_t>(section));
}

void TensorTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (const int rows = rowCount(); rows > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rows - 1, ColumnCount - 1));
    }
}

QString tableAsTsv(const QAbstractItemModel& table)
{
    const auto cell = [](const QVariant& value) {
        QString text = value.toString();
        return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
            .replace(QLatin1Char('\n'), QLatin1Char(' '));
    };
    QString tsv;
    for (int row = -1; row < table.rowCount(); ++row) {
        for (int column = 0; column < table.columnCount(); ++column) {
            tsv += column == 0 ? QString() : QStringLiteral("\t");
            tsv += cell(row < 0 ? table.headerData(column, Qt::Horizontal)
                                : table.index(row, column).data(Qt::EditRole));
        }
        tsv += QLatin1Char('\n');
    }
    return tsv;
}

} // namespace fe::shell
