// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palette_model.h"

#include "shell/fuzzy_match.h"
#include "widgets/themed_icon.h"

#include <QKeySequence>

#include <algorithm>

namespace fe::shell {

QString plainText(const QAction& action)
{
    QString text = action.text();
    text.replace(QLatin1String("&&"), QLatin1String("\x01"));
    text.remove(QLatin1Char('&'));
    text.replace(QLatin1Char('\x01'), QLatin1Char('&'));
    return text.section(QLatin1Char('\t'), 0, 0);
}

void PaletteModel::setEntries(QList<PaletteEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    filter();
    endResetModel();
}

void PaletteModel::setQuery(const QString& query)
{
    beginResetModel();
    m_query = query;
    filter();
    endResetModel();
}

void PaletteModel::filter()
{
    m_rows.clear();
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry& entry = m_entries.at(i);
        if (!entry.action) {
            continue;
        }
        const QString text = plainText(*entry.action);
        if (auto inText = fuzzyMatch(m_query, text)) {
            m_rows.append({ i, inText->score + 4, inText->positions });
        } else if (const auto withGroup
                   = fuzzyMatch(m_query, entry.group + QLatin1Char(' ') + text)) {
            m_rows.append({ i, withGroup->score, {} });
        }
    }
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [](const Row& left, const Row& right) { return left.score > right.score; });
}

QAction* PaletteModel::actionAt(int row) const
{
    return row < 0 || row >= m_rows.size() ? nullptr
                                           : m_entries.at(m_rows.at(row).entry).action.data();
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    const QAction* action = index.isValid() ? actionAt(index.row()) : nullptr;
    if (!action) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return plainText(*action);
    case Qt::DecorationRole:
        if (action->isCheckable()) {
            return action->isChecked()
                ? widgets::themedIcon(QStringLiteral("check"), widgets::IconRole::Accent)
                : QIcon();
        }
        return action->icon();
    case GroupRole:
        return m_entries.at(m_rows.at(index.row()).entry).group;
    case ShortcutRole:
        return action->shortcut().toString(QKeySequence::NativeText);
    case PositionsRole:
        return QVariant::fromValue(m_rows.at(index.row()).positions);
    case Qt::AccessibleTextRole: {
        const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
        return shortcut.isEmpty() ? plainText(*action)
                                  : QString(plainText(*action) + QStringLiteral(", ") + shortcut);
    }
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const
{
    const QAction* action = index.isValid() ? actionAt(index.row()) : nullptr;
    return action && action->isEnabled() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                         : Qt::NoItemFlags;
}

} // namespace fe::shell
