// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_table_model.h"

#include <QLocale>
#include <QRegularExpression>
#include <QSet>

#include <cmath>

namespace fe::attention {

void HeadTableModel::setScores(int layers, int heads, std::vector<ScoreColumn> columns)
{
    beginResetModel();
    m_layers = layers;
    m_heads = qMax(heads, 1);
    m_columns = std::move(columns);
    m_pinned.clear();
    m_off.clear();
    endResetModel();
}

void HeadTableModel::setMarks(const QSet<int>& pinned, const QSet<int>& off)
{
    m_pinned = pinned;
    m_off = off;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    }
}

int HeadTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_columns.empty() ? 0 : m_layers * m_heads;
}

int HeadTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size()) + 1;
}

double HeadTableModel::score(int row, int column) const
{
    return m_columns[static_cast<std::size_t>(column - 1)].values[static_cast<std::size_t>(row)];
}

QVariant HeadTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const int row = index.row();
    if (role == Qt::TextAlignmentRole) {
        return index.column() == 0 ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                   : int(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (index.column() == 0) {
        if (role == kSortRole) {
            return (m_pinned.contains(row) ? -1'000'000 : 0) + row;
        }
        if (role == Qt::DisplayRole) {
            const HeadId head = headOf(row);
            QString text = QStringLiteral("%1.%2").arg(head.layer).arg(head.head);
            text += m_pinned.contains(row) ? QStringLiteral(" •") : QString();
            return m_off.contains(row) ? QString(text % QStringLiteral(" ×")) : text;
        }
        return {};
    }
    const double value = score(row, index.column());
    if (role == kSortRole) {
        return value;
    }
    if (role == Qt::DisplayRole) {
        return std::isnan(value) ? QStringLiteral("–") : QLocale().toString(value, 'f', 2);
    }
    return role == Qt::ToolTipRole && !std::isnan(value) ? QLocale().toString(value, 'g', 6)
                                                         : QVariant();
}

QVariant HeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (section == 0) {
        return role == Qt::DisplayRole ? tr("head") : QVariant();
    }
    const ScoreColumn& column = m_columns[static_cast<std::size_t>(section - 1)];
    return role == Qt::DisplayRole ? column.title
                                   : (role == Qt::ToolTipRole ? column.toolTip : QVariant());
}

const HeadTableModel& HeadFilter::heads() const
{
    return *static_cast<const HeadTableModel*>(sourceModel());
}

bool HeadFilter::setText(const QString& text)
{
    static const QRegularExpression kPlace(QStringLiteral(R"(^\s*(\d+)(?:\.(\d+)?)?\s*$)"));
    static const QRegularExpression kScore(
        QStringLiteral(R"(^\s*(\S[^<>]*?)\s*([<>])\s*([-+0-9.eE]+)\s*$)"));
    m_layer = m_head = m_column = -1;
    bool understood = text.trimmed().isEmpty();
    if (const auto place = kPlace.match(text); place.hasMatch()) {
        m_layer = place.captured(1).toInt();
        m_head = place.captured(2).isEmpty() ? -1 : place.captured(2).toInt();
        understood = true;
    } else if (const auto score = kScore.match(text); score.hasMatch()) {
        for (int column = 1; column < heads().columnCount(); ++column) {
            const QString title
                = heads().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            if (m_column < 0 && title.startsWith(score.captured(1), Qt::CaseInsensitive)) {
                m_column = column;
            }
        }
        m_above = score.captured(2) == QLatin1String(">");
        bool isNumber = false;
        m_limit = score.captured(3).toDouble(&isNumber);
        understood = isNumber && m_column >= 0;
        m_column = understood ? m_column : -1;
    }
    invalidateFilter();
    return understood;
}

bool HeadFilter::takes(int sourceRow) const
{
    const HeadId head = heads().headOf(sourceRow);
    if (m_layer >= 0) {
        return head.layer == m_layer && (m_head < 0 || head.head == m_head);
    }
    if (m_column >= 1 && m_column < heads().columnCount()) {
        const double value = heads().score(sourceRow, m_column);
        return m_above ? value > m_limit : value < m_limit;
    }
    return true;
}

bool HeadFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const double l = left.data(HeadTableModel::kSortRole).toDouble();
    const double r = right.data(HeadTableModel::kSortRole).toDouble();
    if (std::isnan(l) || std::isnan(r)) {
        // What is not a number comes last whichever way is sorted.
        return sortOrder() == Qt::AscendingOrder ? !std::isnan(l) && std::isnan(r)
                                                 : std::isnan(l) && !std::isnan(r);
    }
    return l != r ? l < r : left.row() < right.row();
}

} // namespace fe::attention
