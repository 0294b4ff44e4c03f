// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/flow_views.h"

#include "attention/attention_state.h"
#include "attention/patches_view.h"
#include "attention/relevance_view.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::attention {

FlowViews::FlowViews(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_stack(new QStackedWidget(this)),
      m_table(new charts::MatrixChart(m_stack)), m_export(new charts::ExportButton(*m_table, this)),
      m_relevance(new RelevanceView(state, m_stack)), m_patches(new PatchesView(state, m_stack)),
      m_hint(new QLabel(m_stack)), m_job(state.runner(), *m_table)
{
    m_table->setObjectName(QStringLiteral("attentionFlow"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    for (QWidget* page : { static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_table),
                           static_cast<QWidget*>(m_relevance), static_cast<QWidget*>(m_patches) }) {
        m_stack->addWidget(page);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_relevance, &RelevanceView::titleChanged, this, &FlowViews::setTitle);
    connect(m_patches, &PatchesView::titleChanged, this, &FlowViews::setTitle);
    connect(&m_job, &MatrixJob::busyChanged, this, &FlowViews::busyChanged);
    connect(&m_job, &MatrixJob::shown, this, [this] {
        m_table->setFit(m_view == View::Rollout ? charts::MatrixFit::Whole
                                                : charts::MatrixFit::Readable);
        m_stack->setCurrentWidget(m_table);
        setTitle(m_view == View::Rollout ? tr("to the input, through all layers")
                                         : m_table->data().text.title);
        Q_EMIT ready();
    });
    connect(&m_job, &MatrixJob::cancelled, this,
            [this] { showHint(tr("It was stopped. Choose the view or a token again.")); });
    connect(&m_job, &MatrixJob::failed, this,
            [this](const base::Error& error) { showHint(QString::fromStdString(error.why)); });
}

void FlowViews::show(View view, const DetailQuestion& question)
{
    m_view = view;
    if (view != View::Origin) {
        m_relevance->stop();
    }
    if (view == View::Origin) {
        m_job.stop();
        showOrigin(question);
    } else if (question.attention().info().kind != models::AttentionKind::Self) {
        m_job.stop();
        showHint(tr("Rollout and flow follow attention back to the input of the same "
                    "stack; this attention looks at another one."));
    } else {
        showTable(view, question);
    }
}

void FlowViews::stop()
{
    m_job.stop();
    m_relevance->stop();
}

void FlowViews::showTable(View view, const DetailQuestion& question)
{
    jobs::JobOptions options;
    options.slot = QStringLiteral("attention.flow");
    if (view == View::Rollout) {
        options.title = tr("Drawing the rollout");
        options.lane = jobs::Lane::Io;
        m_job.start(std::move(options),
                    [question](const base::CancelToken& cancel,
                               base::Progress&) -> base::Result<charts::ColoredMatrixPtr> {
                        FE_TRY(charts::MatrixData matrix, rolloutMatrix(question));
                        return coloredMatrix(std::move(matrix), cancel);
                    });
        return;
    }
    options.title = tr("Attention flow to “%1”")
                        .arg(question.attention().queries.value(question.queryOrLast()));
    options.lane = jobs::Lane::Compute;
    m_job.start(std::move(options),
                [question](const base::CancelToken& cancel,
                           base::Progress& progress) -> base::Result<charts::ColoredMatrixPtr> {
                    FE_TRY(charts::MatrixData matrix, flowMatrix(question, cancel, progress));
                    return coloredMatrix(std::move(matrix), cancel);
                });
}

void FlowViews::showOrigin(const DetailQuestion& question)
{
    if (question.attention().grid) {
        m_relevance->stop();
        m_patches->refresh();
        setTitle(m_patches->title());
        m_stack->setCurrentWidget(m_patches);
    } else {
        m_relevance->setWithoutFirst(question.withoutFirst);
        m_relevance->refresh();
        setTitle(m_relevance->title());
        m_stack->setCurrentWidget(m_relevance);
    }
    Q_EMIT ready();
}

void FlowViews::showHint(const QString& text)
{
    m_hint->setText(text);
    setTitle({});
    m_stack->setCurrentWidget(m_hint);
    Q_EMIT ready();
}

void FlowViews::setTitle(const QString& title)
{
    m_title = title;
    Q_EMIT titleChanged(title);
}

bool FlowViews::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

const charts::ChartPicture* FlowViews::chart() const
{
    if (m_stack->currentWidget() == m_relevance) {
        return m_relevance->chart();
    }
    if (m_stack->currentWidget() == m_patches) {
        return m_patches->chart();
    }
    return showsTable() ? m_table : nullptr;
}

void FlowViews::retranslate()
{
    m_relevance->retranslate();
    m_patches->retranslate();
}

} // namespace fe::attention
