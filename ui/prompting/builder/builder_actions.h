// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "jobs/job_runner.h"

#include <QList>
#include <QObject>

#include <vector>

class QAction;
class QWidget;

namespace fe::evaluation {
struct GalleryTask;
}

namespace fe::prompting {

class PromptState;

/// What the builder offers whatever page it shows: the task gallery, prompts as files, and the way
/// back to a prompt that another one replaced.
class BuilderActions : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it. @param window owns the actions and the dialogs.
    BuilderActions(PromptState& state, QWidget* window);

    /// For the palette, in the language of now.
    [[nodiscard]] QList<QAction*> paletteActions() const;
    /// For a menu of the builder.
    [[nodiscard]] QList<QAction*> menuActions() const;
    void retranslate();
    /// In the background; `.fexprompt` is added to a name without ending.
    void save(const QString& path);

Q_SIGNALS:
    void openRequested(const QString& path);
    void failed(const fe::base::Error& error);

private:
    void chooseOpen();
    void chooseSave();
    void refreshTasks();

    PromptState& m_state;
    QWidget* m_window;
    jobs::JobHandle m_saveJob;
    QAction* m_tasks;
    QAction* m_open;
    QAction* m_save;
    QAction* m_back;
    std::vector<QAction*> m_taskActions; ///< of the language of the window
};

} // namespace fe::prompting
