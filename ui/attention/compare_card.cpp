// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/compare_card.h"

#include "attention/attention_state.h"
#include "attention/head_means.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace fe::attention {

using widgets::scaled;

CompareCard::CompareCard(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_read(new QPushButton(this)),
      m_forget(new QPushButton(this)), m_text(new QLabel(this)),
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

void CompareCard::showSide(charts::MatrixChart& chart, const ExaminedAttention& attention,
                           std::span<const float> values, const QString& name) const
{
    charts::MatrixData matrix;
    matrix.text = { name, attentionTitle(attention.info()) };
    matrix.rowAxis.name = name;
    matrix.valueAxis.name = tr("weight");
    matrix.rows = attention.queries;
    matrix.columns = attention.keys;
    matrix.range = charts::ValueRange { 0, 1, false };
    matrix.values = std::make_shared<const std::vector<float>>(values.begin(), values.end());
    chart.setData(matrix);
}

void CompareCard::showDifference(std::span<const float> a, std::span<const float> b)
{
    const ExaminedAttention& first = *m_state.attention();
    charts::MatrixData matrix;
    matrix.text = { tr("Difference of the two passes"),
                    tr("%1 minus %2")
                        .arg(m_state.examination()->subject.model->name,
                             m_state.other()->subject.model->name) };
    matrix.rowAxis.name = tr("A minus B");
    matrix.valueAxis.name = tr("difference");
    matrix.palette = charts::Palette::Diverging;
    matrix.rows = first.queries;
    matrix.columns = first.keys;
    auto values = std::make_shared<std::vector<float>>();
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        values->push_back(a[i] - b[i]);
        sum += std::abs(double { a[i] } - double { b[i] });
    }
    matrix.range = charts::symmetricRangeOf(*values);
    matrix.values = std::move(values);
    m_difference->setData(matrix);
    // Half the sum of absolute differences of two distributions is their total variation distance.
    m_text->setText(
        tr("Mean total variation distance of a query: %1")
            .arg(QLocale().toString(sum / 2 / static_cast<double>(first.info().queries), 'f', 4)));
}

void CompareCard::show()
{
    const ExaminedAttention* first = m_state.attention();
    const ExaminedAttention* second = m_state.otherAttention();
    m_read->setEnabled(first != nullptr);
    m_forget->setVisible(m_state.other() != nullptr);
    m_export->setEnabled(false);
    for (charts::MatrixChart* chart : { m_first, m_second, m_difference }) {
        chart->setVisible(first != nullptr && second != nullptr);
    }
    if (first == nullptr) {
        m_text->setText(tr("Press Analyse first: that pass is A."));
        return;
    }
    if (second == nullptr) {
        m_text->setText(m_state.other() ? tr("B has no attention of this kind.")
                                        : tr("Change the text or the model at the left and read "
                                             "it as B. The selected heads are then compared."));
        return;
    }
    QList<HeadId> shared = m_state.heads();
    shared.removeIf([second](HeadId head) {
        return head.layer >= second->info().layers || head.head >= second->info().heads;
    });
    if (shared.isEmpty()) {
        m_text->setText(tr("B does not have the selected heads."));
        for (charts::MatrixChart* chart : { m_first, m_second, m_difference }) {
            chart->setData({});
        }
        return;
    }
    if (!isVisible()) {
        return;
    }
    const std::vector<float> a = meanOfHeads(first->capture, shared);
    const std::vector<float> b = meanOfHeads(second->capture, shared);
    showSide(*m_first, *first, a, tr("A: %1").arg(m_state.examination()->subject.model->name));
    showSide(*m_second, *second, b, tr("B: %1").arg(m_state.other()->subject.model->name));
    const bool sameShape = first->info().queries == second->info().queries
        && first->info().keys == second->info().keys;
    m_difference->setVisible(sameShape);
    m_export->setEnabled(sameShape);
    if (sameShape) {
        showDifference(a, b);
    } else {
        m_text->setText(tr("A has %1 tokens and B %2: a difference needs as many of both.")
                            .arg(first->info().queries)
                            .arg(second->info().queries));
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
    m_read->setText(tr("Read as B"));
    m_read->setToolTip(tr("Reads the text and model at the left as the second pass"));
    m_forget->setText(tr("Without B"));
    m_first->setAccessibleName(tr("Attention of A"));
    m_second->setAccessibleName(tr("Attention of B"));
    m_difference->setAccessibleName(tr("Difference of A and B"));
}

} // namespace fe::attention
