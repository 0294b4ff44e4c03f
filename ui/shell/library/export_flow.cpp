// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/export_flow.h"

#include "workspace/path_text.h"

namespace fe::shell {

ExportFlow::ExportFlow(jobs::JobRunner& runner, QObject* parent) : QObject(parent), m_runner(runner)
{
}

void ExportFlow::start(const QString& name, const formats::PackagePtr& package, const QString& out,
                       const models::ExportOptions& options)
{
    m_job = m_runner.start<models::ExportResult>(
        { .title = tr("Exporting %1").arg(name),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("library.export"),
          .unit = jobs::Unit::Bytes },
        [package, file = workspace::toPath(out), options](const base::CancelToken& cancel,
                                                          base::Progress& progress) {
            return models::exportTorchScript(package, file, options, cancel, progress);
        },
        { .done =
              [this, out](const models::ExportResult& result) {
                  Q_EMIT exported(out, result.bytes, QString::fromStdString(result.sha256));
              },
          .cancelled = [this] { Q_EMIT cancelled(); },
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

} // namespace fe::shell
