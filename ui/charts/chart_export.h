// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QImage>
#include <QToolButton>

class QMenu;

namespace fe::charts {

/// The chart with title above and provenance below, on white, in the light theme whatever the
/// window uses. @param scale picture pixels a logical pixel.
[[nodiscard]] QImage chartImage(const ChartPicture& chart, double scale = 2);
[[nodiscard]] QByteArray chartSvg(const ChartPicture& chart);
/// One page, as large as the chart.
[[nodiscard]] QByteArray chartPdf(const ChartPicture& chart);

/// Writes PNG (twice the size on screen), SVG, PDF or CSV, as the suffix says. The whole file or
/// what was there before. @param error may be null; says why in the user's language.
[[nodiscard]] bool saveChart(const ChartPicture& chart, const QString& path, QString* error);

/// Asks where to and saves; the folder is proposed again the next time. Tells failures in a box.
/// @param suffix "png", "svg", "pdf" or "csv".
void saveChartAs(QWidget* parent, const ChartPicture& chart, const QString& suffix);

/// Adds "Save as PNG…" and its like. The chart must outlive the menu's use.
void addExportActions(QMenu* menu, QWidget* parent, const ChartPicture& chart);

/// The button "Export" of a chart's card.
class ExportButton : public QToolButton
{
    Q_OBJECT
public:
    /// @param chart must outlive the button.
    explicit ExportButton(const ChartPicture& chart, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setTexts();

    const ChartPicture& m_chart;
    QMenu* m_menu;
};

} // namespace fe::charts
