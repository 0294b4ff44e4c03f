// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/importance_map.h"

#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::attention {

using analysis::HeadImportance;
using widgets::scaled;

ImportanceMap::ImportanceMap(jobs::JobRunner& runner, QWidget* parent)
    : QWidget(parent), m_runner(runner), m_every(new QPushButton(this)),
      m_chart(new charts::MatrixChart(this)), m_export(new charts::ExportButton(*m_chart, this))
{
    m_chart->setObjectName(QStringLiteral("headImportance"));
    m_chart->setFit(charts::MatrixFit::Whole);
    auto* header = new QHBoxLayout;
    header->addWidget(m_every);
    header->addStretch(1);
    header->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addLayout(header);
    column->addWidget(m_chart, 1);
    connect(m_every, &QPushButton::clicked, this,
            [this] { m_job.isActive() ? m_job.cancel() : compute(); });
    connect(m_chart, &charts::MatrixChart::cellActivated, this, &ImportanceMap::headActivated);
    clear();
}

void ImportanceMap::setSubject(std::optional<Subject> subject)
{
    m_subject = std::move(subject);
    m_every->setEnabled(m_subject || m_job.isActive());
}

void ImportanceMap::clear()
{
    m_job = {};
    m_subject.reset();
    m_chart->setData({});
    m_export->setEnabled(false);
    retranslate(); // a run that was going on is none any more
}

void ImportanceMap::compute()
{
    if (!m_subject) {
        return;
    }
    m_job = m_runner.start<HeadImportance>(
        { .title = tr("Importance of every head"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.importance") },
        [subject = *m_subject](const base::CancelToken& cancel,
                               base::Progress& progress) -> base::Result<HeadImportance> {
            FE_TRY(const BaselinePtr baseline,
                   readBaseline(*subject.examination, subject.question, cancel, progress));
            return analysis::headImportance(*baseline, {}, cancel, progress);
        },
        { .done = [this, subject = *m_subject](
                      const HeadImportance& importance) { showImportance(importance, subject); },
          .cancelled = [this] { retranslate(); },
          .failed =
              [this](const base::Error& error) {
                  retranslate();
                  Q_EMIT failed(error);
              } });
    retranslate();
}

void ImportanceMap::showImportance(const HeadImportance& importance, const Subject& subject)
{
    retranslate();
    const bool predicts = subject.examination->predicts;
    charts::MatrixData matrix;
    matrix.text
        = { predicts
                ? tr("What each head is worth: KL of the prediction when it alone is off")
                : tr("What each head is worth: how far the output vector moves when it alone is "
                     "off"),
            tr("%1 · %2").arg(subject.examination->subject.model->name, subject.place) };
    if (!importance.isComplete()) {
        matrix.text.provenance = tr("%1 · %2 of %3 heads, stopped")
                                     .arg(matrix.text.provenance, QString::number(importance.done),
                                          QString::number(importance.layers * importance.heads));
    }
    matrix.rowAxis.name = tr("layer");
    matrix.columnAxis.name = tr("head");
    matrix.valueAxis = predicts
        ? charts::Axis { tr("KL"), tr("nats"), charts::NumberFormat::General, false }
        : charts::Axis { tr("cosine distance"), {}, charts::NumberFormat::General, false };
    for (std::int64_t layer = 0; layer < importance.layers; ++layer) {
        matrix.rows.append(QString::number(layer));
    }
    for (std::int64_t head = 0; head < importance.heads; ++head) {
        matrix.columns.append(QString::number(head));
    }
    auto values = std::make_shared<std::vector<float>>();
    for (const analysis::Effect& effect : importance.effects) {
        values->push_back(static_cast<float>(predicts ? effect.kl : effect.vectorDistance));
    }
    matrix.values = std::move(values);
    m_chart->setData(matrix);
    m_export->setEnabled(true);
}

void ImportanceMap::retranslate()
{
    m_every->setText(m_job.isActive() ? tr("Stop") : tr("Importance of every head"));
    m_every->setToolTip(tr("Switches each head off in turn; layers below are not run again"));
    m_every->setEnabled(m_subject || m_job.isActive());
    m_chart->setAccessibleName(tr("Importance of every head"));
}

} // namespace fe::attention
