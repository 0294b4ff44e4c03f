// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/sweep/sweep_examples_model.h"
#include "prompting/sweep/sweep_labels_model.h"
#include "prompting/sweep/sweep_view.h"

#include <QAction>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QWidget>

#include <array>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace fe::charts {
class ExportButton;
class LineChart;
class MatrixChart;
struct LinePlace;
} // namespace fe::charts
namespace fe::widgets {
class SegmentedControl;
}

namespace fe::prompting {

/// What sweeps found: accuracy by shots, and of the chosen point confusion, labels and every
/// example with its exact prompt. Judging is done in the io lane.
class SweepResults : public QWidget
{
    Q_OBJECT
public:
    explicit SweepResults(jobs::JobRunner& runner, QWidget* parent = nullptr);

    /// May be called many times a second: what is judged meanwhile is left out.
    void setSweeps(const std::vector<Sweep>& sweeps);
    /// As they are shown: a moment behind setSweeps().
    [[nodiscard]] const SweepViews& views() const { return m_views; }
    /// As they were set.
    [[nodiscard]] const std::vector<Sweep>& sweeps() const { return m_sweeps; }
    /// The lines of the chart.
    [[nodiscard]] const std::vector<SweepLine>& lines() const { return m_lines; }
    [[nodiscard]] const std::vector<QAction*>& exportActions() const { return m_exports; }

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void failed(const fe::base::Error& error);
    /// The points of lines() as measurements.
    void scalingWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Page { ExamplesPage, ConfusionPage, LabelsPage };
    enum Export { PointsCsv, ExamplesCsv, RecordJson, ExportCount };

    void build();
    [[nodiscard]] QWidget* buildChart();
    [[nodiscard]] QWidget* buildPoint();
    [[nodiscard]] QWidget* buildExamples();
    void buildExports();
    void connectParts();
    void judge();
    void showViews();
    void fillScorings();
    void showChart();
    void choosePoint(const charts::LinePlace& place);
    void chooseLast();
    void showPoint();
    void sizeColumns();
    void filterExamples();
    void showPrompt();
    void exportAs(Export what);
    void retranslate();
    [[nodiscard]] std::optional<evaluation::SweepScoring> scoring() const;
    [[nodiscard]] const evaluation::SweepPoint* point() const;

    jobs::JobRunner& m_runner;
    std::vector<Sweep> m_sweeps;
    bool m_stale = false; ///< m_sweeps is newer than what is being judged
    jobs::JobHandle m_judging;
    jobs::JobHandle m_prompting;
    jobs::JobHandle m_writing;
    SweepViews m_views;
    std::vector<SweepLine> m_lines;
    std::optional<SweepLine> m_line; ///< of the chosen point
    std::int64_t m_shots = 0; ///< of the chosen point
    SweepExamplesModel m_examples;
    SweepExamplesFilter m_filtered;
    SweepLabelsModel m_labelRows;
    QSortFilterProxyModel m_sortedLabels;
    std::vector<QAction*> m_exports;

    QSplitter* m_splitter = nullptr;
    QLabel* m_title = nullptr;
    QComboBox* m_scoring = nullptr;
    QComboBox* m_interval = nullptr;
    charts::LineChart* m_chart = nullptr;
    QToolButton* m_export = nullptr;
    QPushButton* m_scaling = nullptr;
    QLabel* m_pointTitle = nullptr;
    widgets::SegmentedControl* m_pages = nullptr;
    QStackedWidget* m_stack = nullptr;
    QCheckBox* m_onlyWrong = nullptr;
    QCheckBox* m_onlyShots = nullptr;
    QComboBox* m_numbers = nullptr;
    QSplitter* m_exampleSplitter = nullptr;
    QTableView* m_table = nullptr;
    QPlainTextEdit* m_prompt = nullptr;
    charts::MatrixChart* m_confusion = nullptr;
    charts::ExportButton* m_confusionExport = nullptr;
    QTableView* m_labelTable = nullptr;
};

} // namespace fe::prompting
