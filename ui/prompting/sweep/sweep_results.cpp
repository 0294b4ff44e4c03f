// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_results.h"

#include "charts/line_chart.h"
#include "charts/matrix_chart.h"
#include "prompting/exports.h"
#include "prompting/sweep/sweep_export.h"
#include "widgets/segmented_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace fe::prompting {

using evaluation::SweepScoring;

SweepResults::SweepResults(jobs::JobRunner& runner, QWidget* parent)
    : QWidget(parent), m_runner(runner)
{
    build();
    connectParts();
    retranslate();
}

void SweepResults::setSweeps(const std::vector<Sweep>& sweeps)
{
    m_sweeps = sweeps;
    m_stale = true;
    if (!m_judging.isActive()) {
        judge();
    }
}

void SweepResults::connectParts()
{
    connect(m_scoring, &QComboBox::activated, this, &SweepResults::showChart);
    connect(m_interval, &QComboBox::activated, this, &SweepResults::showChart);
    connect(m_chart, &charts::LineChart::currentChanged, this, &SweepResults::choosePoint);
    connect(m_pages, &widgets::SegmentedControl::currentChanged, m_stack,
            &QStackedWidget::setCurrentIndex);
    connect(m_onlyWrong, &QCheckBox::toggled, this, &SweepResults::filterExamples);
    connect(m_onlyShots, &QCheckBox::toggled, this, &SweepResults::filterExamples);
    connect(m_numbers, &QComboBox::activated, this, [this](int index) {
        m_examples.setNumbers(static_cast<SweepExamplesModel::Numbers>(index));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SweepResults::showPrompt);
    connect(&m_examples, &QAbstractItemModel::modelReset, this, [this] {
        m_prompt->clear();
        sizeColumns();
    });
    connect(m_scaling, &QPushButton::clicked, this, &SweepResults::scalingWanted);
}

/// One at a time: what comes meanwhile is judged afterwards.
void SweepResults::judge()
{
    m_stale = false;
    jobs::JobOptions options;
    options.title = tr("Judging a sweep");
    options.lane = jobs::Lane::Io;
    const auto ended = [this] {
        if (m_stale) {
            judge();
        }
    };
    m_judging = m_runner.start<SweepViews>(
        options,
        [sweeps = m_sweeps](const base::CancelToken& cancel, base::Progress&) {
            return makeViews(sweeps, cancel);
        },
        { .done =
              [this, ended](const SweepViews& views) {
                  m_views = views;
                  showViews();
                  ended();
              },
          .cancelled = ended,
          .failed =
              [this, ended](const base::Error& error) {
                  Q_EMIT failed(error);
                  ended();
              } });
}

void SweepResults::showViews()
{
    fillScorings();
    showChart();
}

std::optional<SweepScoring> SweepResults::scoring() const
{
    return evaluation::scoringFromName(m_scoring->currentData().toString().toStdString());
}

void SweepResults::fillScorings()
{
    const QVariant before = m_scoring->currentData();
    const auto scorings = scoringsIn(m_views);
    m_scoring->clear();
    m_scoring->addItem(tr("all scorings"), QString());
    for (const SweepScoring scoring : scorings) {
        m_scoring->addItem(scoringTitle(scoring),
                           QString::fromLatin1(evaluation::scoringName(scoring)));
    }
    m_scoring->setCurrentIndex(std::max(0, m_scoring->findData(before)));
    m_scoring->setVisible(scorings.size() > 1);
}

void SweepResults::showChart()
{
    m_lines = linesOf(m_views, scoring());
    const bool any = !m_lines.empty();
    m_title->setText(any ? tr("Accuracy by shots · %1").arg(provenanceOf(m_views))
                         : tr("Accuracy by shots"));
    m_title->setToolTip(m_title->text());
    m_scaling->setEnabled(any);
    for (QAction* action : m_exports) {
        action->setEnabled(any);
    }
    m_chart->setData(accuracyData(m_views, m_lines,
                                  m_interval->currentIndex() == 0 ? SweepInterval::Wilson
                                                                  : SweepInterval::Seeds));
    choosePoint(m_chart->current());
}

void SweepResults::choosePoint(const charts::LinePlace& place)
{
    const charts::LineData& shown = m_chart->data();
    if (!place.isNone()) {
        m_line = m_lines[static_cast<std::size_t>(place.series)];
        m_shots = static_cast<std::int64_t>(shown.series[place.series].points[place.point].x);
    } else {
        chooseLast();
    }
    showPoint();
}

/// The last measured point of the first line, until somebody chooses.
void SweepResults::chooseLast()
{
    m_line.reset();
    if (m_lines.empty()) {
        return;
    }
    m_line = m_lines.front();
    const SweepView& view = *m_views[m_line->view];
    m_shots = view.sweep.plan().shots.back();
    for (const evaluation::SweepPoint& candidate : view.summary(m_line->scoring)->points) {
        if (candidate.count > 0) {
            m_shots = candidate.shots;
        }
    }
}

const evaluation::SweepPoint* SweepResults::point() const
{
    const evaluation::SweepSummary* summary
        = m_line ? m_views[m_line->view]->summary(m_line->scoring) : nullptr;
    if (summary == nullptr) {
        return nullptr;
    }
    const auto found
        = std::find_if(summary->points.begin(), summary->points.end(),
                       [this](const auto& candidate) { return candidate.shots == m_shots; });
    return found == summary->points.end() ? nullptr : &*found;
}

void SweepResults::showPoint()
{
    const evaluation::SweepPoint* chosen = point();
    if (chosen == nullptr) {
        m_pointTitle->clear();
        m_examples.setView(nullptr, SweepScoring::Sum);
        charts::MatrixData nothing;
        nothing.text.title = tr("Confusion");
        m_confusion->setData(nothing);
        m_labelRows.setPoint({}, evaluation::Confusion(0));
        return;
    }
    const SweepViewPtr& view = m_views[m_line->view];
    const QString accuracy = charts::numberText(chosen->accuracy, charts::NumberFormat::Percent);
    const QString title
        = tr("%1 · %2-shot · %3").arg(scoringTitle(m_line->scoring)).arg(m_shots).arg(accuracy);
    const QString whole = view->sweep.model() + QStringLiteral(" · ") + title;
    m_pointTitle->setText(m_views.size() > 1 ? whole : title); // one model stands above the chart
    m_pointTitle->setToolTip(whole);
    m_onlyShots->setText(tr("only %1-shot").arg(m_shots));
    filterExamples();
    m_examples.setView(view, m_line->scoring);
    m_confusion->setData(confusionData(*view, m_line->scoring, m_shots));
    m_labelRows.setPoint(view->sweep.plan().labels, chosen->confusion);
    m_numbers->setVisible(m_line->scoring != SweepScoring::Generated);
}

void SweepResults::filterExamples()
{
    m_filtered.setOnlyWrong(m_onlyWrong->isChecked());
    m_filtered.setShots(m_onlyShots->isChecked() ? std::optional(m_shots) : std::nullopt);
    m_table->setColumnHidden(SweepExamplesModel::Shots, m_onlyShots->isChecked()); // all the same
}

void SweepResults::showPrompt()
{
    m_prompting = {};
    const QModelIndex index = m_filtered.mapToSource(m_table->currentIndex());
    if (!index.isValid()) {
        m_prompt->clear();
        return;
    }
    const evaluation::SweepCell& cell = m_examples.cell(index.row());
    jobs::JobOptions options;
    options.title = tr("Prompt of an example");
    options.lane = jobs::Lane::Io;
    options.slot = QStringLiteral("sweep-prompt");
    m_prompting = m_runner.start<QString>(
        options,
        [document = m_examples.view()->sweep.document, query = cell.query, shots = cell.shots,
         seed = cell.seed](const base::CancelToken&, base::Progress&) -> base::Result<QString> {
            FE_TRY(const evaluation::CellPrompt prompt,
                   evaluation::cellPrompt(document->record.plan, query, shots, seed));
            return QString::fromStdString(prompt.prompt.text);
        },
        { .done = [this](const QString& text) { m_prompt->setPlainText(text); },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void SweepResults::exportAs(Export what)
{
    const bool json = what == RecordJson;
    const QString suffix = json ? QStringLiteral(".json") : QStringLiteral(".csv");
    QString path = QFileDialog::getSaveFileName(this, tr("Export"),
                                                QStringLiteral("sweep") + suffix, u'*' + suffix);
    if (path.isEmpty()) {
        return;
    }
    jobs::JobOptions options;
    options.title = tr("Writing a file");
    options.lane = jobs::Lane::Io;
    m_writing = m_runner.start<bool>(
        options,
        [views = m_views, what, path](const base::CancelToken&,
                                      base::Progress&) -> base::Result<bool> {
            FE_CHECK(writeExport(path,
                                 what == PointsCsv         ? pointsCsv(views)
                                     : what == ExamplesCsv ? examplesCsv(views)
                                                           : recordJson(views)));
            return true;
        },
        { .done = {}, .cancelled = {}, .failed = [this](const base::Error& error) {
             Q_EMIT failed(error);
         } });
}

QJsonObject SweepResults::saveState() const
{
    const auto base64 = [](const QSplitter* splitter) {
        return QString::fromLatin1(splitter->saveState().toBase64());
    };
    return { { QStringLiteral("interval"), m_interval->currentIndex() },
             { QStringLiteral("page"), m_pages->current() },
             { QStringLiteral("numbers"), m_numbers->currentIndex() },
             { QStringLiteral("splitter"), base64(m_splitter) },
             { QStringLiteral("examples"), base64(m_exampleSplitter) } };
}

void SweepResults::restoreState(const QJsonObject& state)
{
    const auto restore = [&state](QSplitter* splitter, const char* key) {
        splitter->restoreState(
            QByteArray::fromBase64(state.value(QLatin1String(key)).toString().toLatin1()));
    };
    m_interval->setCurrentIndex(qBound(0, state.value(QStringLiteral("interval")).toInt(), 1));
    m_pages->setCurrent(qBound(0, state.value(QStringLiteral("page")).toInt(), int(LabelsPage)));
    m_numbers->setCurrentIndex(qBound(0, state.value(QStringLiteral("numbers")).toInt(), 1));
    m_examples.setNumbers(static_cast<SweepExamplesModel::Numbers>(m_numbers->currentIndex()));
    restore(m_splitter, "splitter");
    restore(m_exampleSplitter, "examples");
}

void SweepResults::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace fe::prompting
