// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/detail_card.h"

#include "attention/attention_state.h"
#include "attention/flow_views.h"
#include "attention/lines_view.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::attention {

using widgets::scaled;

DetailCard::DetailCard(AttentionState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_title(new QLabel(this)), m_busy(new BusyMark(this)),
      m_views(new widgets::SegmentedControl(this)), m_withoutSink(new QCheckBox(this)),
      m_stack(new QStackedWidget(this)), m_lines(new LinesView(this)),
      m_matrix(new charts::MatrixChart(this)), m_table(new charts::MatrixChart(this)),
      m_flows(new FlowViews(state, this)), m_exportLines(new charts::ExportButton(*m_lines, this)),
      m_exportMatrix(new charts::ExportButton(*m_matrix, this)),
      m_exportTable(new charts::ExportButton(*m_table, this)), m_hint(new QLabel(this)),
      m_matrixJob(state.runner(), *m_matrix), m_tableJob(state.runner(), *m_table)
{
    build();
    connectAll();
    retranslate();
    refresh();
}

void DetailCard::connectAll()
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &DetailCard::show);
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &DetailCard::refresh);
    connect(m_withoutSink, &QCheckBox::toggled, this, &DetailCard::refresh);
    connect(&m_state, &AttentionState::examinationChanged, this, &DetailCard::refresh);
    connect(&m_state, &AttentionState::partChanged, this, &DetailCard::refresh);
    connect(&m_state, &AttentionState::headsChanged, this, &DetailCard::refresh);
    connect(&m_state, &AttentionState::queryChanged, this, [this] {
        const QSignalBlocker quiet(m_lines);
        m_lines->setCurrentQuery(m_state.query());
        if (m_views->current() > Matrix) {
            refresh();
        }
    });
    connect(m_lines, &LinesView::currentQueryChanged, &m_state, &AttentionState::setQuery);
    connect(m_matrix, &charts::MatrixChart::cellActivated, &m_state, &AttentionState::setCell);
    for (MatrixJob* job : { &m_matrixJob, &m_tableJob }) {
        connect(job, &MatrixJob::busyChanged, m_busy, &BusyMark::setBusy);
        connect(job, &MatrixJob::cancelled, this, &DetailCard::sayStopped);
        connect(job, &MatrixJob::failed, this, &DetailCard::failed);
    }
    connect(&m_matrixJob, &MatrixJob::shown, this,
            [this] { showPage(m_matrix, question().headsText()); });
    connect(&m_tableJob, &MatrixJob::shown, this,
            [this] { showPage(m_table, m_table->data().text.title); });
    connect(m_flows, &FlowViews::busyChanged, m_busy, &BusyMark::setBusy);
    connect(m_flows, &FlowViews::ready, this, [this] { showPage(m_flows, m_flows->title()); });
    connect(m_flows, &FlowViews::titleChanged, this, [this](const QString& title) {
        if (m_stack->currentWidget() == m_flows) {
            m_title->setText(title);
        }
    });
}

void DetailCard::build()
{
    setProperty("kind", QStringLiteral("card"));
    m_title->setProperty("kind", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (int i = 0; i < kViews; ++i) {
        m_views->addSegment({}, {});
    }
    m_views->setObjectName(QStringLiteral("attentionViews"));
    m_withoutSink->setObjectName(QStringLiteral("withoutSink"));
    m_matrix->setObjectName(QStringLiteral("attentionMatrix"));
    m_table->setObjectName(QStringLiteral("attentionTable"));
    m_matrix->setFit(charts::MatrixFit::Whole);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    for (QWidget* widget : { static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_lines),
                             static_cast<QWidget*>(m_matrix), static_cast<QWidget*>(m_table),
                             static_cast<QWidget*>(m_flows) }) {
        m_stack->addWidget(widget);
    }
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_busy);
    header->addWidget(m_withoutSink);
    header->addWidget(m_exportLines);
    header->addWidget(m_exportMatrix);
    header->addWidget(m_exportTable);
    header->addWidget(m_flows->exportButton());
    auto* views = new QHBoxLayout;
    views->addWidget(m_views);
    views->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(6));
    column->addLayout(views);
    column->addLayout(header);
    column->addWidget(m_stack, 1);
}

void DetailCard::refresh()
{
    m_refresh.start();
}

DetailQuestion DetailCard::question() const
{
    return { m_state.examination(), m_state.part(), m_state.heads(), m_state.query(),
             m_withoutSink->isChecked() };
}

void DetailCard::show()
{
    const ExaminedAttention* attention = m_state.attention();
    const int view = m_views->current();
    const bool picture = attention != nullptr && attention->grid;
    m_withoutSink->setVisible(view < Rollout || (view == Origin && !picture));
    nameOrigin();
    stopOthers();
    if (attention == nullptr) {
        showHint(tr("Press Analyse. Every head's attention is read in one pass; here the "
                    "selected ones are shown in detail."));
        return;
    }
    switch (view) {
    case Lines:
        showLines(question());
        break;
    case Matrix:
        showMatrix(question());
        break;
    case LooksAt:
    case SeenBy:
        showToken(question());
        break;
    default:
        m_flows->show(static_cast<FlowViews::View>(view - Rollout), question());
        break;
    }
}

void DetailCard::stopOthers()
{
    const int view = m_state.attention() ? m_views->current() : -1;
    m_linesJob = {};
    m_busy->setBusy(false);
    if (view != Matrix) {
        m_matrixJob.stop();
    }
    if (view != LooksAt && view != SeenBy) {
        m_tableJob.stop();
    }
    if (view < Rollout) {
        m_flows->stop();
    }
}

void DetailCard::showPage(QWidget* page, const QString& title)
{
    m_stack->setCurrentWidget(page);
    m_title->setText(title);
    m_exportLines->setVisible(page == m_lines);
    m_exportMatrix->setVisible(page == m_matrix);
    m_exportTable->setVisible(page == m_table);
    m_flows->exportButton()->setVisible(page == m_flows && m_flows->showsTable());
}

void DetailCard::showHint(const QString& text)
{
    m_hint->setText(text);
    showPage(m_hint, {});
}

/// Where there is a picture it stays.
void DetailCard::sayStopped()
{
    if (m_stack->currentWidget() == m_hint) {
        showHint(tr("It was stopped. Choose a view or a head again."));
    }
}

void DetailCard::showLines(const DetailQuestion& question)
{
    m_busy->setBusy(true);
    m_linesJob = m_state.runner().start<LinesData>(
        { .title = tr("Drawing lines"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.lines") },
        [question](const base::CancelToken& cancel, base::Progress&) {
            return linesData(question, cancel);
        },
        { .done =
              [this, title = question.headsText()](LinesData lines) {
                  m_lines->setData(std::move(lines));
                  const QSignalBlocker quiet(m_lines);
                  m_lines->setCurrentQuery(m_state.query());
                  m_busy->setBusy(false);
                  showPage(m_lines, title);
              },
          .cancelled =
              [this] {
                  m_busy->setBusy(false);
                  sayStopped();
              },
          .failed =
              [this](const base::Error& error) {
                  m_busy->setBusy(false);
                  Q_EMIT failed(error);
              } });
}

void DetailCard::showMatrix(const DetailQuestion& question)
{
    m_matrixJob.start({ .title = tr("Drawing the matrix"),
                        .lane = jobs::Lane::Io,
                        .slot = QStringLiteral("attention.matrix") },
                      [question](const base::CancelToken& cancel,
                                 base::Progress&) -> base::Result<charts::ColoredMatrixPtr> {
                          FE_TRY(charts::MatrixData matrix, headMatrix(question, cancel));
                          return coloredMatrix(std::move(matrix), cancel);
                      });
}

void DetailCard::showToken(const DetailQuestion& question)
{
    const TokenSide side = m_views->current() == LooksAt ? TokenSide::LooksAt : TokenSide::SeenBy;
    m_tableJob.start({ .title = tr("Drawing the layers of a token"),
                       .lane = jobs::Lane::Io,
                       .slot = QStringLiteral("attention.token") },
                     [question, side](const base::CancelToken& cancel,
                                      base::Progress&) -> base::Result<charts::ColoredMatrixPtr> {
                         FE_TRY(charts::MatrixData matrix, tokenMatrix(question, side, cancel));
                         return coloredMatrix(std::move(matrix), cancel);
                     });
}

/// One segment has room for two views: no attention has both.
void DetailCard::nameOrigin()
{
    const ExaminedAttention* attention = m_state.attention();
    if (attention != nullptr && attention->grid) {
        m_views->setSegmentText(Origin, tr("Patches"),
                                tr("Where in the picture the selected token looks"));
    } else {
        m_views->setSegmentText(Origin, tr("Relevance"),
                                tr("Which tokens speak for the one that is predicted: gradient "
                                   "times attention (Chefer et al. 2021)"));
    }
}

const charts::ChartPicture* DetailCard::chart() const
{
    const QWidget* shown = m_stack->currentWidget();
    return shown == m_flows ? m_flows->chart()
        : shown == m_lines  ? static_cast<const charts::ChartPicture*>(m_lines)
        : shown == m_matrix ? m_matrix
        : shown == m_table  ? m_table
                            : nullptr;
}

QJsonObject DetailCard::saveState() const
{
    return { { QStringLiteral("view"), m_views->current() },
             { QStringLiteral("withoutSink"), m_withoutSink->isChecked() } };
}

void DetailCard::restoreState(const QJsonObject& state)
{
    m_views->setCurrent(
        std::clamp(state.value(QStringLiteral("view")).toInt(), 0, static_cast<int>(kViews) - 1));
    m_withoutSink->setChecked(state.value(QStringLiteral("withoutSink")).toBool());
}

void DetailCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void DetailCard::retranslate()
{
    m_views->setSegmentText(Lines, tr("Lines"), tr("Lines between tokens, a colour a head"));
    m_views->setSegmentText(Matrix, tr("Matrix"), tr("Queries by keys, mean of the heads"));
    m_views->setSegmentText(LooksAt, tr("Looks at"),
                            tr("What the selected token looks at, layer by layer"));
    m_views->setSegmentText(SeenBy, tr("Seen by"),
                            tr("Which tokens look at the selected one, layer by layer"));
    m_views->setSegmentText(Rollout, tr("Rollout"),
                            tr("How much of each input token reaches each position"));
    m_views->setSegmentText(Flow, tr("Flow"),
                            tr("The maximum flow from each input token to the selected position"));
    nameOrigin();
    m_flows->retranslate();
    m_busy->retranslate();
    m_views->setAccessibleName(tr("How the heads are shown"));
    m_withoutSink->setText(tr("without the first token"));
    m_withoutSink->setToolTip(tr("Leaves out the column of the first token, on which heads rest "
                                 "when they have nothing to do"));
}

} // namespace fe::attention
