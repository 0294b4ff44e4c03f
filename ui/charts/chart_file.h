// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QImage>

namespace fe::charts {

/// The chart with title above and provenance below, on white, in the light theme whatever the
/// window uses. @param scale picture pixels a logical pixel.
[[nodiscard]] QImage chartImage(const ChartPicture& chart, double scale = 2);
[[nodiscard]] QByteArray chartSvg(const ChartPicture& chart);
/// One page, as large as the chart.
[[nodiscard]] QByteArray chartPdf(const ChartPicture& chart);

/// PNG (twice the size on screen), SVG, PDF and CSV, in lower case.
[[nodiscard]] bool isChartSuffix(const QString& suffix);

/// What a file of a chart is made of: the chart as it was when this was made. Large charts are
/// drawn and written by content(), others at once.
class ChartFile
{
public:
    /// On the UI thread. @param suffix isChartSuffix().
    ChartFile(const ChartPicture& chart, const QString& suffix);

    /// Any thread. Empty where it was cancelled.
    [[nodiscard]] QByteArray content(const IsCancelled& isCancelled = {}) const;

private:
    QString m_suffix;
    std::shared_ptr<const ChartPicture> m_chart; ///< null: m_content has it
    ChartStyle m_style;
    QByteArray m_content;
};

} // namespace fe::charts
