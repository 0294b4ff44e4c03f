// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_export.h"
#include "jobs/job_runner.h"

#include <QObject>

#include <vector>

namespace fe::attention {

/// Writes files in jobs of the io lane: what takes time of making them, too. The whole file or what
/// was there before. Several may be on their way; destroying it cancels them.
class FileSaver : public QObject, public charts::ChartSaver
{
    Q_OBJECT
public:
    using Ended = std::function<void()>;
    /// What the file holds; an Error ends the job.
    using Content
        = std::function<base::Result<QByteArray>(const base::CancelToken&, base::Progress&)>;
    /// Writes the file itself.
    using Write = std::function<base::Result<void>(const base::CancelToken&, base::Progress&)>;

    /// The runner must outlive this.
    explicit FileSaver(jobs::JobRunner& runner, QObject* parent = nullptr);

    /// At once back; `ended` is called afterwards, whatever happened.
    void save(const QString& path, Content content, Ended ended);
    void saveBy(const QString& path, Write write, Ended ended);
    void saveChart(const QString& path, charts::ChartFile file, Ended ended) override;

Q_SIGNALS:
    void saved(const QString& path);
    void failed(const fe::base::Error& error);

private:
    jobs::JobRunner& m_runner;
    std::vector<jobs::JobHandle> m_jobs;
};

} // namespace fe::attention
