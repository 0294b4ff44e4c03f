// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/data_table_model.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fe::scaling_tab {

namespace {

/// Places of texts in the order of people, by label: comparing 100,000 rows by their texts would
/// take a second.
std::vector<std::size_t> ranksOf(const scaling::Column& column)
{
    std::vector<std::size_t> labels(column.labels.size());
    std::iota(labels.begin(), labels.end(), std::size_t { 0 });
    std::sort(labels.begin(), labels.end(), [&column](std::size_t a, std::size_t b) {
        return QString::localeAwareCompare(QString::fromStdString(column.labels[a]),
                                           QString::fromStdString(column.labels[b]))
            < 0;
    });
    std::vector<std::size_t> ranks(labels.size());
    for (std::size_t place = 0; place < labels.size(); ++place) {
        ranks[labels[place]] = place;
    }
    return ranks;
}

QVariant alignment(bool right)
{
    return right ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

void DataTableModel::setRows(TablePtr table, const std::vector<std::size_t>& rows)
{
    beginResetModel();
    if (m_table != table) {
        m_sortColumn = -1;
    }
    m_table = std::move(table);
    m_rows = rows;
    order();
    endResetModel();
}

std::size_t DataTableModel::rowAt(int viewRow) const
{
    return m_rows[static_cast<std::size_t>(viewRow)];
}

std::optional<int> DataTableModel::viewRowOf(std::size_t row) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), row);
    return found == m_rows.end() ? std::nullopt
                                 : std::optional(static_cast<int>(found - m_rows.begin()));
}

int DataTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DataTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->columns.size());
}

QVariant DataTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const scaling::Column& column = m_table->columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: {
        const QString text = QString::fromStdString(column.text(rowAt(index.row())));
        return role == Qt::DisplayRole ? text : text.toHtmlEscaped();
    }
    case Qt::TextAlignmentRole:
        return alignment(column.kind != scaling::ColumnKind::Text);
    default:
        return {};
    }
}

QVariant DataTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_table) {
        return {};
    }
    const scaling::Column& column = m_table->columns[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(column.name);
    case Qt::ToolTipRole:
        return column.missing == 0
            ? QVariant()
            : QVariant(tr("missing cells: %1").arg(QLocale().toString(qulonglong(column.missing))));
    case Qt::TextAlignmentRole:
        return alignment(column.kind != scaling::ColumnKind::Text);
    default:
        return {};
    }
}

void DataTableModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<std::size_t> rows;
    for (const QModelIndex& index : before) {
        rows.push_back(rowAt(index.row()));
    }
    m_sortColumn = column;
    m_sortOrder = order;
    this->order();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        after.append(index(*viewRowOf(rows[static_cast<std::size_t>(i)]), before[i].column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void DataTableModel::order()
{
    std::sort(m_rows.begin(), m_rows.end());
    if (!m_table || m_sortColumn < 0 || m_sortColumn >= columnCount()) {
        return;
    }
    const scaling::Column& column = m_table->columns[static_cast<std::size_t>(m_sortColumn)];
    const bool down = m_sortOrder == Qt::DescendingOrder;
    const bool texts = column.kind == scaling::ColumnKind::Text;
    const std::vector<std::size_t> ranks = texts ? ranksOf(column) : std::vector<std::size_t>();
    const auto before = [&](std::size_t a, std::size_t b) {
        return texts ? ranks[column.labelOfRow[a]] < ranks[column.labelOfRow[b]]
                     : column.numbers[a] < column.numbers[b];
    };
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](std::size_t a, std::size_t b) {
        if (column.isMissing(a) || column.isMissing(b)) {
            return !column.isMissing(a) && column.isMissing(b);
        }
        return down ? before(b, a) : before(a, b);
    });
}

void RefusedModel::setTable(TablePtr table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int RefusedModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->refused.size());
}

int RefusedModel::columnCount(const QModelIndex& parent) const
{
    constexpr int kColumns = 3;
    return parent.isValid() ? 0 : kColumns;
}

QVariant RefusedModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const scaling::RefusedCell& cell = m_table->refused[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole) {
        return alignment(index.column() == 0);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
    case 0:
        return QLocale().toString(qulonglong(cell.line));
    case 1:
        return cell.column.empty() ? tr("(whole row)") : QString::fromStdString(cell.column);
    default:
        return QString::fromStdString(cell.why);
    }
}

QVariant RefusedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == 0 ? tr("line") : section == 1 ? tr("column") : tr("reason");
}

} // namespace fe::scaling_tab
