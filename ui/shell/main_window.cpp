// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/main_window.h"

#include "shell/command_palette.h"
#include "shell/file_drop.h"
#include "shell/job_strip.h"
#include "shell/model_bar.h"
#include "shell/no_model_card.h"
#include "shell/settings.h"
#include "widgets/message_banner.h"
#include "widgets/themed_icon.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScreen>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;
using workspace::Tab;

namespace {

constexpr int kSaveEveryMs = 20'000;
constexpr int kShownAnywayMs = 500; // a window that starts minimised is never drawn

} // namespace

MainWindow::MainWindow(const WindowParts& parts)
    : m_parts(parts), m_actions(*this), m_menu(new QMenu(this)),
      m_modelBar(new ModelBar(parts.workspace, parts.catalog, m_actions, this)),
      m_tabBar(new QTabBar(this)), m_banner(new widgets::MessageBanner(this)),
      m_noModel(new NoModelCard(m_actions, this)), m_messages(new QWidget(this)),
      m_pages(new QStackedWidget(this)), m_jobStrip(new JobStrip(parts.runner, this)),
      m_palette(nullptr), m_stateTimer(new QTimer(this))
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/app.svg")));
    buildLayout();
    buildTabs();
    connectActions();
    connectWorkspace();
    auto* drop = new FileDrop(*this);
    connect(drop, &FileDrop::dropped, this, &MainWindow::openPaths);
    m_palette = new CommandPalette(this);
    m_modelBar->setMainMenu(m_menu);
    m_modelBar->setRecentModels(m_parts.settings.recentModels());
    retranslate();
    restoreState();
    updateNoModelCard();
    m_stateTimer->setObjectName(QStringLiteral("stateTimer"));
    connect(m_stateTimer, &QTimer::timeout, this, &MainWindow::saveState);
    m_stateTimer->start(kSaveEveryMs);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildLayout()
{
    setMinimumSize(scaled(880), scaled(560));
    auto* tabFrame = new QFrame(this);
    tabFrame->setProperty("kind", QStringLiteral("bar"));
    auto* tabLayout = new QHBoxLayout(tabFrame);
    tabLayout->setContentsMargins(scaled(10), 0, scaled(10), 0);
    tabLayout->addWidget(m_tabBar);
    tabLayout->addStretch(1);
    m_tabBar->setDrawBase(false);
    m_tabBar->setExpanding(false);
    m_tabBar->setUsesScrollButtons(false); // the tabs fit the smallest window
    m_tabBar->setObjectName(QStringLiteral("tabs"));

    auto* messageLayout = new QVBoxLayout(m_messages);
    messageLayout->setContentsMargins(scaled(14), scaled(12), scaled(14), scaled(12));
    messageLayout->setSpacing(scaled(8));
    messageLayout->addWidget(m_banner);
    messageLayout->addWidget(m_noModel);

    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_modelBar);
    layout->addWidget(tabFrame);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_jobStrip);
    setCentralWidget(central);
}

void MainWindow::buildTabs()
{
    for (const workspace::TabRow& row : m_parts.tabs) {
        Tab* tab = row.make(m_parts.workspace, m_parts.runner, m_pages);
        const int index = m_pages->addWidget(tab);
        m_tabs.append(tab);
        m_tabBar->addTab(QString());
        auto* action = new QAction(this);
        action->setIcon(widgets::themedIcon(
            QString::fromLatin1(row.icon).section(QLatin1Char('/'), -1).chopped(4),
            widgets::IconRole::Secondary));
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index)));
        connect(action, &QAction::triggered, m_tabBar,
                [this, index] { m_tabBar->setCurrentIndex(index); });
        addAction(action);
        m_tabActions.append(action);
    }
    connect(m_tabBar, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
}

void MainWindow::connectActions()
{
    connect(m_actions.openFile, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(m_actions.openFolder, &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(m_actions.chooseModel, &QAction::triggered, m_modelBar, &ModelBar::openModelMenu);
    connect(m_actions.models, &QAction::triggered, this, [this] { showModels(std::nullopt); });
    connect(m_actions.refreshModels, &QAction::triggered, this,
            [this] { m_parts.catalog.refresh(); });
    connect(m_actions.cancelJobs, &QAction::triggered, this, [this] {
        const QList<jobs::JobInfo> jobs = m_parts.runner.jobs();
        if (!jobs.isEmpty()) {
            m_parts.runner.cancel(jobs.constFirst().id);
        }
    });
    connect(m_actions.palette, &QAction::triggered, this, &MainWindow::openPalette);
    connect(m_actions.dismiss, &QAction::triggered, this, [this] {
        m_banner->dismiss();
        updateNoModelCard();
    });
    connect(m_actions.about, &QAction::triggered, this, &MainWindow::showAboutDialog);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.weights, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_parts.workspace.setWeights(static_cast<models::WeightForm>(action->data().toInt()));
    });
    connect(m_actions.theme, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_parts.theme.setMode(static_cast<widgets::ThemeMode>(action->data().toInt()));
        m_parts.settings.setTheme(m_parts.theme.mode());
    });
    connect(m_actions.language, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_parts.language.setChoice(static_cast<LanguageChoice>(action->data().toInt()));
        m_parts.settings.setLanguage(m_parts.language.choice());
    });
    m_actions.theme->actions().at(static_cast<int>(m_parts.theme.mode()))->setChecked(true);
    m_actions.language->actions().at(static_cast<int>(m_parts.language.choice()))->setChecked(true);
    connect(m_banner, &widgets::MessageBanner::dismissed, this, &MainWindow::updateNoModelCard);
}

void MainWindow::buildMenu()
{
    m_menu->clear();
    m_menu->addActions({ m_actions.openFile, m_actions.openFolder, m_actions.models });
    QMenu* recent = m_menu->addMenu(
        widgets::themedIcon(QStringLiteral("history"), widgets::IconRole::Secondary),
        tr("Recent models"));
    const QStringList paths = m_parts.settings.recentModels();
    for (const QString& path : paths) {
        recent->addAction(path, this, [this, path] { openPath(path); });
    }
    recent->setEnabled(!paths.isEmpty());
    m_menu->addSeparator();
    QMenu* theme = m_menu->addMenu(
        widgets::themedIcon(QStringLiteral("theme"), widgets::IconRole::Secondary), tr("Theme"));
    theme->addActions(m_actions.theme->actions());
    QMenu* language = m_menu->addMenu(
        widgets::themedIcon(QStringLiteral("language"), widgets::IconRole::Secondary),
        tr("Language"));
    language->addActions(m_actions.language->actions());
    m_menu->addSeparator();
    m_menu->addActions({ m_actions.palette, m_actions.about, m_actions.quit });
}

void MainWindow::openPalette()
{
    QList<PaletteEntry> entries;
    const QList<QAction*> own = m_actions.all();
    const auto groupOf = [this](const QAction* action) {
        if (action->actionGroup() == m_actions.weights) {
            return tr("Form of the weights");
        }
        if (action->actionGroup() == m_actions.theme) {
            return tr("Theme");
        }
        return action->actionGroup() == m_actions.language ? tr("Language") : QString();
    };
    for (QAction* action : own) {
        entries.append({ action, groupOf(action) });
    }
    for (qsizetype i = 0; i < m_tabs.size(); ++i) {
        const QString title = m_tabBar->tabText(static_cast<int>(i));
        entries.append({ m_tabActions.at(i), QString() });
        for (QAction* action : m_tabs.at(i)->paletteActions()) {
            entries.append({ action, title });
        }
    }
    m_palette->open(std::move(entries));
}

void MainWindow::restoreState()
{
    const QSize room = screen()->availableSize();
    resize(QSize(scaled(1280), scaled(800)).boundedTo(room));
    if (const QByteArray geometry = m_parts.settings.geometry(); !geometry.isEmpty()) {
        restoreGeometry(geometry); // refuses what it cannot read
    }
    const QString current = m_parts.settings.currentTab();
    for (qsizetype i = 0; i < m_tabs.size(); ++i) {
        const QString id = QLatin1String(m_parts.tabs[static_cast<std::size_t>(i)].id);
        if (const QJsonObject state = m_parts.settings.tabState(id); !state.isEmpty()) {
            m_tabs.at(i)->restoreState(state);
        }
        if (id == current) {
            m_tabBar->setCurrentIndex(static_cast<int>(i));
        }
    }
}

void MainWindow::saveState()
{
    Settings& settings = m_parts.settings;
    settings.setGeometry(saveGeometry());
    settings.setThreads(m_parts.workspace.threads());
    for (qsizetype i = 0; i < m_tabs.size(); ++i) {
        const QString id = QLatin1String(m_parts.tabs[static_cast<std::size_t>(i)].id);
        settings.setTabState(id, m_tabs.at(i)->saveState());
        if (m_tabs.at(i) == currentTab()) {
            settings.setCurrentTab(id);
        }
    }
    settings.sync();
}

/// The keyboard begins in the page's text and not on the first button of the window.
void MainWindow::focusPage()
{
    const Tab* tab = currentTab();
    if (!tab || tab->isAncestorOf(focusWidget())) {
        return;
    }
    for (QPlainTextEdit* field : tab->findChildren<QPlainTextEdit*>()) {
        if (field->isVisible() && !field->isReadOnly()) {
            field->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

Tab* MainWindow::currentTab() const
{
    return m_tabs.value(m_pages->currentIndex());
}

void MainWindow::updateNoModelCard()
{
    const bool none = !m_parts.workspace.current() && !m_parts.workspace.isLoading();
    m_noModel->setVisible(none && m_began && m_parts.catalog.isReady());
    m_messages->setVisible(!m_noModel->isHidden() || !m_banner->isHidden());
}

void MainWindow::retranslate()
{
    m_actions.retranslate();
    setWindowTitle(QCoreApplication::applicationName());
    m_tabBar->setAccessibleName(tr("Tabs"));
    for (qsizetype i = 0; i < m_tabs.size(); ++i) {
        const QString title = m_parts.tabs[static_cast<std::size_t>(i)].title();
        m_tabBar->setTabText(static_cast<int>(i), title);
        m_tabActions.at(i)->setText(tr("Go to %1").arg(title));
    }
    buildMenu();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

bool MainWindow::event(QEvent* event)
{
    const bool handled = QMainWindow::event(event);
    const auto tell = [this] {
        if (!m_shown) {
            m_shown = true;
            focusPage();
            Q_EMIT firstShown();
        }
    };
    if (event->type() == QEvent::Paint && !m_shown) {
        QTimer::singleShot(0, this, tell);
    } else if (event->type() == QEvent::Show && !m_shown) {
        QTimer::singleShot(kShownAnywayMs, this, tell);
    }
    return handled;
}

} // namespace fe::shell
