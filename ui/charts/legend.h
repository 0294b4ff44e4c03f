// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QColor>
#include <QRectF>
#include <QStringList>
#include <QVector>

namespace fe::charts {

/// Where the names of series stand above a plot, in rows from the left. Pure geometry.
struct LegendLayout {
    QVector<QRectF> entries; ///< of the first series; the others found no room
    QRectF more; ///< where their number is told
    double bottom = 0;

    /// -1: none.
    [[nodiscard]] int at(const QPointF& place) const;
};
[[nodiscard]] LegendLayout legendLayout(const QStringList& names, const QSizeF& size,
                                        const QFont& font);

struct LegendEntry {
    QString name;
    QColor color;
    int shape = 0; ///< of categoryShape()
    bool joined = true; ///< a line through the shape
    bool hidden = false;
};
/// @param entries of all series.
void paintLegend(QPainter& painter, const LegendLayout& layout, const QVector<LegendEntry>& entries,
                 const ChartStyle& style);

} // namespace fe::charts
