// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"
#include "widgets/theme.h"

#include <QFont>
#include <QSizeF>

#include <memory>

class QPainter;

namespace fe::charts {

/// How a chart is drawn.
struct ChartStyle {
    widgets::ThemeTokens tokens;
    QFont font;
};

/// What every chart can do besides being looked at. A picture is drawn by the code that draws the
/// screen, in a style and size of its own.
class ChartPicture
{
public:
    virtual ~ChartPicture() = default;

    [[nodiscard]] virtual ChartText chartText() const = 0;
    [[nodiscard]] virtual QByteArray csv() const = 0;
    /// Room that the whole chart wants, without title and provenance.
    [[nodiscard]] virtual QSizeF pictureSize() const = 0;
    /// Draws the whole chart into (0, 0, size); the background is painted already.
    virtual void paintPicture(QPainter& painter, const QSizeF& size,
                              const ChartStyle& style) const = 0;

    /// The chart as it is now, for any thread. Null of charts that are drawn and written so fast
    /// that nobody waits.
    [[nodiscard]] virtual std::shared_ptr<const ChartPicture> snapshot() const { return nullptr; }
    /// csv() of tables for which it takes time; empty if it was cancelled.
    [[nodiscard]] virtual QByteArray csvUnless(const IsCancelled& /*isCancelled*/) const
    {
        return csv();
    }
};

/// A length of the design (13 px text) in that font's pixels.
[[nodiscard]] double designPixels(double pixels, const QFont& font);

} // namespace fe::charts
