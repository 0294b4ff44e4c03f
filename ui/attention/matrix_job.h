// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/matrix_picture.h"
#include "jobs/job_runner.h"

#include <QLabel>
#include <QTimer>

namespace fe::charts {
class MatrixChart;
}

namespace fe::attention {

/// A cancel token as charts ask for it; borrowed.
[[nodiscard]] charts::IsCancelled isCancelled(const base::CancelToken& cancel);
/// coloredMatrix() as work of a job.
[[nodiscard]] base::Result<charts::ColoredMatrixPtr> coloredMatrix(charts::MatrixData data,
                                                                   const base::CancelToken& cancel);

/// "Working…" beside a picture that is not yet what was asked for; says nothing of what is ready
/// within a tenth of a second.
class BusyMark : public QLabel
{
    Q_OBJECT
public:
    explicit BusyMark(QWidget* parent = nullptr);
    void setBusy(bool busy);
    [[nodiscard]] bool isBusy() const { return m_busy; }
    void retranslate();

private:
    QTimer m_patience;
    bool m_busy = false;
};

/// Makes the table of a chart in a job. The chart keeps its table until the new one is there, and
/// if the job is cancelled or fails.
class MatrixJob : public QObject
{
    Q_OBJECT
public:
    using Work = jobs::JobRunner::Work<charts::ColoredMatrixPtr>;

    /// Both must outlive this.
    MatrixJob(jobs::JobRunner& runner, charts::MatrixChart& chart, QObject* parent = nullptr);

    /// What runs is cancelled and its table never shown.
    void start(jobs::JobOptions options, Work work);
    void stop();

Q_SIGNALS:
    void busyChanged(bool busy);
    void shown();
    void cancelled();
    void failed(const fe::base::Error& error);

private:
    jobs::JobRunner& m_runner;
    charts::MatrixChart& m_chart;
    jobs::JobHandle m_job;
};

} // namespace fe::attention
