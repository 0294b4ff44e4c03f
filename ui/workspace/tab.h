// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QJsonObject>
#include <QWidget>

namespace fe::workspace {

/// A page of the window. Lives in a folder of its own and never knows another tab.
class Tab : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// State to find again on the next start: texts, splitters, settings, last result.
    [[nodiscard]] virtual QJsonObject saveState() const = 0;
    virtual void restoreState(const QJsonObject& state) = 0;
    /// Actions for the command palette and shortcuts (texts in the language of now).
    [[nodiscard]] virtual QList<QAction*> paletteActions() const = 0;
    /// Takes a dropped or opened file; false if it is not of this tab's kind.
    virtual bool openFile(const QString& path) = 0;
};

/// A tab's row in shell/tabs.cpp: the one place that lists them.
struct TabRow {
    const char* id; ///< "prompt": for settings
    QString (*title)(); ///< translated at each call
    const char* icon; ///< ":/icons/prompt.svg"
    Tab* (*make)(Workspace& workspace, jobs::JobRunner& runner, QWidget* parent);
};

} // namespace fe::workspace
