// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/evaluation/evaluation_page.h"

#include "charts/matrix_chart.h"
#include "charts/reliability_chart.h"
#include "imaging/evaluation/comparison_card.h"
#include "imaging/pictures/dropped_pictures.h"
#include "pictures/picture_files.h"
#include "widgets/message_banner.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/segmented_control.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonObject>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

namespace fe::imaging {

namespace {

// A confusion matrix has as many cells as classes squared.
constexpr std::size_t kMostClasses = 2000;
constexpr std::size_t kMostSkippedShown = 10'000;

base::Result<LabelledFolderPtr> readFolder(const QString& path, const base::CancelToken& cancel)
{
    auto folder = pictures::readLabelledFolder(workspace::toPath(path), &cancel);
    if (!folder) {
        return folder.error();
    }
    if (folder->labels.size() > kMostClasses) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot evaluate the folder",
                             workspace::toPath(path).string(),
                             {},
                             "it has " + base::grouped(folder->labels.size())
                                 + " subfolders; at most " + base::grouped(kMostClasses)
                                 + " classes are evaluated",
                             "use `fexp evaluate-images`, or a folder with fewer classes" };
    }
    return std::make_shared<const pictures::LabelledFolder>(*std::move(folder));
}

} // namespace

EvaluationPage::EvaluationPage(VisionState& state, QWidget* parent)
    : VisionPage(parent), m_state(state),
      m_run(state.runner(), QStringLiteral("vision.evaluation")), m_pictures(state.runner())
{
    build();
    connectParts();
    connectCharts();
    followModel();
    retranslate();
}

void EvaluationPage::connectParts()
{
    connect(&m_state, &VisionState::modelChanged, this, &EvaluationPage::followModel);
    connect(&m_state, &VisionState::templatesChanged, this, &EvaluationPage::followTexts);
    connect(&m_state, &VisionState::scoringChanged, this, &EvaluationPage::followTexts);
    connect(&m_classes, &ClassTableModel::textsChanged, this, &EvaluationPage::followTexts);
    connect(&m_run, &EvaluationRun::progressed, this, &EvaluationPage::showProgress);
    connect(&m_run, &EvaluationRun::answersChanged, this, &EvaluationPage::showAnswers);
    connect(&m_run, &EvaluationRun::failed, this, &EvaluationPage::showError);
    connect(m_comparison, &ComparisonCard::failed, this, &EvaluationPage::showError);
    connect(m_choose, &QPushButton::clicked, this, &EvaluationPage::chooseFolder);
    connect(m_start, &QPushButton::clicked, this, &EvaluationPage::toggleRun);
    connect(m_hintButton, &QPushButton::clicked, this, [this] {
        if (m_state.canClassify()) {
            m_path.isEmpty() ? chooseFolder() : toggleRun();
        } else {
            m_state.workspace().askForModel(workspace::Role::Picture);
        }
    });
    connect(m_views, &widgets::SegmentedControl::currentChanged, m_stack,
            &QStackedWidget::setCurrentIndex);
    connect(m_mistakes, &QPushButton::clicked, this, &EvaluationPage::showMistakes);
    connect(m_tiles, &QListView::activated, this, &EvaluationPage::openSelected);
}

void EvaluationPage::connectCharts()
{
    const auto name = [this](int label) { return m_classes.index(label, 0).data().toString(); };
    connect(m_confusion, &charts::MatrixChart::cellActivated, this,
            [this, name](int truth, int predicted) {
                if (m_shown) {
                    auto found
                        = picturesInCell(*m_shown, std::size_t(truth), std::size_t(predicted));
                    const QString count = QLocale().toString(qulonglong(found.size()));
                    showPictures(tr("%1 taken for %2: %3").arg(name(truth), name(predicted), count),
                                 std::move(found));
                }
            });
    connect(m_reliability, &charts::ReliabilityChart::binActivated, this, [this](int bin) {
        if (m_shown) {
            auto found = picturesInBin(*m_shown, std::size_t(bin));
            const charts::ConfidenceBin& shown = m_reliability->data().bins[bin];
            const auto percent = [](double share) {
                return charts::numberText(share, charts::NumberFormat::Percent);
            };
            const QString count = QLocale().toString(qulonglong(found.size()));
            showPictures(
                tr("Confidence %1 to %2: %3").arg(percent(shown.low), percent(shown.high), count),
                std::move(found));
        }
    });
    connect(m_classTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this, name](const QModelIndex& current) {
                if (m_shown && current.isValid()) {
                    const int row = m_sortedClasses.mapToSource(current).row();
                    showPictures(tr("Pictures of %1, mistakes first").arg(name(row)),
                                 picturesOfClass(*m_shown, std::size_t(row)));
                }
            });
}

bool EvaluationPage::openPaths(const QStringList& paths)
{
    for (const QString& path : paths) {
        if (QFileInfo(path).isDir()) {
            openFolder(path, true);
            return true;
        }
    }
    return false;
}

void EvaluationPage::chooseFolder()
{
    const QString path
        = QFileDialog::getExistingDirectory(this, tr("Evaluate a labelled folder"), m_path);
    if (!path.isEmpty()) {
        openFolder(path, true);
    }
}

void EvaluationPage::openFolder(const QString& path, bool evaluate)
{
    m_banner->dismiss();
    m_reading = m_state.runner().start<LabelledFolderPtr>(
        { .title = tr("Listing %1").arg(QFileInfo(path).fileName()),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.evaluation.list") },
        [path](const base::CancelToken& cancel, base::Progress&) {
            return readFolder(path, cancel);
        },
        { .done = [this, path, evaluate](
                      const LabelledFolderPtr& folder) { folderRead(path, folder, evaluate); },
          .cancelled = [this] { showProgress(); },
          .failed = [this](const base::Error& error) { showError(error); } });
    showProgress();
}

void EvaluationPage::folderRead(const QString& path, const LabelledFolderPtr& folder, bool evaluate)
{
    m_path = path;
    m_skipped->clear();
    m_run.setFolder(folder);
    m_classes.setFolder(folder);
    followTexts();
    if (evaluate && m_state.canClassify()) {
        m_run.start();
    }
    showProgress();
}

void EvaluationPage::toggleRun()
{
    m_banner->dismiss();
    if (m_run.isRunning()) {
        m_run.stop();
    } else {
        m_run.start();
    }
}

void EvaluationPage::followModel()
{
    m_run.setModel(m_state.canClassify() ? m_state.model() : nullptr);
    followTexts();
    showProgress();
}

void EvaluationPage::followTexts()
{
    // What is typed while another page is shown is scored when this one is again.
    if (!m_run.folder() || !isVisible()) {
        return;
    }
    m_run.setTemperature(m_state.scoring().temperature);
    m_run.setTexts(m_classes.texts(), m_state.templates());
    m_comparison->setLabels(m_classes.texts());
}

void EvaluationPage::showProgress()
{
    const bool running = m_run.isRunning();
    const bool reads = m_run.done() < m_run.total();
    m_folder->setText(m_path.isEmpty() ? tr("No folder yet") : QDir(m_path).dirName());
    m_folder->setToolTip(widgets::plainToolTip(QDir::toNativeSeparators(m_path)));
    m_progress->setVisible(running);
    m_progress->setRange(0, reads ? std::max(1, m_run.total()) : 0);
    m_progress->setValue(m_run.done());
    const QLocale locale;
    m_progressText->setText(
        m_run.folder() ? tr("%1 of %2 pictures")
                             .arg(locale.toString(m_run.done()), locale.toString(m_run.total()))
                       : QString());
    m_start->setEnabled(
        running
        || (m_run.folder() && m_state.canClassify() && (!m_run.isComplete() || !m_run.answers())));
    m_start->setText(running                                       ? tr("Stop")
                         : m_run.done() > 0 && !m_run.isComplete() ? tr("Go on")
                                                                   : tr("Evaluate"));
    showHint();
    showSkipped();
}

/// Instead of the views, while there is nothing to be seen in them.
void EvaluationPage::showHint()
{
    const bool reading = m_reading.isActive() || m_run.isRunning();
    const bool nothingUsable = m_run.isComplete() && !reading && !m_run.answers();
    const bool hint = !m_shown && !nothingUsable;
    m_whole->setCurrentWidget(hint ? static_cast<QWidget*>(m_hint) : m_columns);
    m_numbers->setVisible(!hint);
    m_export->setVisible(!hint);
    m_scaling->setVisible(!hint && m_shown);
    m_samples->setVisible(!m_sampleMenu->isEmpty() && !m_path.isEmpty());
    if (!hint) {
        return;
    }
    m_hintSamples->setVisible(m_state.canClassify() && m_path.isEmpty()
                              && !m_sampleMenu->isEmpty());
    m_hintButton->setVisible(!reading);
    if (!m_state.canClassify()) {
        m_hintHeadline->setText(m_state.model() ? tr("%1 reads no words").arg(m_state.modelName())
                                                : tr("No picture model is open"));
        m_hintText->setText(tr("To evaluate labels a CLIP or SigLIP model is needed, which puts "
                               "pictures and words into one space."));
        m_hintButton->setText(tr("Choose a picture model…"));
    } else if (reading) {
        m_hintHeadline->setText(tr("Evaluating…"));
        m_hintText->setText(tr("What is finished stays when you stop."));
    } else if (m_path.isEmpty()) {
        m_hintHeadline->setText(tr("How often is the model right?"));
        m_hintText->setText(tr("Drop or choose a folder with one subfolder a class, named as its "
                               "label. The templates at the left are used; the labels there are "
                               "not."));
        m_hintButton->setText(tr("Choose a folder…"));
    } else {
        m_hintHeadline->setText(tr("Ready"));
        m_hintText->setText(tr("%1 classes, %2 pictures")
                                .arg(m_classes.rowCount())
                                .arg(QLocale().toString(m_run.total())));
        m_hintButton->setText(tr("Evaluate"));
    }
}

QString EvaluationPage::provenance() const
{
    return tr("%1 on %2, %3 of %4 pictures; softmax at temperature %5; templates: %6")
        .arg(m_state.modelName(), QDir(m_path).dirName(),
             QLocale().toString(qlonglong(m_shown->evaluation.count)),
             QLocale().toString(m_run.total()), QLocale().toString(m_state.scoring().temperature),
             m_run.templates().join(QStringLiteral(", ")));
}

void EvaluationPage::showNumbers()
{
    const analysis::ImageEvaluation& result = m_shown->evaluation;
    const auto percent
        = [](double share) { return charts::numberText(share, charts::NumberFormat::Percent); };
    m_number[0]->setText(percent(result.top1));
    m_number[1]->setText(percent(result.top5));
    m_number[2]->setText(QLocale().toString(qlonglong(result.count)));
    m_number[3]->setText(percent(result.calibrationError));
}

void EvaluationPage::showAnswers()
{
    m_shown = m_run.answers();
    m_classes.setAnswers(m_shown);
    if (!m_shown) {
        m_pictures.show(nullptr, {});
        showHint();
        return;
    }
    showNumbers();
    charts::MatrixData confusion = confusionData(*m_shown);
    confusion.text = { tr("Confusion"), provenance() };
    confusion.rowAxis.name = tr("truth");
    confusion.columnAxis.name = tr("prediction");
    confusion.valueAxis.name = tr("pictures");
    m_confusion->setData(confusion);
    charts::ReliabilityData reliability = reliabilityData(*m_shown);
    reliability.text = { tr("Reliability"), provenance() };
    m_reliability->setData(reliability);
    showMistakes();
    showHint();
    m_state.workspace().reportMessage(
        tr("%1: top-1 %2 of %3 pictures")
            .arg(QDir(m_path).dirName(), m_number[0]->text(), m_number[2]->text()));
}

/// Adds those that are new; a new folder begins with none.
void EvaluationPage::showSkipped()
{
    const auto& skipped = m_run.skipped();
    const auto shown = std::size_t(m_skipped->topLevelItemCount());
    if (skipped.size() < shown) {
        m_skipped->clear();
        showSkipped();
        return;
    }
    const QDir folder(m_path);
    QList<QTreeWidgetItem*> rows;
    for (std::size_t i = shown; i < std::min(skipped.size(), kMostSkippedShown); ++i) {
        const workspace::ErrorText text = workspace::errorText(skipped[i].why);
        auto* row
            = new QTreeWidgetItem({ folder.relativeFilePath(workspace::toText(skipped[i].file)),
                                    text.reason.isEmpty() ? text.headline : text.reason });
        row->setToolTip(1, widgets::plainToolTip(text.details));
        rows.append(row);
    }
    m_skipped->addTopLevelItems(rows);
    m_views->setSegmentText(SkippedView,
                            tr("Skipped: %1").arg(QLocale().toString(qulonglong(skipped.size()))),
                            tr("Pictures that could not be used, and why"));
}

void EvaluationPage::showPictures(const QString& title, std::vector<std::size_t> pictures)
{
    m_stripTitle->setText(title);
    m_pictures.show(m_shown, std::move(pictures));
}

void EvaluationPage::showMistakes()
{
    if (m_shown) {
        auto mistakes = worstMistakes(*m_shown);
        const QString count = QLocale().toString(qulonglong(mistakes.size()));
        const QString title
            = mistakes.empty() ? tr("No mistakes") : tr("Worst mistakes first: %1").arg(count);
        showPictures(title, std::move(mistakes));
    }
}

void EvaluationPage::openSelected()
{
    const QString file = m_tiles->currentIndex().data(AnswerList::FileRole).toString();
    if (!file.isEmpty()) {
        m_state.showPictures({ file });
    }
}

bool EvaluationPage::savePredictions(const QString& path, QString* error) const
{
    QSaveFile file(path);
    const QByteArray csv = m_shown ? predictionsCsv(*m_shown, m_path) : QByteArray();
    const bool saved
        = file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
    if (!saved && error) {
        *error = file.errorString();
    }
    return saved;
}

void EvaluationPage::saveCsv(const QString& name, const QByteArray& csv)
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export"), QDir(m_path).dirName() + u' ' + name + QStringLiteral(".csv"),
        QStringLiteral("*.csv"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit()) {
        showError({ base::ErrorCode::Unreadable,
                    "cannot write the file",
                    path.toStdString(),
                    {},
                    file.errorString().toStdString(),
                    "choose another folder" });
    }
}

void EvaluationPage::showError(const base::Error& error)
{
    showProgress();
    if (error.code == base::ErrorCode::Cancelled) {
        return;
    }
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

/// The labelled folders that come with the program.
void EvaluationPage::fillSamples()
{
    m_sampleMenu->clear();
    const QString folder = VisionState::testFolder();
    if (folder.isEmpty()) {
        return;
    }
    for (const QString& name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        connect(m_sampleMenu->addAction(QString(name).replace(u'-', u' ')), &QAction::triggered,
                this, [this, path = QDir(folder).filePath(name)] { openFolder(path, true); });
    }
}

QJsonObject EvaluationPage::saveState() const
{
    QJsonObject texts;
    for (auto it = m_classes.ownTexts().cbegin(); it != m_classes.ownTexts().cend(); ++it) {
        texts.insert(it.key(), it.value());
    }
    return { { QStringLiteral("folder"), m_path },
             { QStringLiteral("texts"), texts },
             { QStringLiteral("view"), m_views->current() },
             { QStringLiteral("columns"),
               QString::fromLatin1(m_columns->saveState().toBase64()) } };
}

void EvaluationPage::restoreState(const QJsonObject& state)
{
    QHash<QString, QString> texts;
    const QJsonObject saved = state.value(QStringLiteral("texts")).toObject();
    for (auto it = saved.constBegin(); it != saved.constEnd(); ++it) {
        texts.insert(it.key(), it.value().toString());
    }
    m_classes.setOwnTexts(texts);
    m_views->setCurrent(qBound(0, state.value(QStringLiteral("view")).toInt(), int(SkippedView)));
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    // The folder is listed again; whether to evaluate it again is the user's to say.
    if (const QString path = state.value(QStringLiteral("folder")).toString();
        QFileInfo(path).isDir()) {
        openFolder(path, false);
    }
}

void EvaluationPage::dragEnterEvent(QDragEnterEvent* event)
{
    const DroppedPictures found = droppedPictures(event->mimeData());
    for (const QString& path : found.paths) {
        if (QFileInfo(path).isDir()) {
            event->setDropAction(Qt::CopyAction);
            event->accept();
            return;
        }
    }
}

void EvaluationPage::dropEvent(QDropEvent* event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
    openPaths(droppedPictures(event->mimeData()).paths);
}

void EvaluationPage::showEvent(QShowEvent* event)
{
    VisionPage::showEvent(event);
    followTexts();
}

void EvaluationPage::changeEvent(QEvent* event)
{
    VisionPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::imaging
