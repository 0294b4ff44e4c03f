// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"

#include <QFont>
#include <QPointF>
#include <QRectF>

namespace fe::charts {

/// Where points lie in a plot. Pure geometry.
class ScatterLayout
{
public:
    ScatterLayout() = default;
    /// @param view the part of the plane that is seen: (0, 0, 1, 1) is all of the data with a small
    /// margin, y upwards.
    ScatterLayout(const ScatterData& data, const QRectF& plot, const QRectF& view);

    [[nodiscard]] QRectF plot() const { return m_plot; }
    [[nodiscard]] QRectF view() const { return m_view; }
    /// What the plot shows from edge to edge.
    [[nodiscard]] ValueRange visibleX() const;
    [[nodiscard]] ValueRange visibleY() const;
    /// Not finite for points that have no place (NaN, log of 0); outside of plot() if not seen.
    [[nodiscard]] QPointF place(double x, double y) const;
    /// The inverse of place().
    [[nodiscard]] QPointF valueAt(const QPointF& point) const;
    /// Index of the point nearest to a place, at most `within` pixels away; -1: none. Later points
    /// lie on top. @param hidden categories that are not drawn.
    [[nodiscard]] int nearest(const ScatterData& data, const QVector<bool>& hidden,
                              const QPointF& point, double within) const;
    /// The nearest in a direction (a unit step along one axis, y downwards), within 45 degrees of
    /// it.
    [[nodiscard]] int next(const ScatterData& data, const QVector<bool>& hidden, int from,
                           const QPointF& direction) const;

    /// Views for the wheel and for dragging.
    [[nodiscard]] QRectF zoomed(const QPointF& point, double factor) const;
    [[nodiscard]] QRectF moved(const QPointF& pixels) const;

private:
    QRectF m_plot;
    QRectF m_view { 0, 0, 1, 1 };
    ValueRange m_x; // of view 0 .. 1
    ValueRange m_y;
};

} // namespace fe::charts
