// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/emergence/found_ability.h"

#include <QAbstractTableModel>

namespace fe::scaling_tab {

/// Abilities and where they appear, as a table.
class AbilityTable : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Source, Verdict, After, At, Chance, Largest, Note, kColumns };
    /// The value as a number (NaN for none) or text, for sorting.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// @param shares scores are shown in percent. @param scale names At and After.
    void setAbilities(const FoundAbilities& abilities, bool shares, const QString& scale);
    [[nodiscard]] const FoundAbilities& abilities() const { return m_abilities; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString text(const FoundAbility& ability, int column) const;

    FoundAbilities m_abilities;
    bool m_shares = false;
    QString m_scale;
};

} // namespace fe::scaling_tab
