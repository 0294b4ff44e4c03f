// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence/ability_table.h"

#include "charts/plot_ticks.h"

#include <cmath>

namespace fe::scaling_tab {

namespace {

double number(const FoundAbility& ability, int column)
{
    switch (column) {
    case AbilityTable::After:
        return ability.after;
    case AbilityTable::At:
        return ability.at;
    case AbilityTable::Chance:
        return ability.chance;
    default:
        return ability.largest;
    }
}

bool isNumber(int column)
{
    return column >= AbilityTable::After && column <= AbilityTable::Largest;
}

} // namespace

void AbilityTable::setAbilities(const FoundAbilities& abilities, bool shares, const QString& scale)
{
    beginResetModel();
    m_abilities = abilities;
    m_shares = shares;
    m_scale = scale;
    endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

int AbilityTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_abilities.size());
}

int AbilityTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(kColumns);
}

QString AbilityTable::text(const FoundAbility& ability, int column) const
{
    switch (column) {
    case Name:
        return ability.name;
    case Source:
        return ability.published ? QStringLiteral("Wei et al. 2022") : tr("this table");
    case Verdict:
        return ability.published ? tr("published") : verdictText(ability.verdict);
    case Note:
        return ability.note;
    default:
        break;
    }
    const double value = number(ability, column);
    if (!std::isfinite(value)) {
        return column == Chance && !ability.published ? tr("varies") : QString();
    }
    if (column == After || column == At) {
        return charts::scientificText(value, 3);
    }
    return charts::numberText(
        value, m_shares ? charts::NumberFormat::Percent : charts::NumberFormat::General);
}

QVariant AbilityTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const FoundAbility& ability = m_abilities[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(ability, index.column());
    case Qt::ToolTipRole:
        return text(ability, index.column()).toHtmlEscaped();
    case kSortRole:
        return isNumber(index.column()) ? QVariant(number(ability, index.column()))
                                        : QVariant(text(ability, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant(int(Qt::AlignVCenter)
                        | int(isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant AbilityTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(int(Qt::AlignVCenter)
                        | int(isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole) {
        return section == After || section == At ? QVariant(m_scale) : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return tr("Ability");
    case Source:
        return tr("Source");
    case Verdict:
        return tr("Verdict");
    case After:
        return tr("Last without");
    case At:
        return tr("First with");
    case Chance:
        return tr("Chance");
    case Largest:
        return tr("At the largest");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

} // namespace fe::scaling_tab
