// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "models/export.h"

#include <QObject>

namespace fe::shell {

/// Writes a model as a TorchScript archive in the background. No widgets.
class ExportFlow : public QObject
{
    Q_OBJECT
public:
    explicit ExportFlow(jobs::JobRunner& runner, QObject* parent = nullptr);

    /// @param name for the job strip.
    void start(const QString& name, const formats::PackagePtr& package, const QString& out,
               const models::ExportOptions& options);
    void cancel() { m_job.cancel(); }
    [[nodiscard]] bool isActive() const { return m_job.isActive(); }

Q_SIGNALS:
    void exported(const QString& path, quint64 bytes, const QString& sha256);
    void failed(const fe::base::Error& error);
    void cancelled();

private:
    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
};

} // namespace fe::shell
