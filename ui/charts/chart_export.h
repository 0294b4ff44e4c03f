// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_file.h"

#include <QToolButton>

#include <functional>

class QMenu;

namespace fe::charts {

/// Writes the files of charts for which it takes time, off the UI thread. Charts start no threads:
/// whoever has them gives one to them.
class ChartSaver
{
public:
    virtual ~ChartSaver() = default;
    /// UI thread, at once back. Writes the whole file or leaves what was there, and tells what
    /// became of it. @param ended is called on the UI thread, whatever happened, unless this object
    /// is gone.
    virtual void saveChart(const QString& path, ChartFile file, std::function<void()> ended) = 0;
};

struct ExportOptions {
    ChartSaver* saver = nullptr; ///< null: written on the UI thread; must outlive the use
    std::function<void(bool)> running = {}; ///< a file is being written by the saver, or no more
};

/// Writes PNG (twice the size on screen), SVG, PDF or CSV, as the suffix says. The whole file or
/// what was there before. @param error may be null; says why in the user's language.
[[nodiscard]] bool saveChart(const ChartPicture& chart, const QString& path, QString* error);

/// Asks where to and saves; the folder is proposed again the next time. Tells failures in a box.
/// @param suffix "png", "svg", "pdf" or "csv".
void saveChartAs(QWidget* parent, const ChartPicture& chart, const QString& suffix,
                 const ExportOptions& options = {});

/// Adds "Save as PNG…" and its like. The chart must outlive the menu's use.
void addExportActions(QMenu* menu, QWidget* parent, const ChartPicture& chart,
                      const ExportOptions& options = {});

/// The button "Export" of a chart's card. Says so while a file is being written.
class ExportButton : public QToolButton
{
    Q_OBJECT
public:
    /// @param chart must outlive the button.
    explicit ExportButton(const ChartPicture& chart, QWidget* parent = nullptr);

    /// Null, as at first: files are written on the UI thread. Must outlive the button's use.
    void setSaver(ChartSaver* saver);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setRunning(bool running);
    void setLabel();
    void setTexts();

    const ChartPicture& m_chart;
    QMenu* m_menu;
    ChartSaver* m_saver = nullptr;
    int m_running = 0; ///< files being written
};

} // namespace fe::charts
