// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/comparison_model.h"

#include "charts/plot_ticks.h"
#include "scaling/fit_panel.h"
#include "widgets/plain_tool_tip.h"

#include <QFont>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

/// What a column sorts by; NaN where there is nothing.
double valueOf(const scaling::ComparedLaw& law, int column)
{
    if (!law.fit) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    switch (column) {
    case ComparisonModel::AiccColumn:
        return law.aicc;
    case ComparisonModel::WeightColumn:
        return law.weight;
    case ComparisonModel::BicColumn:
        return law.bic;
    case ComparisonModel::OutColumn:
        return law.leaveOneOut;
    case ComparisonModel::R2Column:
        return law.fit->r2;
    default:
        return static_cast<double>(law.law);
    }
}

} // namespace

void ComparisonModel::setLaws(std::vector<scaling::ComparedLaw> laws)
{
    beginResetModel();
    m_laws = std::move(laws);
    endResetModel();
    sort(AiccColumn, Qt::AscendingOrder);
}

bool ComparisonModel::isBest(int row) const
{
    const auto aicc = [](const scaling::ComparedLaw& law) { return valueOf(law, AiccColumn); };
    const double here = aicc(m_laws[static_cast<std::size_t>(row)]);
    return std::isfinite(here)
        && std::none_of(m_laws.begin(), m_laws.end(),
                        [&](const auto& other) { return aicc(other) < here; });
}

void ComparisonModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged();
    std::stable_sort(m_laws.begin(), m_laws.end(), [&](const auto& a, const auto& b) {
        const double x = valueOf(a, column);
        const double y = valueOf(b, column);
        if (std::isnan(x) || std::isnan(y)) {
            return !std::isnan(x) && std::isnan(y);
        }
        return order == Qt::AscendingOrder ? x < y : x > y;
    });
    Q_EMIT layoutChanged();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_laws.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString ComparisonModel::cell(int row, int column) const
{
    const scaling::ComparedLaw& law = m_laws[static_cast<std::size_t>(row)];
    if (column == LawColumn) {
        return isBest(row) ? tr("%1 (best)").arg(lawTitle(law.law)) : lawTitle(law.law);
    }
    if (!law.fit) {
        return column == AiccColumn ? tr("no fit") : QString();
    }
    const double value = valueOf(law, column);
    if (!std::isfinite(value)) {
        return QStringLiteral("—");
    }
    switch (column) {
    case WeightColumn:
        return charts::numberText(value, charts::NumberFormat::Percent);
    case R2Column:
        return QLocale().toString(value, 'f', 3);
    case OutColumn:
        return charts::scientificText(value, 3);
    default:
        return QLocale().toString(value, 'f', 2);
    }
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return cell(index.row(), index.column());
    case Qt::ToolTipRole: {
        const scaling::ComparedLaw& law = m_laws[static_cast<std::size_t>(index.row())];
        return law.fit ? QVariant()
                       : QVariant(widgets::plainToolTip(QString::fromStdString(law.why)));
    }
    case Qt::FontRole: {
        QFont font;
        font.setBold(isBest(index.row()));
        return font;
    }
    case Qt::TextAlignmentRole:
        return index.column() == LawColumn ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                           : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignLeft
                        | Qt::AlignVCenter); // the mark of the order stands at the right
    }
    const QString titles[]
        = { tr("law"),           QStringLiteral("AICc"), tr("weight"), QStringLiteral("BIC"),
            tr("leave one out"), QStringLiteral("R²") };
    const QString tips[] = {
        QString(),
        tr("Akaike's criterion for few points, of y: less is better"),
        tr("Akaike's weight: how likely the law is the best of these"),
        tr("Schwarz's criterion, of y: less is better"),
        tr("How far a point lies from the curve that was fitted without it (root mean square, "
           "in y)"),
        QString(),
    };
    return role == Qt::DisplayRole ? QVariant(titles[section])
        : role == Qt::ToolTipRole  ? QVariant(tips[section])
                                   : QVariant();
}

} // namespace fe::scaling_tab
