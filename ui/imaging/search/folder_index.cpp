// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/folder_index.h"

#include "workspace/path_text.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <utility>

namespace fe::imaging {

using base::CancelToken;
using base::Progress;
using base::Result;
using pictures::UpdateCount;

namespace {

/// The compute lane is one thread: labels, scores and questions get in between.
constexpr std::chrono::milliseconds kStep { 200 };
/// What is found meanwhile is shown so often.
constexpr qint64 kReloadMs = 3000;

} // namespace

struct FolderIndex::Report {
    UpdateCount count;
    FolderVectorsPtr vectors; ///< null: as before
    bool complete = false;
};

/// The index, open, and the updates of the folders. Only jobs of the compute lane call it.
class FolderIndex::Work
{
public:
    Work(PictureModelPtr model, const QStringList& folders) : m_model(std::move(model))
    {
        for (const QString& folder : folders) {
            m_folders.push_back(workspace::toPath(folder).string());
        }
    }

    /// One step: opens, begins a folder, or reads and encodes for a moment.
    Result<Report> advance(const CancelToken& cancel, Progress& progress)
    {
        Report report;
        if (!m_index) {
            FE_CHECK(open(cancel, progress));
            FE_TRY(report.vectors, load());
        } else if (m_updates.size() < m_folders.size()) {
            const std::string& folder = m_folders[m_updates.size()];
            FE_TRY(auto update,
                   pictures::IndexUpdate::begin(*m_index, *m_model, m_key, folder, &cancel));
            m_updates.push_back(std::move(update));
        } else {
            FE_CHECK(step(cancel, progress));
            report.complete = m_at == m_updates.size();
            if (report.complete || m_sinceLoad.elapsed() > kReloadMs) {
                FE_TRY(report.vectors, load());
            }
        }
        report.count = count();
        return report;
    }

    void close()
    {
        m_updates.clear();
        m_index.reset();
    }

private:
    Result<void> open(const CancelToken& cancel, Progress& progress)
    {
        FE_TRY(auto index, pictures::PictureIndex::open(pictures::PictureIndex::defaultFile()));
        FE_TRY(m_key, index.modelKey(*m_model, cancel, progress));
        m_index = std::make_unique<pictures::PictureIndex>(std::move(index));
        return {};
    }

    Result<void> step(const CancelToken& cancel, Progress& progress)
    {
        const UpdateCount before = count();
        progress.begin("Indexing", before.total);
        progress.advance(before.done);
        while (m_at < m_updates.size() && m_updates[m_at].isFinished()) {
            ++m_at;
        }
        if (m_at < m_updates.size()) {
            FE_CHECK(m_updates[m_at].step({ kStep, 32 }, cancel));
            m_at += m_updates[m_at].isFinished() ? 1 : 0;
        }
        return {};
    }

    Result<FolderVectorsPtr> load()
    {
        FE_TRY(auto vectors, m_index->vectors(m_folders, m_key));
        m_sinceLoad.start();
        return std::make_shared<const pictures::FolderVectors>(std::move(vectors));
    }

    [[nodiscard]] UpdateCount count() const
    {
        UpdateCount sum;
        for (const pictures::IndexUpdate& update : m_updates) {
            sum.total += update.count().total;
            sum.done += update.count().done;
            sum.read += update.count().read;
            sum.encoded += update.count().encoded;
        }
        return sum;
    }

    PictureModelPtr m_model;
    std::vector<std::string> m_folders;
    std::unique_ptr<pictures::PictureIndex> m_index; // the updates point to it
    std::string m_key;
    std::vector<pictures::IndexUpdate> m_updates;
    std::size_t m_at = 0; ///< the update that is under way
    QElapsedTimer m_sinceLoad;
};

FolderIndex::FolderIndex(VisionState& state, QObject* parent)
    : QObject(parent), m_state(state), m_model(state.model())
{
    connect(&state, &VisionState::modelChanged, this, [this] {
        if (m_state.model() != m_model) {
            m_model = m_state.model();
            restart();
        }
    });
}

void FolderIndex::setFolders(const QStringList& folders, Begin begin)
{
    m_folders = folders;
    m_paused = begin == Begin::Paused;
    restart();
}

void FolderIndex::restart()
{
    m_job = {};
    release();
    m_count = {};
    m_complete = false;
    m_unusable = false;
    if (m_vectors != nullptr) {
        m_vectors.reset();
        Q_EMIT vectorsChanged();
    }
    next();
}

/// The file is closed where it was used: flushing it to the disk may take a moment.
void FolderIndex::release()
{
    if (m_work == nullptr) {
        return;
    }
    m_closing = m_state.runner().start<bool>(
        { .title = tr("Closing the index"), .lane = jobs::Lane::Compute, .slot = {} },
        [work = std::exchange(m_work, nullptr)](const CancelToken&, Progress&) -> Result<bool> {
            work->close();
            return true;
        },
        {});
}

void FolderIndex::pause()
{
    m_paused = true;
    m_job = {};
    Q_EMIT changed();
}

void FolderIndex::resume()
{
    m_paused = false;
    if (m_complete) {
        restart(); // looks again
    } else {
        next();
    }
}

void FolderIndex::next()
{
    if (m_model == nullptr || m_folders.isEmpty() || m_complete || m_unusable
        || (m_paused && m_vectors != nullptr) || m_job.isActive()) {
        Q_EMIT changed();
        return;
    }
    if (m_work == nullptr) {
        m_work = std::make_shared<Work>(m_model, m_folders);
    }
    m_job = m_state.runner().start<Report>(
        { .title = tr("Indexing %1").arg(QFileInfo(m_folders.constFirst()).fileName()),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.index") },
        [work = m_work](const CancelToken& cancel, Progress& progress) {
            return work->advance(cancel, progress);
        },
        { .done = [this](const Report& report) { take(report); },
          .cancelled = [this] { pause(); },
          .failed = [this](const base::Error& error) { fail(error); } });
    Q_EMIT changed();
}

void FolderIndex::take(const Report& report)
{
    m_count = report.count;
    m_complete = report.complete;
    if (report.vectors != nullptr) {
        m_vectors = report.vectors;
        Q_EMIT vectorsChanged();
    }
    next();
}

void FolderIndex::fail(const base::Error& error)
{
    const QString file = workspace::toText(pictures::PictureIndex::defaultFile());
    m_unusable = error.file == workspace::toPath(file).string()
        && (error.code == base::ErrorCode::Malformed || error.code == base::ErrorCode::Unsupported);
    release();
    m_paused = true;
    Q_EMIT failed(error);
    Q_EMIT changed();
}

void FolderIndex::setAside()
{
    const auto moved = pictures::PictureIndex::setAside(pictures::PictureIndex::defaultFile());
    if (!moved) {
        Q_EMIT failed(moved.error());
        return;
    }
    m_state.workspace().reportMessage(
        tr("The old index lies at %1.").arg(workspace::toText(*moved)));
    m_paused = false;
    restart();
}

} // namespace fe::imaging
