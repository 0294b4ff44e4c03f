// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_reader.h"

#include "imaging/pictures/picture_names.h"
#include "pictures/picture_files.h"
#include "workspace/path_text.h"

#include <QFileInfo>
#include <QLocale>

namespace fe::imaging {

using base::CancelToken;
using base::Progress;
using base::Result;

namespace {

// A job takes about so long: the lane is free for others in between.
constexpr qint64 kJobMs = 150;
constexpr int kMostAJob = 32;
constexpr std::size_t kBatch = 4;

template<typename T>
struct Finished {
    PictureStore::Id id = 0;
    Result<T> result;
};
template<typename T>
struct FinishedList {
    std::vector<Finished<T>> list;
    bool stopped = false; ///< by the user; what was finished before is in the list
};

/// Files as they are; of folders those that are pictures by name or content.
Result<QStringList> listFiles(const QString& path, const CancelToken& cancel)
{
    if (!QFileInfo(path).isDir()) {
        return QStringList { path };
    }
    const std::vector<std::string> folder { workspace::toPath(path).string() };
    std::vector<pictures::SkippedPicture> unreadable;
    const auto names = pictures::listPictures(
        folder, { .recursive = true, .unreadable = &unreadable, .cancel = &cancel });
    if (!names) {
        return names.error();
    }
    QStringList files;
    for (const std::string& name : *names) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const QString file = workspace::toText(name);
        if (isPictureFile(file)) {
            files.append(file);
        }
    }
    for (const pictures::SkippedPicture& folderBelow : unreadable) {
        files.append(workspace::toText(folderBelow.file)); // shown with the reason when it is read
    }
    return files;
}

FinishedList<SmallPicture> readAll(const QList<PictureStore::Task>& tasks,
                                   const CancelToken& cancel)
{
    FinishedList<SmallPicture> finished;
    QElapsedTimer clock;
    clock.start();
    for (const PictureStore::Task& task : tasks) {
        Result<SmallPicture> read = readSmall(task.path, kThumbnailEdge, cancel);
        if (cancel.isCancelled()) {
            break;
        }
        finished.list.push_back({ task.id, std::move(read) });
        if (clock.elapsed() > kJobMs) {
            break;
        }
    }
    finished.stopped = cancel.isCancelled();
    return finished;
}

Result<FinishedList<std::vector<float>>> encodeAll(const pictures::PictureModel& model,
                                                   const QList<PictureStore::Task>& tasks,
                                                   const CancelToken& cancel)
{
    std::vector<std::string> files;
    for (const PictureStore::Task& task : tasks) {
        files.push_back(workspace::toPath(task.path).string());
    }
    FinishedList<std::vector<float>> finished;
    QElapsedTimer clock;
    clock.start();
    Progress progress;
    const auto run = pictures::encodePictures(
        model, files, kBatch,
        [&](std::size_t index, const Result<std::vector<float>>& vector) {
            finished.list.push_back({ tasks.at(static_cast<qsizetype>(index)).id, vector });
            return clock.elapsed() <= kJobMs || finished.list.size() % kBatch != 0;
        },
        cancel, progress);
    if (!run && !cancel.isCancelled()) {
        return run.error();
    }
    finished.stopped = cancel.isCancelled();
    return finished;
}

} // namespace

PictureReader::PictureReader(VisionState& state, PictureStore& store, QObject* parent)
    : QObject(parent), m_state(state), m_store(store), m_encoder(state.model())
{
    connect(&state, &VisionState::modelChanged, this, [this] {
        m_encoding = {};
        if (m_state.model() != m_encoder) {
            m_encoder = m_state.model();
            m_store.forgetVectors();
        }
        next();
    });
}

void PictureReader::add(const QStringList& paths)
{
    m_paused = false;
    m_toList.append(paths);
    next();
}

void PictureReader::pause()
{
    m_paused = true;
    if (m_listing.isActive()) {
        m_toList.prepend(m_listed);
    }
    m_listing = {};
    m_reading = {};
    m_encoding = {};
    m_clock.invalidate();
    Q_EMIT busyChanged();
}

void PictureReader::clear()
{
    pause();
    m_toList.clear();
}

void PictureReader::resume()
{
    m_paused = false;
    next();
}

bool PictureReader::isBusy() const
{
    return m_listing.isActive() || m_reading.isActive() || m_encoding.isActive();
}

void PictureReader::next()
{
    listNext();
    readNext();
    encodeNext();
    Q_EMIT busyChanged();
}

void PictureReader::listNext()
{
    if (m_paused || m_listing.isActive() || m_toList.isEmpty()) {
        return;
    }
    const QString path = m_listed = m_toList.takeFirst();
    m_listing = m_state.runner().start<QStringList>(
        { .title = tr("Looking for pictures in %1").arg(QFileInfo(path).fileName()),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.list") },
        [path](const CancelToken& cancel, Progress&) { return listFiles(path, cancel); },
        { .done =
              [this](const QStringList& files) {
                  m_store.add(files);
                  Q_EMIT added(files);
                  next();
              },
          .cancelled = [this] { pause(); },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT failed(error);
                  next();
              } });
}

void PictureReader::readNext()
{
    if (m_paused || m_reading.isActive()) {
        return;
    }
    const QList<PictureStore::Task> tasks = m_store.unread(kMostAJob);
    if (tasks.isEmpty()) {
        return;
    }
    m_reading = m_state.runner().start<FinishedList<SmallPicture>>(
        { .title = tr("Reading pictures"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.read") },
        [tasks](const CancelToken& cancel, Progress&) -> Result<FinishedList<SmallPicture>> {
            return readAll(tasks, cancel);
        },
        { .done =
              [this](const FinishedList<SmallPicture>& finished) {
                  for (const Finished<SmallPicture>& one : finished.list) {
                      m_store.setRead(one.id, one.result);
                  }
                  finished.stopped ? pause() : next();
              },
          .cancelled = [this] { pause(); },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT failed(error);
                  pause();
              } });
}

void PictureReader::encodeNext()
{
    if (m_paused || m_encoding.isActive() || !m_encoder) {
        return;
    }
    const QList<PictureStore::Task> tasks = m_store.unencoded(kMostAJob);
    if (tasks.isEmpty()) {
        if (m_clock.isValid() && !m_listing.isActive()) {
            const double seconds = static_cast<double>(m_clock.elapsed()) / 1000;
            m_clock.invalidate();
            Q_EMIT finished(m_store.counts().encoded - m_encodedAtStart, seconds);
        }
        return;
    }
    if (!m_clock.isValid()) {
        m_clock.start();
        m_encodedAtStart = m_store.counts().encoded;
    }
    using List = FinishedList<std::vector<float>>;
    m_encoding = m_state.runner().start<List>(
        { .title = tr("Classifying pictures: %1 of %2")
                       .arg(QLocale().toString(m_store.counts().encoded),
                            QLocale().toString(m_store.counts().all)),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.encode") },
        [tasks, model = m_encoder](const CancelToken& cancel, Progress&) {
            return encodeAll(*model, tasks, cancel);
        },
        { .done =
              [this](const List& finished) {
                  for (const Finished<std::vector<float>>& one : finished.list) {
                      m_store.setEncoded(one.id, one.result);
                  }
                  finished.stopped ? pause() : next();
              },
          .cancelled = [this] { pause(); },
          .failed =
              [this](const base::Error& error) {
                  Q_EMIT failed(error);
                  pause();
              } });
}

} // namespace fe::imaging
