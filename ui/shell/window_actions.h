// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QList>

namespace fe::shell {

/// The actions of the window itself; tabs bring their own. Owned by the window.
struct WindowActions {
    explicit WindowActions(QWidget& window);

    /// Texts in the language of now.
    void retranslate();
    /// All of them, in the order of the palette.
    [[nodiscard]] QList<QAction*> all() const;

    QAction* openFile;
    QAction* openFolder;
    QAction* chooseModel;
    QAction* models; ///< the Models dialog
    QAction* refreshModels;
    QAction* cancelJobs;
    QAction* palette;
    QAction* dismiss;
    QActionGroup* weights; ///< data(): models::WeightForm
    QActionGroup* theme; ///< data(): widgets::ThemeMode
    QActionGroup* language; ///< data(): LanguageChoice
    QAction* about;
    QAction* quit;
};

} // namespace fe::shell
