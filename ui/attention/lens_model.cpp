// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/lens_model.h"

#include "charts/chart_data.h"

#include <QLocale>

#include <algorithm>

namespace fe::attention {

void LensModel::setTable(LensTablePtr table)
{
    beginResetModel();
    m_table = std::move(table);
    m_mostEntropy = m_mostDivergence = 1e-9;
    if (m_table) {
        for (const LensCell& cell : m_table->cells) {
            m_mostEntropy = std::max(m_mostEntropy, cell.entropy);
            m_mostDivergence = std::max(m_mostDivergence, cell.klToFinal);
        }
    }
    endResetModel();
}

void LensModel::setColour(Colour colour)
{
    m_colour = colour;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), { kShareRole });
    }
}

const LensCell& LensModel::cell(const QModelIndex& index) const
{
    const int layer = m_table->layers - 1 - index.row();
    return m_table
        ->cells[static_cast<std::size_t>(layer) * static_cast<std::size_t>(m_table->tokens.size())
                + static_cast<std::size_t>(index.column())];
}

int LensModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : m_table->layers;
}

int LensModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->tokens.size());
}

double LensModel::share(const LensCell& cell) const
{
    switch (m_colour) {
    case Colour::Probability:
        return cell.top.empty() ? 0 : cell.top.front().probability;
    case Colour::Entropy:
        return cell.entropy / m_mostEntropy;
    case Colour::Divergence:
        return cell.klToFinal / m_mostDivergence;
    }
    return 0;
}

QVariant LensModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const LensCell& here = cell(index);
    switch (role) {
    case Qt::DisplayRole:
        return here.top.empty() ? QString() : here.top.front().token;
    case kShareRole:
        return share(here);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole: {
        const QLocale locale;
        QStringList lines;
        for (const LensCell::Top& top : here.top) {
            lines.append(QStringLiteral("%1 %\t%2")
                             .arg(locale.toString(top.probability * 100, 'f', 1), top.token));
        }
        lines.append(tr("entropy %1 nats · KL to the last layer %2 nats")
                         .arg(locale.toString(here.entropy, 'f', 2),
                              locale.toString(here.klToFinal, 'f', 2)));
        return lines.join(QLatin1Char('\n'));
    }
    default:
        return {};
    }
}

QVariant LensModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || !m_table) {
        return {};
    }
    if (orientation == Qt::Horizontal) {
        return m_table->tokens.value(section);
    }
    const int layer = m_table->layers - 1 - section;
    return layer == 0 ? tr("input") : QString::number(layer);
}

QByteArray csvOf(const LensTable& table, const charts::IsCancelled& cancel)
{
    QByteArray csv = charts::csvLine(
        { LensModel::tr("layer"), LensModel::tr("position"), LensModel::tr("token"),
          LensModel::tr("rank"), LensModel::tr("predicted"), LensModel::tr("probability"),
          LensModel::tr("entropy"), LensModel::tr("KL to the last layer") });
    auto cell = table.cells.begin();
    for (int layer = 0; layer < table.layers && !(cancel && cancel()); ++layer) {
        for (int position = 0; position < table.tokens.size(); ++position) {
            const LensCell& here = *cell++;
            for (std::size_t rank = 0; rank < here.top.size(); ++rank) {
                csv += charts::csvLine(
                    { QString::number(layer), QString::number(position), table.tokens.at(position),
                      QString::number(rank + 1), here.top[rank].token,
                      charts::csvNumber(here.top[rank].probability),
                      charts::csvNumber(here.entropy), charts::csvNumber(here.klToFinal) });
            }
        }
    }
    return csv;
}

} // namespace fe::attention
