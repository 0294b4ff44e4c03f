// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/logit_bias_model.h"

#include "widgets/theme.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::prompting {

void LogitBiasModel::setEntries(const QList<BiasEntry>& entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

void LogitBiasModel::setTokenizer(tokenizers::TokenizerPtr tokenizer)
{
    m_tokenizer = std::move(tokenizer);
    if (!m_entries.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_entries.size()) - 1, Columns - 1));
    }
}

void LogitBiasModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int LogitBiasModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size()) + 1;
}

int LogitBiasModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant LogitBiasModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() > m_entries.size()) {
        return {};
    }
    if (index.row() == m_entries.size()) {
        if (role == Qt::DisplayRole && index.column() == Token) {
            return tr("add a token…");
        }
        return role == Qt::ForegroundRole ? QVariant(widgets::themeTokens(QPalette()).secondary)
                                          : QVariant();
    }
    const BiasEntry& entry = m_entries[index.row()];
    if (role == Qt::DisplayRole || role == Qt::EditRole) {
        if (index.column() == Token) {
            return entry.token;
        }
        return std::isinf(entry.bias) ? tr("never") : QLocale().toString(entry.bias);
    }
    if (m_tokenizer && (role == Qt::ToolTipRole || role == Qt::ForegroundRole)) {
        const auto id = resolveBiasToken(entry.token, *m_tokenizer);
        if (!id) {
            return role == Qt::ForegroundRole
                ? QVariant(widgets::themeTokens(QPalette()).danger)
                : QVariant(tr("This is not one token of the model. Write a single "
                              "token, with its leading space, or # and its number."));
        }
        return role == Qt::ToolTipRole ? QVariant(tr("token %1").arg(*id)) : QVariant();
    }
    return {};
}

QVariant LogitBiasModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Token ? tr("token") : tr("bias");
}

Qt::ItemFlags LogitBiasModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const bool newRow = index.row() == m_entries.size();
    const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return newRow && index.column() != Token ? base : base | Qt::ItemIsEditable;
}

bool LogitBiasModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.row() > m_entries.size()) {
        return false;
    }
    const QString text = value.toString();
    if (index.row() == m_entries.size()) {
        if (index.column() != Token || text.isEmpty()) {
            return false;
        }
        beginInsertRows({}, index.row(), index.row());
        m_entries.append({ text, -5 });
        endInsertRows();
    } else if (index.column() == Token) {
        if (text.isEmpty()) {
            return removeRows(index.row(), 1);
        }
        m_entries[index.row()].token = text;
        Q_EMIT dataChanged(index, index);
    } else {
        bool isNumber = false;
        const double bias = QLocale().toDouble(text.trimmed(), &isNumber);
        const bool never = text.trimmed() == tr("never") || text.trimmed() == QLatin1String("-inf");
        if (!never && (!isNumber || !std::isfinite(bias))) {
            return false;
        }
        m_entries[index.row()].bias
            = never ? -std::numeric_limits<double>::infinity() : std::clamp(bias, -1000.0, 1000.0);
        Q_EMIT dataChanged(index, index);
    }
    Q_EMIT edited();
    return true;
}

bool LogitBiasModel::removeRows(int row, int count, const QModelIndex& parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > m_entries.size()) {
        return false;
    }
    beginRemoveRows({}, row, row + count - 1);
    m_entries.remove(row, count);
    endRemoveRows();
    Q_EMIT edited();
    return true;
}

} // namespace fe::prompting
