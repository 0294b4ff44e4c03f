// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/window_actions.h"

#include "models/language_model.h"
#include "shell/language.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QCoreApplication>
#include <QWidget>

namespace fe::shell {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("WindowActions", text);
}

QAction* make(QWidget& window, const char* name, const char* icon, const QKeySequence& shortcut)
{
    auto* action = new QAction(&window);
    action->setObjectName(QLatin1String(name));
    action->setIcon(widgets::themedIcon(QLatin1String(icon), widgets::IconRole::Secondary));
    action->setShortcut(shortcut);
    window.addAction(action);
    return action;
}

template<typename T>
QActionGroup* makeChoice(QWidget& window, const char* name, std::initializer_list<T> values)
{
    auto* group = new QActionGroup(&window);
    for (const T value : values) {
        QAction* action = group->addAction(QString());
        action->setObjectName(QLatin1String(name) + QString::number(static_cast<int>(value)));
        action->setCheckable(true);
        action->setData(static_cast<int>(value));
        window.addAction(action);
    }
    return group;
}

} // namespace

WindowActions::WindowActions(QWidget& window)
    : openFile(make(window, "openFile", "open", QKeySequence(Qt::CTRL | Qt::Key_O))),
      openFolder(
          make(window, "openFolder", "folder", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O))),
      chooseModel(make(window, "chooseModel", "models", QKeySequence(Qt::CTRL | Qt::Key_M))),
      models(make(window, "models", "models", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M))),
      refreshModels(make(window, "refreshModels", "refresh", QKeySequence(Qt::Key_F5))),
      cancelJobs(make(window, "cancelJobs", "stop", QKeySequence(Qt::CTRL | Qt::Key_Period))),
      palette(make(window, "palette", "search", QKeySequence(Qt::CTRL | Qt::Key_K))),
      dismiss(make(window, "dismiss", "close", QKeySequence(Qt::CTRL | Qt::Key_E))),
      weights(makeChoice(window, "weights",
                         { models::WeightForm::Stored, models::WeightForm::F32,
                           models::WeightForm::BF16, models::WeightForm::Int8,
                           models::WeightForm::Int4 })),
      theme(makeChoice(
          window, "theme",
          { widgets::ThemeMode::System, widgets::ThemeMode::Light, widgets::ThemeMode::Dark })),
      language(
          makeChoice(window, "language",
                     { LanguageChoice::System, LanguageChoice::English, LanguageChoice::Korean })),
      about(make(window, "about", "info", QKeySequence(Qt::Key_F1))),
      quit(make(window, "quit", "quit", QKeySequence(Qt::CTRL | Qt::Key_Q)))
{
    retranslate();
}

void WindowActions::retranslate()
{
    openFile->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Open file…")));
    openFolder->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Open model folder…")));
    chooseModel->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Choose a language model")));
    models->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Models…")));
    refreshModels->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Look for models again")));
    cancelJobs->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Cancel the running job")));
    palette->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Find a command…")));
    dismiss->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Dismiss the message")));
    about->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "About Foundation Explorer")));
    quit->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Quit")));

    const QList<QAction*> forms = weights->actions();
    forms.at(0)->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "as stored")));
    forms.at(1)->setText(QStringLiteral("f32"));
    forms.at(2)->setText(QStringLiteral("bf16"));
    forms.at(3)->setText(QStringLiteral("int8"));
    forms.at(4)->setText(QStringLiteral("int4"));
    forms.at(0)->setToolTip(
        translated(QT_TRANSLATE_NOOP("WindowActions", "As in the file: smallest")));
    forms.at(1)->setToolTip(
        translated(QT_TRANSLATE_NOOP("WindowActions", "32-bit numbers: the reference")));
    forms.at(2)->setToolTip(
        translated(QT_TRANSLATE_NOOP("WindowActions", "16-bit numbers: half the memory of f32")));
    forms.at(3)->setToolTip(translated(
        QT_TRANSLATE_NOOP("WindowActions", "Blocks of 8 bits: a quarter of the memory of f32")));
    forms.at(4)->setToolTip(
        translated(QT_TRANSLATE_NOOP("WindowActions", "Blocks of 4 bits: smallest, less exact")));

    const QList<QAction*> themes = theme->actions();
    themes.at(0)->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Theme of the system")));
    themes.at(1)->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Light theme")));
    themes.at(2)->setText(translated(QT_TRANSLATE_NOOP("WindowActions", "Dark theme")));

    // The two languages are named in themselves, so that they can be found from the other one.
    const QList<QAction*> languages = language->actions();
    languages.at(0)->setText(
        translated(QT_TRANSLATE_NOOP("WindowActions", "Language of the system")));
    languages.at(1)->setText(QStringLiteral("English"));
    languages.at(2)->setText(QStringLiteral("한국어 (Korean)"));
}

QList<QAction*> WindowActions::all() const
{
    return QList<QAction*> { openFile,      openFolder, chooseModel, models,
                             refreshModels, cancelJobs, dismiss }
    + weights->actions() + theme->actions() + language->actions() + QList<QAction*> { about, quit };
}

} // namespace fe::shell
