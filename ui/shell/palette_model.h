// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QAction>
#include <QList>
#include <QPointer>

namespace fe::shell {

/// An action with the group it is listed under ("Prompt").
struct PaletteEntry {
    QPointer<QAction> action;
    QString group;
};

/// The actions that fit a query, best first; with an empty query all, in the order given.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        GroupRole = Qt::UserRole + 1,
        ShortcutRole, ///< as shown to the user
        PositionsRole, ///< QList<qsizetype>: matched characters of the text
    };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<PaletteEntry> entries);
    void setQuery(const QString& query);
    /// Null outside the list, or if the action is gone.
    [[nodiscard]] QAction* actionAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        qsizetype entry = 0;
        int score = 0;
        QList<qsizetype> positions;
    };
    void filter();

    QList<PaletteEntry> m_entries;
    QList<Row> m_rows;
    QString m_query;
};

/// An action's text without mnemonics and trailing dots kept: "Open &file…" -> "Open file…".
[[nodiscard]] QString plainText(const QAction& action);

} // namespace fe::shell
