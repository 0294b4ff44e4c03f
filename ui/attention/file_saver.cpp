// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/file_saver.h"

#include "attention/matrix_job.h"
#include "formats/atomic_file.h"
#include "workspace/path_text.h"

#include <QFileInfo>

namespace fe::attention {

FileSaver::FileSaver(jobs::JobRunner& runner, QObject* parent) : QObject(parent), m_runner(runner)
{
}

void FileSaver::saveBy(const QString& path, Write write, Ended ended)
{
    std::erase_if(m_jobs, [](const jobs::JobHandle& job) { return !job.isActive(); });
    m_jobs.push_back(m_runner.start<QString>(
        { .title = tr("Saving %1").arg(QFileInfo(path).fileName()),
          .lane = jobs::Lane::Io,
          .slot = {} },
        [path, write = std::move(write)](const base::CancelToken& cancel,
                                         base::Progress& progress) -> base::Result<QString> {
            FE_CHECK(write(cancel, progress));
            return path;
        },
        { .done =
              [this, ended](const QString& file) {
                  ended();
                  Q_EMIT saved(file);
              },
          .cancelled = ended,
          .failed =
              [this, ended](const base::Error& error) {
                  ended();
                  Q_EMIT failed(error);
              } }));
}

void FileSaver::save(const QString& path, Content content, Ended ended)
{
    saveBy(
        path,
        [path, content = std::move(content)](const base::CancelToken& cancel,
                                             base::Progress& progress) -> base::Result<void> {
            FE_TRY(const QByteArray bytes, content(cancel, progress));
            if (cancel.isCancelled()) {
                return base::cancelled(); // what was made may be cut off
            }
            return formats::writeFileAtomically(
                workspace::toPath(path),
                { bytes.constData(), static_cast<std::size_t>(bytes.size()) });
        },
        std::move(ended));
}

void FileSaver::saveChart(const QString& path, charts::ChartFile file, Ended ended)
{
    save(
        path,
        [file = std::move(file)](const base::CancelToken& cancel, base::Progress&)
            -> base::Result<QByteArray> { return file.content(isCancelled(cancel)); },
        std::move(ended));
}

} // namespace fe::attention
