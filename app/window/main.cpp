// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_runner.h"
#include "shell/language.h"
#include "shell/main_window.h"
#include "shell/settings.h"
#include "shell/system_theme.h"
#include "shell/tabs.h"
#include "start_clock.h"
#include "widgets/theme.h"
#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

namespace {

/// A model or text to open at once, from the command line.
QStringList pathsFromCommandLine(const QApplication& application)
{
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("file"), QStringLiteral("A model (.gguf file or folder) or a text to open."),
        QStringLiteral("[file...]"));
    parser.process(application);
    return parser.positionalArguments();
}

} // namespace

/// Builds the objects of the window and passes them on; nothing else knows all of them.
int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Foundation Explorer"));
    QApplication::setApplicationVersion(QStringLiteral(FE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("foundation-explorer"));
    const QStringList paths = pathsFromCommandLine(application);

    fe::shell::Settings settings;
    fe::shell::Language language;
    language.setChoice(settings.language());
    const fe::shell::SystemTheme systemTheme;
    fe::widgets::Theme theme;
    theme.setSystemDark(systemTheme.isDark());
    theme.setMode(settings.theme());
    QObject::connect(&systemTheme, &fe::shell::SystemTheme::changed, &theme,
                     &fe::widgets::Theme::setSystemDark);

    fe::jobs::JobRunner runner;
    fe::workspace::Workspace workspace(runner);
    fe::workspace::ModelCatalog catalog(runner);
    fe::shell::MainWindow window(
        { settings, theme, language, runner, workspace, catalog, fe::shell::tabRows() });
    QObject::connect(&window, &fe::shell::MainWindow::firstShown, &window, [&window, &paths] {
        if (qEnvironmentVariableIntValue("FE_TIMING") != 0) {
            std::fprintf(stderr, "first window after %.0f ms\n", fe::msSinceProcessStart());
        }
        window.begin(paths);
    });
    window.show();
    return QApplication::exec();
}
