// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/scatter_layout.h"

#include <QPainterPath>

namespace fe::charts {

/// Plot, axes and legend of a scatter plot within a rectangle of that size.
struct ScatterFrame {
    QRectF plot;
    QRectF legend; ///< empty: less than two categories
    double rowHeight = 0; ///< of the legend
    /// Categories that the legend names; the last row tells of the rest.
    int legendRows = 0;
};
[[nodiscard]] ScatterFrame scatterFrame(const ScatterData& data, const QSizeF& size,
                                        const QFont& font);

struct ScatterPainting {
    const ScatterData& data;
    const ScatterLayout& layout;
    const ScatterFrame& frame;
    const ChartStyle& style;
    const QVector<bool>& hidden; ///< categories that are not drawn; may be shorter than the list
    const QVector<int>& highlighted; ///< these alone in full colour; none: all of them
};

void paintScatter(QPainter& painter, const ScatterPainting& scatter);

/// Colour and shape of a category: 64 pairs, so that nothing is told by colour alone.
[[nodiscard]] QColor categoryColor(int category, const widgets::ThemeTokens& tokens);
/// Around the origin. @param size of a circle's diameter; other shapes have about its area.
[[nodiscard]] QPainterPath categoryShape(int category, double size);
[[nodiscard]] double pointSize(qsizetype points, const QFont& font);

} // namespace fe::charts
