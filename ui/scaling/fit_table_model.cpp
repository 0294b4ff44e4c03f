// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_table_model.h"

#include "charts/plot_ticks.h"
#include "widgets/plain_tool_tip.h"
#include "workspace/error_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

constexpr int kDigits = 4;
constexpr int kFirst = 1; // column of the first parameter; two each

QString number(double value)
{
    return charts::scientificText(value, kDigits);
}

/// Null for other columns.
const scaling::Parameter* parameterAt(const SeriesFit& fit, int column)
{
    const auto index = static_cast<std::size_t>((column - kFirst) / 2);
    return fit.fit && column >= kFirst && index < fit.fit->parameters.size()
        ? &fit.fit->parameters[index]
        : nullptr;
}

} // namespace

void FitTableModel::setFits(FitSetPtr fits)
{
    beginResetModel();
    m_fits = std::move(fits);
    endResetModel();
}

const SeriesFit* FitTableModel::fitAt(int row) const
{
    return m_fits && row >= 0 && row < rowCount() ? &m_fits->series[static_cast<std::size_t>(row)]
                                                  : nullptr;
}

bool FitTableModel::isGiven(int column) const
{
    return m_fits && column >= kFirst && (column - kFirst) % 2 == 1
        && std::any_of(m_fits->series.begin(), m_fits->series.end(),
                       [](const SeriesFit& each) { return each.fit.has_value(); })
        && std::all_of(m_fits->series.begin(), m_fits->series.end(), [&](const SeriesFit& each) {
               const scaling::Parameter* parameter = parameterAt(each, column);
               return !each.fit || (parameter && parameter->fixed);
           });
}

int FitTableModel::parameters() const
{
    return m_fits ? static_cast<int>(scaling::parameterNames(m_fits->settings.law).size()) : 0;
}

int FitTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_fits ? 0 : static_cast<int>(m_fits->series.size());
}

int FitTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_fits ? 0 : kFirst + 2 * parameters() + 2;
}

QString FitTableModel::cell(const SeriesFit& fit, int column) const
{
    if (column == 0) {
        return fit.series.empty() ? tr("all rows") : QString::fromStdString(fit.series);
    }
    if (!fit.fit) {
        return column == kFirst ? tr("no fit") : QString();
    }
    if (column == kFirst + 2 * parameters()) {
        return std::isfinite(fit.fit->r2) ? QLocale().toString(fit.fit->r2, 'f', 3) : QString();
    }
    if (column > kFirst + 2 * parameters()) {
        return QLocale().toString(qulonglong(fit.fit->n));
    }
    const scaling::Parameter* parameter = parameterAt(fit, column);
    if (!parameter) {
        return {};
    }
    if ((column - kFirst) % 2 == 0) {
        return parameter->value ? number(*parameter->value) : tr("not identified");
    }
    if (parameter->fixed) {
        return tr("given");
    }
    return parameter->low && parameter->high
        ? number(*parameter->low) % QStringLiteral(" – ") % number(*parameter->high)
        : QString();
}

QString FitTableModel::toolTip(const SeriesFit& fit, int column) const
{
    if (fit.problem) {
        const workspace::ErrorText text = workspace::errorText(*fit.problem);
        return text.headline % QChar(u'\n') % text.reason;
    }
    const scaling::Parameter* parameter = parameterAt(fit, column);
    QStringList lines;
    if (parameter && !parameter->value) {
        lines.append(tr("The data do not fix it: %1").arg(QString::fromStdString(parameter->why)));
    } else if (parameter && parameter->standardError) {
        lines.append(tr("%1, standard error %2")
                         .arg(number(*parameter->value), number(*parameter->standardError)));
    }
    for (const std::string& warning : fit.fit->warnings) {
        lines.append(QString::fromStdString(warning));
    }
    if (!fit.points.leftOut.empty() && column == 0) {
        lines.append(tr("Rows that the law cannot use: %1")
                         .arg(QLocale().toString(qulonglong(fit.points.leftOut.size()))));
    }
    return lines.join(QChar(u'\n'));
}

QVariant FitTableModel::data(const QModelIndex& index, int role) const
{
    const SeriesFit* fit = index.isValid() ? fitAt(index.row()) : nullptr;
    if (!fit) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return cell(*fit, index.column());
    case Qt::ToolTipRole:
        return widgets::plainToolTip(toolTip(*fit, index.column()));
    case Qt::TextAlignmentRole:
        return index.column() == 0 ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                   : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant FitTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_fits) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section == 0 ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                            : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    if (section == 0) {
        return tr("series");
    }
    if (section >= kFirst + 2 * parameters()) {
        return section == kFirst + 2 * parameters() ? QStringLiteral("R²") : tr("points");
    }
    const auto names = scaling::parameterNames(m_fits->settings.law);
    return (section - kFirst) % 2 == 0
        ? QString::fromUtf8(names[static_cast<std::size_t>((section - kFirst) / 2)])
        : tr("95 %");
}

} // namespace fe::scaling_tab
