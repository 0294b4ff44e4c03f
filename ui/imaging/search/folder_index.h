// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imaging/vision_state.h"
#include "pictures/index_update.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace fe::imaging {

using FolderVectorsPtr = std::shared_ptr<const pictures::FolderVectors>;

/// Keeps the index of pictures up to date with some folders, in jobs so short that other work gets
/// in between. Begins by itself when there is a model. UI thread.
class FolderIndex : public QObject
{
    Q_OBJECT
public:
    explicit FolderIndex(VisionState& state, QObject* parent = nullptr);

    [[nodiscard]] const QStringList& folders() const { return m_folders; }
    /// Paused: what is indexed already is there, but nothing is added to it before resume().
    enum class Begin { Now, Paused };
    /// Looks through them, also if they are the same.
    void setFolders(const QStringList& folders, Begin begin = Begin::Now);

    void pause();
    void resume();
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] bool isBusy() const { return m_job.isActive(); }
    /// The folders were looked through to the end.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] const pictures::UpdateCount& count() const { return m_count; }
    /// Of what is indexed so far; null before the first look.
    [[nodiscard]] const FolderVectorsPtr& vectors() const { return m_vectors; }

    /// The index file is of no use; setAside() moves it away and begins anew.
    [[nodiscard]] bool isUnusable() const { return m_unusable; }
    void setAside();

Q_SIGNALS:
    void changed(); ///< folders, count, paused, busy
    void vectorsChanged();
    void failed(const fe::base::Error& error);

private:
    class Work;
    struct Report;

    void restart();
    void release();
    void next();
    void take(const Report& report);
    void fail(const base::Error& error);

    VisionState& m_state;
    PictureModelPtr m_model; ///< whose vectors these are
    QStringList m_folders;
    std::shared_ptr<Work> m_work; ///< touched by jobs of the compute lane alone, one thread
    pictures::UpdateCount m_count;
    FolderVectorsPtr m_vectors;
    bool m_paused = false;
    bool m_complete = false;
    bool m_unusable = false;
    jobs::JobHandle m_job;
    jobs::JobHandle m_closing;
};

} // namespace fe::imaging
