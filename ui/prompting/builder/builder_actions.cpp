// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/builder_actions.h"

#include "prompting/builder/task_document.h"
#include "prompting/builder/task_popup.h"
#include "prompting/prompt_file.h"
#include "prompting/prompt_state.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QWidget>

#include <variant>

namespace fe::prompting {

BuilderActions::BuilderActions(PromptState& state, QWidget* window)
    : QObject(window), m_state(state), m_window(window), m_tasks(new QAction(window)),
      m_open(new QAction(window)), m_save(new QAction(window)), m_back(new QAction(window))
{
    m_save->setShortcut(QKeySequence::Save);
    m_tasks->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G));
    for (QAction* action : { m_tasks, m_open, m_save, m_back }) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        window->addAction(action);
    }
    m_back->setEnabled(false);
    connect(m_tasks, &QAction::triggered, this, [this] {
        // Below the button where there is one, so that it is found again.
        QWidget* anchor = m_window;
        const QList<QWidget*> buttons = m_window->findChildren<QWidget*>(QStringLiteral("tasks"));
        for (QWidget* button : buttons) {
            anchor = button->isVisible() ? button : anchor;
        }
        showTaskPopup(m_state, anchor);
    });
    connect(m_open, &QAction::triggered, this, &BuilderActions::chooseOpen);
    connect(m_save, &QAction::triggered, this, &BuilderActions::chooseSave);
    connect(m_back, &QAction::triggered, &m_state, &PromptState::goBack);
    connect(&m_state, &PromptState::documentReplaced, this,
            [this] { m_back->setEnabled(m_state.replaced().has_value()); });
    retranslate();
}

QList<QAction*> BuilderActions::menuActions() const
{
    return { m_tasks, m_open, m_save, m_back };
}

QList<QAction*> BuilderActions::paletteActions() const
{
    QList<QAction*> actions = menuActions();
    for (QAction* action : m_taskActions) {
        actions.append(action);
    }
    return actions;
}

void BuilderActions::retranslate()
{
    m_tasks->setText(tr("Tasks…"));
    m_open->setText(tr("Open a prompt…"));
    m_save->setText(tr("Save prompt as…"));
    m_back->setText(tr("Back to the prompt of before"));
    refreshTasks();
}

void BuilderActions::refreshTasks()
{
    qDeleteAll(m_taskActions);
    m_taskActions.clear();
    for (const evaluation::GalleryTask* task : tasksIn(taskLanguage())) {
        auto* action = new QAction(m_window);
        action->setText(tr("Task: %1").arg(QString::fromStdString(task->title)));
        connect(action, &QAction::triggered, this,
                [this, task] { m_state.setDocument(withTask(m_state.document(), *task)); });
        m_taskActions.push_back(action);
    }
}

void BuilderActions::chooseOpen()
{
    const QString path = QFileDialog::getOpenFileName(
        m_window, tr("Open a prompt"), {},
        tr("Prompts, texts and conversations (*.fexprompt *.txt *.md *.json)"));
    if (!path.isEmpty()) {
        Q_EMIT openRequested(path);
    }
}

void BuilderActions::chooseSave()
{
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Save prompt"), tr("prompt") + QLatin1String(kPromptFileSuffix),
        tr("Prompts (*.fexprompt)"));
    if (!path.isEmpty()) {
        save(path);
    }
}

void BuilderActions::save(const QString& path)
{
    const QString whole
        = QFileInfo(path).suffix().isEmpty() ? path + QLatin1String(kPromptFileSuffix) : path;
    jobs::JobOptions options;
    options.title = tr("Save %1").arg(QFileInfo(whole).fileName());
    options.lane = jobs::Lane::Io;
    m_saveJob = m_state.runner().start<std::monostate>(
        options,
        [whole, document = m_state.document()](const base::CancelToken& cancel,
                                               base::Progress&) -> base::Result<std::monostate> {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_CHECK(savePromptFile(whole, document));
            return std::monostate {};
        },
        { .done =
              [this, whole](std::monostate) {
                  m_state.workspace().reportMessage(tr("Saved to %1").arg(whole));
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { Q_EMIT failed(error); } });
}

} // namespace fe::prompting
