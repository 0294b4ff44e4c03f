// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/language.h"
#include "shell/window_actions.h"
#include "widgets/theme.h"
#include "workspace/model_catalog.h"
#include "workspace/tab.h"
#include "workspace/workspace.h"

#include <QMainWindow>
#include <QTimer>

#include <optional>
#include <span>

class QStackedWidget;
class QTabBar;

namespace fe::widgets {
class MessageBanner;
struct BannerText;
} // namespace fe::widgets

namespace fe::shell {

class CommandPalette;
class JobStrip;
class ModelBar;
class ModelsDialog;
class NoModelCard;
class Settings;

/// What the window works with; all of it outlives the window.
struct WindowParts {
    Settings& settings;
    widgets::Theme& theme;
    Language& language;
    jobs::JobRunner& runner;
    workspace::Workspace& workspace;
    workspace::ModelCatalog& catalog;
    std::span<const workspace::TabRow> tabs;
};

/// Model bar, tabs, messages in place, job strip. Knows the tabs by their rows alone.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(const WindowParts& parts);
    ~MainWindow() override;

    /// Begins what needs the engine: list of models, last model. Call it when the window is on
    /// screen.
    /// @param paths what the command line names, to be opened in place of the last model.
    void begin(const QStringList& paths = {});
    /// Opens a model, or gives a text to the tab that takes it, or says why neither is possible.
    void openPath(const QString& path);

Q_SIGNALS:
    /// The first time that the window has been drawn.
    void firstShown();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;

private:
    void buildLayout();
    void buildTabs();
    void buildMenu();
    void connectActions();
    void connectWorkspace();
    void restoreState();
    void saveState();
    void retranslate();
    void openPaths(const QStringList& paths);
    void showTab(const char* id);
    [[nodiscard]] bool offerToTabs(const QString& path);
    void chooseFile();
    void chooseFolder();
    void showAboutDialog();
    void showModels(std::optional<workspace::Role> role);
    void askTrust(const workspace::TrustRequest& request);
    void openPalette();
    void loadFirstModel();
    void askDevices();
    void showFailure(const base::Error& error, const QString& path);
    void showNotice(const widgets::BannerText& text);
    void modelOpened();
    [[nodiscard]] QStringList modelsOfLastTime() const;
    void updateNoModelCard();
    void focusPage();
    [[nodiscard]] workspace::Tab* currentTab() const;

    WindowParts m_parts;
    WindowActions m_actions;
    jobs::JobHandle m_devicesJob;
    QList<workspace::Tab*> m_tabs;
    QList<QAction*> m_tabActions;
    QMenu* m_menu;
    ModelBar* m_modelBar;
    QTabBar* m_tabBar;
    widgets::MessageBanner* m_banner;
    NoModelCard* m_noModel;
    QWidget* m_messages;
    QStackedWidget* m_pages;
    JobStrip* m_jobStrip;
    CommandPalette* m_palette;
    ModelsDialog* m_library = nullptr; ///< made when it is wanted first
    QTimer* m_stateTimer; ///< so that what was typed outlives a crash
    bool m_began = false;
    bool m_shown = false;
    bool m_startLoad = false; ///< the load under way was not asked for by the user
};

} // namespace fe::shell
