// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/model_catalog.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <optional>

namespace fe::shell {

/// A word on the state of a model, drawn as a pill.
struct Badge {
    enum class Tone { Good, Plain, Bad };
    QString text;
    Tone tone = Tone::Plain;

    friend bool operator==(const Badge&, const Badge&) = default;
};

/// The models of the catalogue, a row each.
class ModelListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Name,
        State,
        Architecture,
        Kind,
        Parameters,
        Context,
        Size,
        Licence,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole + 1, ///< numbers as numbers; what is unknown comes first
        PathRole,
        SearchRole, ///< all words that a search may find the row by
        BadgesRole, ///< QList<Badge>, of the column State
        SlotRole, ///< workspace::Role as int; invalid for a model that cannot be used
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<workspace::CatalogEntry>& entries);
    /// @param inUse paths of the models in the window's slots.
    /// @param loading name of the model that is being loaded; empty for none.
    void setStates(const QStringList& inUse, const QString& loading);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    /// The words are in another language now.
    void retranslate();

private:
    [[nodiscard]] QString text(const workspace::CatalogEntry& entry, int column) const;
    [[nodiscard]] QVariant sortKey(const workspace::CatalogEntry& entry, int column) const;
    [[nodiscard]] QList<Badge> badges(const workspace::CatalogEntry& entry) const;

    QList<workspace::CatalogEntry> m_entries;
    QStringList m_inUse;
    QString m_loading;
};

/// Rows that have every word of a search, and are for one slot of the window if asked for.
class ModelListFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ModelListFilter(QObject* parent = nullptr);

    void setSearch(const QString& text);
    void setRole(std::optional<workspace::Role> role);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    std::optional<workspace::Role> m_role;
};

} // namespace fe::shell
