// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/pictures/picture_store.h"
#include "imaging/vision_state.h"

#include <QElapsedTimer>

namespace fe::imaging {

/// Fills a PictureStore in the background: folders become files and files thumbnails in the io
/// lane, thumbnails vectors in the compute lane. Each job is a fraction of a second, so that other
/// work of the lane (labels that are being typed) gets in between; what is done stays when one is
/// cancelled. UI thread only.
class PictureReader : public QObject
{
    Q_OBJECT
public:
    PictureReader(VisionState& state, PictureStore& store, QObject* parent = nullptr);

    /// Adds files, and the files in folders and the folders below them.
    void add(const QStringList& paths);
    /// Stops; resume() goes on with what is left.
    void pause();
    void resume();
    /// Stops and forgets what was not looked for yet.
    void clear();
    [[nodiscard]] bool isPaused() const { return m_paused; }
    /// There is something left to do that is being done or will be.
    [[nodiscard]] bool isBusy() const;
    /// Files or folders were added that nobody looked for yet.
    [[nodiscard]] bool hasUnlisted() const { return !m_toList.isEmpty(); }

Q_SIGNALS:
    /// The files of `add`, as far as they are new; shown are those that were there before as well.
    void added(const QStringList& files);
    void failed(const fe::base::Error& error);
    void busyChanged();
    /// All that can be encoded is. @param seconds since encoding began
    void finished(int pictures, double seconds);

private:
    void listNext();
    void readNext();
    void encodeNext();
    void next();

    VisionState& m_state;
    PictureStore& m_store;
    QStringList m_toList;
    QString m_listed; ///< being looked for
    bool m_paused = false;
    jobs::JobHandle m_listing;
    jobs::JobHandle m_reading;
    jobs::JobHandle m_encoding;
    PictureModelPtr m_encoder; ///< whose vectors the store holds
    QElapsedTimer m_clock;
    int m_encodedAtStart = 0;
};

} // namespace fe::imaging
