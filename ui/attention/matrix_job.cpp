// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/matrix_job.h"

#include "charts/matrix_chart.h"

namespace fe::attention {

namespace {

constexpr int kPatienceMs = 100;

} // namespace

charts::IsCancelled isCancelled(const base::CancelToken& cancel)
{
    return [&cancel] { return cancel.isCancelled(); };
}

base::Result<charts::ColoredMatrixPtr> coloredMatrix(charts::MatrixData data,
                                                     const base::CancelToken& cancel)
{
    charts::ColoredMatrixPtr matrix = charts::coloredMatrix(std::move(data), isCancelled(cancel));
    if (!matrix) {
        return base::cancelled();
    }
    return matrix;
}

BusyMark::BusyMark(QWidget* parent) : QLabel(parent)
{
    setObjectName(QStringLiteral("busy"));
    setProperty("kind", QStringLiteral("secondary"));
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, &QWidget::show);
    hide();
    retranslate();
}

void BusyMark::setBusy(bool busy)
{
    m_busy = busy;
    if (!busy) {
        m_patience.stop();
        hide();
    } else if (isHidden() && !m_patience.isActive()) {
        m_patience.start();
    }
}

void BusyMark::retranslate()
{
    setText(tr("Working…"));
}

MatrixJob::MatrixJob(jobs::JobRunner& runner, charts::MatrixChart& chart, QObject* parent)
    : QObject(parent), m_runner(runner), m_chart(chart)
{
}

void MatrixJob::start(jobs::JobOptions options, Work work)
{
    m_job = m_runner.start<charts::ColoredMatrixPtr>(std::move(options), std::move(work),
                                                     { .done =
                                                           [this](charts::ColoredMatrixPtr matrix) {
                                                               m_chart.setMatrix(std::move(matrix));
                                                               Q_EMIT busyChanged(false);
                                                               Q_EMIT shown();
                                                           },
                                                       .cancelled =
                                                           [this] {
                                                               Q_EMIT busyChanged(false);
                                                               Q_EMIT cancelled();
                                                           },
                                                       .failed =
                                                           [this](const base::Error& error) {
                                                               Q_EMIT busyChanged(false);
                                                               Q_EMIT failed(error);
                                                           } });
    Q_EMIT busyChanged(true);
}

void MatrixJob::stop()
{
    if (m_job.isActive()) {
        m_job = {};
        Q_EMIT busyChanged(false);
    }
}

} // namespace fe::attention
