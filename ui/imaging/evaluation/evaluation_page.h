// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/evaluation/answer_list.h"
#include "imaging/evaluation/class_table_model.h"
#include "imaging/evaluation/evaluation_run.h"
#include "imaging/vision_page.h"

#include <QSortFilterProxyModel>

class QFrame;
class QLabel;
class QListView;
class QMenu;
class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTreeWidget;
class QToolButton;

namespace fe::charts {
class MatrixChart;
class ReliabilityChart;
} // namespace fe::charts
namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::imaging {

class ComparisonCard;

/// How often a model is right on a folder with one subfolder a class: accuracies, confusion,
/// calibration, classes, the worst mistakes as pictures, and a comparison with other templates or
/// another model.
class EvaluationPage : public VisionPage
{
    Q_OBJECT
public:
    EvaluationPage(VisionState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    /// The first folder becomes the one to evaluate.
    bool openPaths(const QStringList& paths) override;

    /// Reads the names in a folder; `evaluate` begins at once when that is done.
    void openFolder(const QString& path, bool evaluate);
    [[nodiscard]] const EvaluationRun& run() const { return m_run; }
    /// Writes the answers as CSV. @param error may be null.
    [[nodiscard]] bool savePredictions(const QString& path, QString* error) const;
    /// Keeps the accuracy for the Scaling tab, with the size of the model.
    void sendToScaling();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum View { ConfusionView, ReliabilityView, ClassesView, ComparisonView, SkippedView };

    void build();
    [[nodiscard]] QWidget* buildHeader();
    [[nodiscard]] QWidget* buildHint();
    [[nodiscard]] QWidget* buildViews();
    [[nodiscard]] QWidget* buildChartCard(QLabel*& title, QWidget* chart, QWidget* button);
    [[nodiscard]] QWidget* buildClasses();
    [[nodiscard]] QWidget* buildStrip();
    void connectParts();
    void connectCharts();
    void fillSamples();
    void chooseFolder();
    void toggleRun();
    void followModel();
    void followTexts();
    void folderRead(const QString& path, const LabelledFolderPtr& folder, bool evaluate);
    void showAnswers();
    void showProgress();
    void showNumbers();
    void showHint();
    void showSkipped();
    void showPictures(const QString& title, std::vector<std::size_t> pictures);
    void showMistakes();
    void openSelected();
    void saveCsv(const QString& name, const QByteArray& csv);
    void showError(const base::Error& error);
    [[nodiscard]] QString provenance() const;
    void retranslate();

    VisionState& m_state;
    EvaluationRun m_run;
    ClassTableModel m_classes;
    QSortFilterProxyModel m_sortedClasses;
    AnswerList m_pictures;
    QString m_path; ///< of the folder
    AnswersPtr m_shown;
    jobs::JobHandle m_reading;
    jobs::JobHandle m_keeping;

    widgets::MessageBanner* m_banner = nullptr;
    QLabel* m_folder = nullptr;
    QPushButton* m_choose = nullptr;
    QToolButton* m_samples = nullptr;
    QMenu* m_sampleMenu = nullptr;
    QPushButton* m_start = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QPushButton* m_scaling = nullptr;
    QToolButton* m_export = nullptr;
    QMenu* m_exportMenu = nullptr;
    QWidget* m_numbers = nullptr;
    QLabel* m_number[4] = {}; ///< top-1, top-5, pictures, calibration error
    QLabel* m_numberName[4] = {};
    widgets::SegmentedControl* m_views = nullptr;
    QStackedWidget* m_whole = nullptr; ///< the hint or the views
    QFrame* m_hint = nullptr;
    QLabel* m_hintHeadline = nullptr;
    QLabel* m_hintText = nullptr;
    QPushButton* m_hintButton = nullptr;
    QPushButton* m_hintSamples = nullptr;
    QSplitter* m_columns = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_confusionTitle = nullptr;
    charts::MatrixChart* m_confusion = nullptr;
    QLabel* m_reliabilityTitle = nullptr;
    charts::ReliabilityChart* m_reliability = nullptr;
    QLabel* m_classesTitle = nullptr;
    QTableView* m_classTable = nullptr;
    ComparisonCard* m_comparison = nullptr;
    QTreeWidget* m_skipped = nullptr;
    QFrame* m_strip = nullptr;
    QLabel* m_stripTitle = nullptr;
    QPushButton* m_mistakes = nullptr;
    QListView* m_tiles = nullptr;
};

} // namespace fe::imaging
