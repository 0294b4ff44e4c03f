// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/compare_card.h"

#include "attention/attention_state.h"
#include "attention/matrix_job.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;

CompareCard::CompareCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_read(new QPushButton(this)),
      m_forget(new QPushButton(this)), m_text(new QLabel(this)), m_busy(new BusyMark(this)),
      m_first(new charts::MatrixChart(this)), m_second(new charts::MatrixChart(this)),
      m_difference(new charts::MatrixChart(this)),
      m_export(new charts::ExportButton(*m_difference, this))
{
    m_read->setObjectName(QStringLiteral("readOther"));
    m_difference->setObjectName(QStringLiteral("difference"));
    m_text->setProperty("kind", QStringLiteral("secondary"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_read);
    header->addWidget(m_forget);
    header->addWidget(m_text, 1);
    header->addWidget(m_busy);
    header->addWidget(m_export);
    auto* charts = new QHBoxLayout;
    charts->setSpacing(scaled(12));
    for (charts::MatrixChart* chart : { m_first, m_second, m_difference }) {
        chart->setFit(charts::MatrixFit::Whole);
        charts->addWidget(chart, 1);
        connect(chart, &charts::MatrixChart::cellActivated, &m_state, &AttentionState::setCell);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(header);
    column->addLayout(charts, 1);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &CompareCard::show);
    connect(m_read, &QPushButton::clicked, this, &CompareCard::otherWanted);
    connect(m_forget, &QPushButton::clicked, this, [this] { m_state.setOther(nullptr); });
    connect(&state, &AttentionState::examinationChanged, this, &CompareCard::refresh);
    connect(&state, &AttentionState::otherChanged, this, &CompareCard::refresh);
    connect(&state, &AttentionState::partChanged, this, &CompareCard::refresh);
    connect(&state, &AttentionState::headsChanged, this, &CompareCard::refresh);
    retranslate();
    refresh();
}

void CompareCard::refresh()
{
    m_refresh.start();
}

void CompareCard::showCharts(bool sides, bool difference)
{
    m_first->setVisible(sides);
    m_second->setVisible(sides);
    m_difference->setVisible(difference);
    m_export->setEnabled(difference);
}

void CompareCard::showHint(const QString& text)
{
    m_text->setText(text);
    showCharts(false, false);
}

void CompareCard::show()
{
    const ExaminedAttention* first = m_state.attention();
    const ExaminedAttention* second = m_state.otherAttention();
    m_job = {};
    m_busy->setBusy(false);
    m_read->setEnabled(first != nullptr);
    m_forget->setVisible(m_state.other() != nullptr);
    if (first == nullptr) {
        showHint(tr("Press Analyse first: that pass is A."));
        return;
    }
    if (second == nullptr) {
        showHint(m_state.other() ? tr("B has no attention of this kind.")
                                 : tr("Change the text or the model at the left and read "
                                      "it as B. The selected heads are then compared."));
        return;
    }
    QList<HeadId> shared = m_state.heads();
    shared.removeIf([second](HeadId head) {
        return head.layer >= second->info().layers || head.head >= second->info().heads;
    });
    if (shared.isEmpty()) {
        showHint(tr("B does not have the selected heads."));
    } else if (isVisible()) {
        compare(*first, *second, shared);
    }
}

void CompareCard::compare(const ExaminedAttention& first, const ExaminedAttention& second,
                          const QList<HeadId>& heads)
{
    const ComparisonQuestion question {
        { m_state.examination(), &first,
          tr("A: %1").arg(m_state.examination()->subject.model->name) },
        { m_state.other(), &second, tr("B: %1").arg(m_state.other()->subject.model->name) },
        heads
    };
    m_busy->setBusy(true);
    m_job = m_state.runner().start<Comparison>(
        { .title = tr("Comparing two passes"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.compare") },
        [question](const base::CancelToken& cancel, base::Progress&) {
            return compared(question, cancel);
        },
        { .done =
              [this](const Comparison& comparison) {
                  m_busy->setBusy(false);
                  showComparison(comparison);
              },
          .cancelled = [this] { m_busy->setBusy(false); },
          .failed =
              [this](const base::Error& error) {
                  m_busy->setBusy(false);
                  Q_EMIT failed(error);
              } });
}

void CompareCard::showComparison(const Comparison& comparison)
{
    m_first->setMatrix(comparison.a);
    m_second->setMatrix(comparison.b);
    showCharts(true, comparison.difference != nullptr);
    if (comparison.difference) {
        m_difference->setMatrix(comparison.difference);
        m_text->setText(tr("Mean total variation distance of a query: %1")
                            .arg(QLocale().toString(comparison.distance, 'f', 4)));
    } else {
        m_text->setText(tr("A has %1 tokens and B %2: a difference needs as many of both.")
                            .arg(comparison.a->data.rows.size())
                            .arg(comparison.b->data.rows.size()));
    }
}

void CompareCard::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void CompareCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
}

void CompareCard::retranslate()
{
    m_busy->retranslate();
    m_read->setText(tr("Read as B"));
    m_read->setToolTip(tr("Reads the text and model at the left as the second pass"));
    m_forget->setText(tr("Without B"));
    m_first->setAccessibleName(tr("Attention of A"));
    m_second->setAccessibleName(tr("Attention of B"));
    m_difference->setAccessibleName(tr("Difference of A and B"));
}

} // namespace fe::attention
