// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/pair_view.h"

#include "attention/attention_state.h"
#include "attention/pair_tracer.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "charts/patch_canvas.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;

PairView::PairView(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_tracer(new PairTracer(state.runner(), this)),
      m_stack(new QStackedWidget(this)), m_page(new QWidget(this)),
      m_picturesCaption(new QLabel(m_page)), m_canvas(new charts::PatchCanvas(m_page)),
      m_exportCanvas(new charts::ExportButton(*m_canvas, m_page)),
      m_tokensCaption(new QLabel(m_page)), m_tokens(new charts::MatrixChart(m_page)),
      m_exportTokens(new charts::ExportButton(*m_tokens, m_page)), m_hint(new QLabel(this))
{
    m_canvas->setObjectName(QStringLiteral("pairPatches"));
    m_tokens->setObjectName(QStringLiteral("pairTokens"));
    m_tokens->setFit(charts::MatrixFit::Readable);
    auto* grid = new QGridLayout(m_page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(scaled(6));
    grid->setRowStretch(1, 1);
    const auto addSide = [grid](int column, QLabel* caption, QWidget* button, QWidget* chart) {
        caption->setTextFormat(Qt::PlainText);
        caption->setProperty("kind", QStringLiteral("secondary"));
        caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        auto* header = new QHBoxLayout;
        header->addWidget(caption, 1);
        header->addWidget(button);
        grid->addLayout(header, 0, column);
        grid->addWidget(chart, 1, column);
        grid->setColumnStretch(column, 1);
    };
    addSide(0, m_picturesCaption, m_exportCanvas, m_canvas);
    addSide(1, m_tokensCaption, m_exportTokens, m_tokens);
    m_hint->setObjectName(QStringLiteral("pairHint"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_tokens, &charts::MatrixChart::cellActivated, this,
            [this](int, int position) { m_state.setQuery(position); });
    connect(m_tracer, &PairTracer::changed, this, &PairView::show);
    retranslate();
}

void PairView::refresh()
{
    m_tracer->trace(m_state.examination());
    show();
}

void PairView::stop()
{
    m_tracer->stop();
}

void PairView::setWithoutFirst(bool without)
{
    if (without != m_withoutFirst) {
        m_withoutFirst = without;
        show();
    }
}

void PairView::show()
{
    const ExaminationPtr& now = m_state.examination();
    const PairTrace* trace = m_tracer->traceOf(now);
    if (trace == nullptr || m_state.attention()->grid) { // another part has other tokens
        m_hint->setText(m_tracer->status());
        m_stack->setCurrentWidget(m_hint);
        return;
    }
    m_canvas->setMap(patchesForText(*now, *trace));
    m_tokens->setData(tokensForPicture(*now, m_state.attention()->queries, *trace, m_withoutFirst));
    m_stack->setCurrentWidget(m_page);
}

const charts::ChartPicture* PairView::chart() const
{
    return m_stack->currentWidget() == m_page ? m_canvas : nullptr;
}

void PairView::retranslate()
{
    m_picturesCaption->setText(tr("patches that speak for the text"));
    m_tokensCaption->setText(tr("tokens that speak for the picture"));
    if (m_stack->currentWidget() == m_page) {
        show();
    }
}

} // namespace fe::attention
