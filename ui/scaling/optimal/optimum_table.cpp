// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/optimum_table.h"

#include "scaling/page_parts.h"

#include <QCoreApplication>
#include <QLocale>

namespace fe::scaling_tab {

namespace {

QString nameOf(const std::string& id)
{
    QString name = QString::fromStdString(id);
    if (!name.isEmpty()) {
        name[0] = name[0].toUpper();
    }
    return name;
}

QString cellText(const LawOptimum& optimum, int column)
{
    if (column == OptimumTable::Law) {
        return optimum.name;
    }
    if (column == OptimumTable::Source) {
        return QString::fromStdString(optimum.law.source());
    }
    if (!optimum.point) {
        return QStringLiteral("–");
    }
    switch (column) {
    case OptimumTable::Params:
        return countText(optimum.point->params);
    case OptimumTable::Tokens:
        return countText(optimum.point->tokens);
    case OptimumTable::Ratio:
        return QLocale().toString(optimum.point->tokensPerParam(), 'g', 3);
    default:
        return QLocale().toString(optimum.point->loss, 'f', 3);
    }
}

} // namespace

LawOptima optimaOf(const std::optional<scaling::LossLaw>& own, std::optional<double> flops)
{
    LawOptima optima;
    for (const scaling::LossLaw& law : { scaling::LossLaw::kaplan(), scaling::LossLaw::hoffmann(),
                                         scaling::LossLaw::besiroglu() }) {
        optima.push_back({ law, nameOf(law.id()) });
    }
    if (own) {
        optima.push_back(
            { *own, QCoreApplication::translate("fe::scaling_tab::OptimumTable", "Own fit") });
    }
    for (LawOptimum& one : optima) {
        if (flops) {
            if (const auto point = scaling::computeOptimal(one.law, *flops)) {
                one.point = *point;
            }
        }
    }
    return optima;
}

void OptimumTable::setOptima(const LawOptima& optima)
{
    if (optima.size() != m_optima.size()) {
        beginResetModel();
        m_optima = optima;
        endResetModel();
        return;
    }
    m_optima = optima; // the chosen row stays
    if (!m_optima.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(int(m_optima.size()) - 1, kColumns - 1));
    }
}

int OptimumTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_optima.size());
}

int OptimumTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(kColumns);
}

QVariant OptimumTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const LawOptimum& optimum = m_optima[std::size_t(index.row())];
    const bool number = index.column() >= Params && index.column() <= Loss;
    switch (role) {
    case Qt::DisplayRole:
        return cellText(optimum, index.column());
    case Qt::ToolTipRole:
        if (number && optimum.point) {
            const double values[] = { optimum.point->params, optimum.point->tokens,
                                      optimum.point->tokensPerParam(), optimum.point->loss };
            return QLocale().toString(values[index.column() - Params], 'g', 8);
        }
        return cellText(optimum, index.column()).toHtmlEscaped();
    case Qt::TextAlignmentRole:
        return QVariant(int(Qt::AlignVCenter) | int(number ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant OptimumTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section >= Params && section <= Loss;
        return QVariant(int(Qt::AlignVCenter) | int(number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && (section == Loss || section == Ratio)) {
        return section == Loss ? tr("Nats per token") : tr("Tokens a parameter");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Law:
        return tr("Law");
    case Params:
        return tr("Params N");
    case Tokens:
        return tr("Tokens D");
    case Ratio:
        return QStringLiteral("D/N");
    case Loss:
        return tr("Loss");
    case Source:
        return tr("Source");
    default:
        return {};
    }
}

void OptimumTable::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_optima.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(int(m_optima.size()) - 1, kColumns - 1));
    }
}

} // namespace fe::scaling_tab
