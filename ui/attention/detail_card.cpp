// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/detail_card.h"

#include "analysis/token_flow.h"
#include "attention/attention_state.h"
#include "attention/head_means.h"
#include "attention/lines_view.h"
#include "attention/patches_view.h"
#include "attention/relevance_view.h"
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
#include <limits>

namespace fe::attention {

using widgets::scaled;

namespace {

constexpr float kLeastLine = 0.02F; // weights below are hardly to be seen

} // namespace

DetailCard::DetailCard(AttentionState& state, QWidget* parent)
    : QFrame(parent), m_state(state), m_title(new QLabel(this)),
      m_views(new widgets::SegmentedControl(this)), m_withoutSink(new QCheckBox(this)),
      m_stack(new QStackedWidget(this)), m_lines(new LinesView(this)),
      m_matrix(new charts::MatrixChart(this)), m_table(new charts::MatrixChart(this)),
      m_relevance(new RelevanceView(state, this)), m_patches(new PatchesView(state, this)),
      m_exportLines(new charts::ExportButton(*m_lines, this)),
      m_exportMatrix(new charts::ExportButton(*m_matrix, this)),
      m_exportTable(new charts::ExportButton(*m_table, this)), m_hint(new QLabel(this))
{
    build();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &DetailCard::show);
    connect(m_views, &widgets::SegmentedControl::currentChanged, this, &DetailCard::refresh);
    connect(m_withoutSink, &QCheckBox::toggled, this, &DetailCard::refresh);
    connect(&state, &AttentionState::examinationChanged, this, &DetailCard::refresh);
    connect(&state, &AttentionState::partChanged, this, &DetailCard::refresh);
    connect(&state, &AttentionState::headsChanged, this, &DetailCard::refresh);
    connect(&state, &AttentionState::queryChanged, this, [this] {
        const QSignalBlocker quiet(m_lines);
        m_lines->setCurrentQuery(m_state.query());
        if (m_views->current() > Matrix) {
            refresh();
        }
    });
    connect(m_lines, &LinesView::currentQueryChanged, &state, &AttentionState::setQuery);
    connect(m_matrix, &charts::MatrixChart::cellActivated, &state, &AttentionState::setCell);
    connect(m_relevance, &RelevanceView::titleChanged, m_title, &QLabel::setText);
    connect(m_patches, &PatchesView::titleChanged, m_title, &QLabel::setText);
    retranslate();
    refresh();
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
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    for (QWidget* widget :
         { static_cast<QWidget*>(m_lines), static_cast<QWidget*>(m_matrix),
           static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_hint),
           static_cast<QWidget*>(m_relevance), static_cast<QWidget*>(m_patches) }) {
        m_stack->addWidget(widget);
    }
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_title, 1);
    header->addWidget(m_withoutSink);
    header->addWidget(m_exportLines);
    header->addWidget(m_exportMatrix);
    header->addWidget(m_exportTable);
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

QString DetailCard::headsText() const
{
    QStringList names;
    for (const HeadId head : m_state.heads()) {
        names.append(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
    }
    const QString list = names.mid(0, 6).join(QStringLiteral(", "));
    return names.size() > 6 ? tr("%1 and %2 more").arg(list).arg(names.size() - 6) : list;
}

QString DetailCard::provenance() const
{
    return tr("%1 · %2 · heads %3")
        .arg(m_state.examination()->subject.model->name,
             attentionTitle(m_state.attention()->info()), headsText());
}

int DetailCard::queryOrLast(const ExaminedAttention& attention) const
{
    return m_state.query() >= 0 ? m_state.query() : static_cast<int>(attention.info().queries) - 1;
}

void DetailCard::show()
{
    const ExaminedAttention* attention = m_state.attention();
    const int view = m_views->current();
    m_job = {};
    m_exportLines->setVisible(attention != nullptr && view == Lines);
    m_exportMatrix->setVisible(attention != nullptr && view == Matrix);
    m_exportTable->setVisible(attention != nullptr && view > Matrix && view < Origin);
    const bool picture = attention != nullptr && attention->grid;
    m_withoutSink->setVisible(view < Rollout || (view == Origin && !picture));
    nameOrigin();
    if (view != Origin) {
        m_relevance->stop();
    }
    if (attention == nullptr) {
        m_title->clear();
        m_hint->setText(tr("Press Analyse. Every head's attention is read in one pass; here the "
                           "selected ones are shown in detail."));
        m_stack->setCurrentWidget(m_hint);
        return;
    }
    m_title->setText(headsText());
    const bool self = attention->info().kind == models::AttentionKind::Self;
    if (!self && (view == Rollout || view == Flow)) {
        m_hint->setText(tr("Rollout and flow follow attention back to the input of the same "
                           "stack; this attention looks at another one."));
        m_stack->setCurrentWidget(m_hint);
        return;
    }
    switch (view) {
    case Lines:
        showLines(*attention);
        break;
    case Matrix:
        showMatrix(*attention);
        break;
    case LooksAt:
    case SeenBy:
        showToken(*attention);
        break;
    case Rollout:
        showRollout(*attention);
        break;
    case Flow:
        computeFlow(*attention);
        break;
    default:
        showOrigin(*attention);
        break;
    }
}

void DetailCard::showLines(const ExaminedAttention& attention)
{
    const QList<HeadId> heads = m_state.heads();
    const int firstKey = m_withoutSink->isChecked() ? 1 : 0;
    m_job = m_state.runner().start<AttentionLines>(
        { .title = tr("Drawing lines"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.lines") },
        [examination = m_state.examination(), &attention, heads, firstKey](
            const base::CancelToken& cancel, base::Progress&) -> base::Result<AttentionLines> {
            return linesOf(attention.capture, heads, kLeastLine, firstKey, cancel);
        },
        { .done =
              [this, examination = m_state.examination(), &attention](AttentionLines lines) {
                  LinesView::Data lineData { { tr("Attention"), provenance() },
                                             attention.queries,
                                             attention.keys,
                                             std::move(lines),
                                             {} };
                  for (const HeadId head : m_state.heads()) {
                      lineData.heads.append(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
                  }
                  m_lines->setData(std::move(lineData));
                  const QSignalBlocker quiet(m_lines);
                  m_lines->setCurrentQuery(m_state.query());
                  m_stack->setCurrentWidget(m_lines);
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

void DetailCard::showMatrix(const ExaminedAttention& attention)
{
    const models::AttentionInfo& info = attention.info();
    std::vector<float> values = meanOfHeads(attention.capture, m_state.heads());
    for (std::int64_t query = 0; query < info.queries; ++query) {
        float* row = values.data() + query * info.keys;
        if (m_withoutSink->isChecked()) {
            row[0] = std::numeric_limits<float>::quiet_NaN();
        }
        if (info.causal) { // what a query may not see is no 0, it is nothing
            std::fill(row + query + 1, row + info.keys, std::numeric_limits<float>::quiet_NaN());
        }
    }
    charts::MatrixData matrix;
    matrix.text = { tr("Attention"), provenance() };
    matrix.rowAxis.name = tr("query");
    matrix.columnAxis.name = tr("key");
    matrix.valueAxis.name = tr("weight");
    matrix.rows = attention.queries;
    matrix.columns = attention.keys;
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    m_matrix->setFit(charts::MatrixFit::Whole);
    m_matrix->setData(matrix);
    m_stack->setCurrentWidget(m_matrix);
}

/// What one token looks at, or who looks at it: layers by tokens, the mean over the heads of each
/// layer, or one head where a single one is selected.
void DetailCard::showToken(const ExaminedAttention& attention)
{
    const models::AttentionInfo& info = attention.info();
    const bool looksAt = m_views->current() == LooksAt;
    const bool selfAttention = info.kind == models::AttentionKind::Self;
    const int token = std::min(queryOrLast(attention),
                               static_cast<int>(looksAt ? info.queries : info.keys) - 1);
    const std::int64_t columns = looksAt ? info.keys : info.queries;
    std::vector<float> values(static_cast<std::size_t>(info.layers * columns), 0);
    std::vector<float> row(static_cast<std::size_t>(info.keys));
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        float* out = values.data() + layer * columns;
        for (std::int64_t head = 0; head < info.heads; ++head) {
            for (std::int64_t column = 0; column < columns; ++column) {
                if (looksAt && column > 0) {
                    continue; // the whole row comes at once
                }
                if (looksAt) {
                    attention.capture.row(layer, head, token, row);
                    std::transform(row.begin(), row.end(), out, out, std::plus<>());
                } else {
                    out[column] += attention.capture.value(layer, head, column, token);
                }
            }
        }
        for (std::int64_t column = 0; column < columns; ++column) {
            out[column] /= static_cast<float>(info.heads);
            const bool unseen = info.causal && (looksAt ? column > token : column < token);
            if (unseen || (m_withoutSink->isChecked() && looksAt && column == 0)) {
                out[column] = std::numeric_limits<float>::quiet_NaN();
            }
        }
    }
    charts::MatrixData matrix;
    const QString name
        = selfAttention || looksAt ? attention.queries.value(token) : attention.keys.value(token);
    matrix.text = { looksAt ? tr("What “%1” (position %2) looks at").arg(name).arg(token)
                            : tr("Who looks at “%1” (position %2)").arg(name).arg(token),
                    tr("%1 · %2 · mean over heads")
                        .arg(m_state.examination()->subject.model->name, attentionTitle(info)) };
    m_title->setText(matrix.text.title);
    matrix.rowAxis.name = tr("layer");
    matrix.columnAxis.name = looksAt ? tr("key") : tr("query");
    matrix.valueAxis.name = tr("weight");
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        matrix.rows.append(QString::number(layer));
    }
    matrix.columns = looksAt ? attention.keys : attention.queries;
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    m_table->setData(matrix);
    m_stack->setCurrentWidget(m_table);
}

void DetailCard::showRollout(const ExaminedAttention& attention)
{
    charts::MatrixData matrix;
    matrix.text = { tr("Rollout: how much each token reaches each position after the last layer"),
                    tr("%1 · %2 · Abnar & Zuidema 2020, half residual")
                        .arg(m_state.examination()->subject.model->name,
                             attentionTitle(attention.info())) };
    m_title->setText(tr("to the input, through all layers"));
    matrix.rowAxis.name = tr("position");
    matrix.columnAxis.name = tr("input");
    matrix.valueAxis.name = tr("share");
    matrix.rows = attention.queries;
    matrix.columns = attention.keys;
    matrix.values = std::make_shared<const std::vector<float>>(attention.scores.rollout);
    m_table->setFit(charts::MatrixFit::Whole);
    m_table->setData(matrix);
    m_stack->setCurrentWidget(m_table);
}

void DetailCard::computeFlow(const ExaminedAttention& attention)
{
    const int target = queryOrLast(attention);
    m_hint->setText(tr("Seeking the flow…"));
    m_stack->setCurrentWidget(m_hint);
    m_job = m_state.runner().start<std::vector<double>>(
        { .title = tr("Attention flow to “%1”").arg(attention.queries.value(target)),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.flow") },
        [examination = m_state.examination(), &attention, target](const base::CancelToken& cancel,
                                                                  base::Progress& progress) {
            return analysis::tokenFlow(attention.capture, target, cancel, progress);
        },
        { .done = [this, examination = m_state.examination(), &attention,
                   target](const std::vector<double>& flow) { showFlow(attention, flow, target); },
          .cancelled = [this] { m_hint->setText(tr("The flow was not computed.")); },
          .failed =
              [this](const base::Error& error) {
                  m_hint->setText(QString::fromStdString(error.why));
              } });
}

void DetailCard::showFlow(const ExaminedAttention& attention, const std::vector<double>& flow,
                          int target)
{
    charts::MatrixData matrix;
    matrix.text
        = { tr("Flow to “%1” (position %2)").arg(attention.queries.value(target)).arg(target),
            tr("%1 · %2 · maximum flow and rollout, Abnar & Zuidema 2020")
                .arg(m_state.examination()->subject.model->name,
                     attentionTitle(attention.info())) };
    m_title->setText(matrix.text.title);
    matrix.columnAxis.name = tr("input");
    matrix.valueAxis.name = tr("flow");
    matrix.rows = { tr("maximum flow"), tr("rollout") };
    matrix.columns = attention.keys;
    std::vector<float> values(flow.begin(), flow.end());
    const auto keys = static_cast<std::ptrdiff_t>(attention.info().keys);
    const auto row = attention.scores.rollout.begin() + target * keys;
    values.insert(values.end(), row, row + keys);
    matrix.values = std::make_shared<const std::vector<float>>(std::move(values));
    m_table->setFit(charts::MatrixFit::Readable);
    m_table->setData(matrix);
    m_stack->setCurrentWidget(m_table);
}

void DetailCard::showOrigin(const ExaminedAttention& attention)
{
    if (attention.grid) {
        m_relevance->stop();
        m_patches->refresh();
        m_title->setText(m_patches->title());
        m_stack->setCurrentWidget(m_patches);
    } else {
        m_relevance->setWithoutFirst(m_withoutSink->isChecked());
        m_relevance->refresh();
        m_title->setText(m_relevance->title());
        m_stack->setCurrentWidget(m_relevance);
    }
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
    if (m_stack->currentWidget() == m_relevance) {
        return m_relevance->chart();
    }
    if (m_stack->currentWidget() == m_patches) {
        return m_patches->chart();
    }
    if (m_stack->currentWidget() == m_lines) {
        return m_lines;
    }
    const charts::MatrixChart* shown = m_stack->currentWidget() == m_matrix ? m_matrix : m_table;
    return m_stack->currentWidget() == m_hint ? nullptr : shown;
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
    m_relevance->retranslate();
    m_patches->retranslate();
    m_views->setAccessibleName(tr("How the heads are shown"));
    m_withoutSink->setText(tr("without the first token"));
    m_withoutSink->setToolTip(tr("Leaves out the column of the first token, on which heads rest "
                                 "when they have nothing to do"));
}

} // namespace fe::attention
