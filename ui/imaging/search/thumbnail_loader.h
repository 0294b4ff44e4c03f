// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/vision_state.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QStringList>

namespace fe::imaging {

/// Thumbnails of the pictures that are looked at, read when they are asked for; the last few
/// hundred are kept. UI thread.
class ThumbnailLoader : public QObject
{
    Q_OBJECT
public:
    explicit ThumbnailLoader(VisionState& state, QObject* parent = nullptr);

    /// Null while it is being read (loaded() says when it is there), and for what cannot be read.
    [[nodiscard]] QImage thumbnail(const QString& path);

Q_SIGNALS:
    void loaded(const QString& path);

private:
    void next();

    VisionState& m_state;
    QCache<QString, QImage> m_kept;
    QSet<QString> m_bad;
    QStringList m_waiting; ///< the last one is asked for by what is on the screen now
    jobs::JobHandle m_job;
};

} // namespace fe::imaging
