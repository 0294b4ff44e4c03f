// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/model_bar.h"

#include "shell/drop_button.h"
#include "shell/job_text.h"
#include "shell/window_actions.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"
#include "workspace/path_text.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <thread>

namespace fe::shell {

using widgets::scaled;
using widgets::themedIcon;

namespace {

constexpr int kMemoryMs = 1000;
constexpr int kNarrow = 1160; // below, the name of the program gives way
constexpr int kVeryNarrow = 1060; // below, the speed gives way too

QString threadsText(int threads)
{
    return threads == 1 ? ModelBar::tr("1 thread") : ModelBar::tr("%1 threads").arg(threads);
}

QString deviceText(const QString& device)
{
    return device.toUpper();
}

/// "memory 312 MB", the value stronger than the label's own secondary colour.
QString captioned(const QString& caption, const QString& value, const QPalette& palette)
{
    const QString color = widgets::themeTokens(palette).text.name();
    return QStringLiteral("%1 <b style=\"color:%2\">%3</b>")
        .arg(caption.toHtmlEscaped(), color, value.toHtmlEscaped());
}

} // namespace

ModelBar::ModelBar(workspace::Workspace& workspace, workspace::ModelCatalog& catalog,
                   const WindowActions& actions, QWidget* parent)
    : QFrame(parent), m_workspace(workspace), m_catalog(catalog), m_actions(actions),
      m_name(new QLabel(this)), m_model(new DropButton(this)), m_device(new DropButton(this)),
      m_weights(new DropButton(this)), m_threads(new DropButton(this)), m_memory(new QLabel(this)),
      m_speed(new QLabel(this)), m_palette(new QPushButton(this)), m_menu(new QToolButton(this))
{
    setObjectName(QStringLiteral("modelBar"));
    setProperty("kind", QStringLiteral("bar"));
    setFixedHeight(scaled(44));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(scaled(14), 0, scaled(14), 0);
    layout->setSpacing(scaled(8));
    addLeft(*layout);
    layout->addStretch(1);
    addRight(*layout);
    connectWorkspace();
    retranslate();
}

void ModelBar::addLeft(QHBoxLayout& layout)
{
    m_name->setProperty("kind", QStringLiteral("heading"));
    m_model->setObjectName(QStringLiteral("modelButton"));
    m_model->setEmphasis(true);
    m_model->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_device->setObjectName(QStringLiteral("deviceButton"));
    m_weights->setObjectName(QStringLiteral("weightsButton"));
    m_threads->setObjectName(QStringLiteral("threadsButton"));
    for (DropButton* button : { m_model, m_device, m_weights, m_threads }) {
        auto* menu = new QMenu(button);
        menu->setToolTipsVisible(true);
        button->setMenu(menu);
    }
    // Filled when they open: the folder and the devices may have changed since.
    connect(m_model->menu(), &QMenu::aboutToShow, this, &ModelBar::fillModelMenu);
    connect(m_device->menu(), &QMenu::aboutToShow, this, &ModelBar::fillDeviceMenu);
    connect(m_threads->menu(), &QMenu::aboutToShow, this, &ModelBar::fillThreadsMenu);
    m_weights->menu()->addActions(m_actions.weights->actions());
    layout.addWidget(m_name);
    layout.addSpacing(scaled(6));
    layout.addWidget(m_model);
    layout.addWidget(m_device);
    layout.addWidget(m_weights);
    layout.addWidget(m_threads);
}

void ModelBar::addRight(QHBoxLayout& layout)
{
    for (QLabel* label : { m_memory, m_speed }) {
        label->setProperty("kind", QStringLiteral("secondary"));
        label->setTextFormat(Qt::RichText);
    }
    m_memory->setObjectName(QStringLiteral("memoryLabel"));
    m_speed->setObjectName(QStringLiteral("speedLabel"));
    m_palette->setIcon(themedIcon(QStringLiteral("search"), widgets::IconRole::Secondary));
    m_palette->setObjectName(QStringLiteral("paletteButton"));
    m_menu->setIcon(themedIcon(QStringLiteral("menu")));
    m_menu->setObjectName(QStringLiteral("menuButton"));
    m_menu->setProperty("kind", QStringLiteral("quiet"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    connect(m_palette, &QPushButton::clicked, m_actions.palette, &QAction::trigger);
    layout.addWidget(m_memory);
    layout.addSpacing(scaled(4));
    layout.addWidget(m_speed);
    layout.addSpacing(scaled(4));
    layout.addWidget(m_palette);
    layout.addWidget(m_menu);
}

void ModelBar::connectWorkspace()
{
    using workspace::Workspace;
    connect(&m_workspace, &Workspace::loadStarted, this, &ModelBar::showModel);
    connect(&m_workspace, &Workspace::loadCancelled, this, &ModelBar::showModel);
    connect(&m_workspace, &Workspace::loadFailed, this, &ModelBar::showModel);
    connect(&m_workspace, &Workspace::languageModelChanged, this, &ModelBar::showModel);
    connect(&m_workspace, &Workspace::speedReported, this, [this](const QString& text) {
        m_speedText = text;
        showSpeed();
    });
    connect(&m_catalog, &workspace::ModelCatalog::changed, this, &ModelBar::showModel);
    m_memoryTimer.setInterval(kMemoryMs);
    connect(&m_memoryTimer, &QTimer::timeout, this, &ModelBar::showMemory);
    m_memoryTimer.start();
}

void ModelBar::setRecentModels(const QStringList& paths)
{
    m_recent = paths;
}

void ModelBar::setDevices(const QStringList& devices)
{
    m_devices = devices;
    showOptions();
}

void ModelBar::openModelMenu()
{
    m_model->showMenu();
}

void ModelBar::setMainMenu(QMenu* menu)
{
    m_menu->setMenu(menu);
}

void ModelBar::fillModelMenu()
{
    QMenu* menu = m_model->menu();
    menu->clear();
    const workspace::LoadedModelPtr current = m_workspace.languageModel();
    const QString currentPath = current ? workspace::toText(current->package->path()) : QString();
    QStringList listed;
    const auto add = [&](const QString& name, const QString& detail, const QString& path) {
        // What stands behind a tab is drawn on the right, where a shortcut would be.
        QAction* action
            = menu->addAction(detail.isEmpty() ? name : QString(name + QLatin1Char('\t') + detail));
        action->setToolTip(path);
        action->setCheckable(true);
        action->setChecked(path == currentPath);
        connect(action, &QAction::triggered, this,
                [this, path] { m_workspace.openLanguageModel(path); });
        listed.append(path);
    };
    for (const workspace::CatalogEntry& entry : m_catalog.languageModels()) {
        add(entry.name, entry.weights + QStringLiteral(" · ") + bytesText(entry.fileBytes),
            entry.path);
    }
    if (listed.isEmpty()) {
        menu->addAction(m_catalog.isReady() ? tr("No language model is installed")
                                            : tr("Looking for models…"))
            ->setEnabled(false);
    }
    QStringList recent = m_recent;
    recent.removeIf([&listed](const QString& path) {
        return listed.contains(path) || !QFileInfo::exists(path);
    });
    if (!recent.isEmpty()) {
        menu->addSeparator();
        for (const QString& path : std::as_const(recent)) {
            add(workspace::modelName(path), tr("recent"), path);
        }
    }
    menu->addSeparator();
    menu->addActions({ m_actions.openFile, m_actions.openFolder, m_actions.refreshModels });
}

void ModelBar::fillDeviceMenu()
{
    QMenu* menu = m_device->menu();
    menu->clear();
    for (const QString& device : std::as_const(m_devices)) {
        QAction* action = menu->addAction(deviceText(device));
        action->setCheckable(true);
        action->setChecked(device.toStdString() == m_workspace.options().device);
        connect(action, &QAction::triggered, this, [this, device] {
            m_workspace.setDevice(device);
            showOptions();
        });
    }
}

void ModelBar::fillThreadsMenu()
{
    QMenu* menu = m_threads->menu();
    menu->clear();
    const auto add = [this, menu](const QString& text, int threads) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_workspace.threads() == threads);
        connect(action, &QAction::triggered, this, [this, threads] {
            m_workspace.setThreads(threads);
            showOptions();
        });
    };
    add(tr("Automatic (physical cores)"), 0);
    menu->addSeparator();
    const int most = qMax(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int threads = 1; threads <= most; threads = threads < 4 ? threads + 1 : threads * 2) {
        add(threadsText(threads), threads);
    }
}

void ModelBar::showModel()
{
    const workspace::LoadedModelPtr current = m_workspace.languageModel();
    if (m_workspace.isLoading()) {
        m_model->setTexts(m_workspace.loadingName(), tr("loading…"));
    } else if (current) {
        QString weights;
        const QString path = workspace::toText(current->package->path());
        for (const workspace::CatalogEntry& entry : m_catalog.entries()) {
            if (entry.path == path) {
                weights = entry.weights + QStringLiteral(" · ");
            }
        }
        m_model->setTexts(current->name, weights + tr("decoder"));
    } else {
        m_model->setTexts(tr("No model"), {});
    }
    showOptions();
    showMemory();
}

void ModelBar::showOptions()
{
    m_device->setTexts(deviceText(QString::fromStdString(m_workspace.options().device)), {});
    const int threads = m_workspace.threads();
    m_threads->setTexts(threads == 0 ? tr("auto threads") : threadsText(threads), {});
    for (QAction* action : m_actions.weights->actions()) {
        if (action->data().toInt() == static_cast<int>(m_workspace.options().weights)) {
            action->setChecked(true);
            m_weights->setTexts(action->text(), {});
        }
    }
}

void ModelBar::showMemory()
{
    const quint64 bytes = workspace::Workspace::residentBytes();
    m_memory->setText(bytes == 0 ? QString()
                                 : captioned(tr("memory"), bytesText(bytes), palette()));
}

void ModelBar::showSpeed()
{
    m_speed->setText(m_speedText.isEmpty() ? QString()
                                           : captioned(tr("last run"), m_speedText, palette()));
}

void ModelBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        showMemory();
        showSpeed();
    }
}

void ModelBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_name->setVisible(width() >= scaled(kNarrow));
    m_speed->setVisible(width() >= scaled(kVeryNarrow));
}

void ModelBar::retranslate()
{
    m_name->setText(QCoreApplication::applicationName());
    m_model->setPurpose(tr("Language model"));
    m_device->setPurpose(tr("Device"));
    m_weights->setPurpose(tr("Form of the weights"));
    m_threads->setPurpose(tr("Threads"));
    m_palette->setText(m_actions.palette->shortcut().toString(QKeySequence::NativeText));
    m_palette->setToolTip(tr("Find any command"));
    m_palette->setAccessibleName(tr("Open the command palette"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_memory->setToolTip(tr("Memory that this program occupies now"));
    m_speed->setToolTip(tr("Speed of the last run"));
    showModel();
    showSpeed();
}

} // namespace fe::shell
