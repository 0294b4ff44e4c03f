// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/search/thumbnail_loader.h"

#include "imaging/pictures/thumbnail.h"

#include <QElapsedTimer>

namespace fe::imaging {
namespace {

constexpr int kEdge = 160; // pixels
constexpr int kKept = 400; // of 77 KB at most: 31 MB
constexpr int kMostWaiting = 200; // what was scrolled past is not read
constexpr qint64 kJobMs = 100;

struct Small {
    QString path;
    QImage image;
};

} // namespace

ThumbnailLoader::ThumbnailLoader(VisionState& state, QObject* parent)
    : QObject(parent), m_state(state), m_kept(kKept)
{
}

QImage ThumbnailLoader::thumbnail(const QString& path)
{
    if (const QImage* kept = m_kept.object(path)) {
        return *kept;
    }
    if (!m_bad.contains(path)) {
        m_waiting.removeOne(path);
        m_waiting.append(path);
        if (m_waiting.size() > kMostWaiting) {
            m_waiting.removeFirst();
        }
        next();
    }
    return {};
}

void ThumbnailLoader::next()
{
    if (m_waiting.isEmpty() || m_job.isActive()) {
        return;
    }
    m_job = m_state.runner().start<QList<Small>>(
        { .title = tr("Reading thumbnails"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("vision.searchThumbnails") },
        [paths = m_waiting](const base::CancelToken& cancel,
                            base::Progress&) -> base::Result<QList<Small>> {
            QList<Small> read;
            QElapsedTimer clock;
            clock.start();
            for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
                const auto small = readSmall(*path, kEdge, cancel);
                if (cancel.isCancelled()) {
                    return base::cancelled();
                }
                read.append({ *path, small ? small->image : QImage() });
                if (clock.elapsed() > kJobMs) {
                    break;
                }
            }
            return read;
        },
        { .done =
              [this](const QList<Small>& read) {
                  for (const Small& small : read) {
                      m_waiting.removeOne(small.path);
                      if (small.image.isNull()) {
                          m_bad.insert(small.path);
                      } else {
                          m_kept.insert(small.path, new QImage(small.image));
                      }
                      Q_EMIT loaded(small.path);
                  }
                  next();
              },
          .cancelled = [this] { m_waiting.clear(); },
          .failed = [this](const base::Error&) { m_waiting.clear(); } });
}

} // namespace fe::imaging
