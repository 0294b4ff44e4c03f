// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/model_bar.h"

#include "shell/drop_button.h"
#include "shell/job_text.h"
#include "shell/model_menu.h"
#include "shell/window_actions.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QEvent>
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

QString threadsText(int threads)
{
    return threads == 1 ? ModelBar::tr("1 thread") : ModelBar::tr("%1 threads").arg(threads);
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
      m_name(new QLabel(this)), m_device(new DropButton(this)), m_weights(new DropButton(this)),
      m_library(new QPushButton(this)), m_memory(new QLabel(this)), m_speed(new QLabel(this)),
      m_palette(new QPushButton(this)), m_menu(new QToolButton(this))
{
    setObjectName(QStringLiteral("modelBar"));
    setProperty("kind", QStringLiteral("bar"));
    setFixedHeight(scaled(44));
    for (const workspace::Role role : workspace::kRoles) {
        const auto index = static_cast<std::size_t>(role);
        m_models[index] = new DropButton(this);
        m_modelMenus[index] = new ModelMenu(role, workspace, catalog, actions, m_models[index]);
        m_models[index]->setMenu(m_modelMenus[index]);
    }
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
    static constexpr std::array kNames { "modelButton", "encoderButton", "pictureButton" };
    m_name->setProperty("kind", QStringLiteral("heading"));
    layout.addWidget(m_name);
    layout.addSpacing(scaled(6));
    for (std::size_t i = 0; i < m_models.size(); ++i) {
        m_models[i]->setObjectName(QLatin1String(kNames[i]));
        m_models[i]->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        layout.addWidget(m_models[i]);
    }
    m_device->setObjectName(QStringLiteral("deviceButton"));
    m_weights->setObjectName(QStringLiteral("weightsButton"));
    for (DropButton* button : { m_device, m_weights }) {
        auto* menu = new QMenu(button);
        menu->setToolTipsVisible(true);
        button->setMenu(menu);
        layout.addWidget(button);
    }
    connect(m_device->menu(), &QMenu::aboutToShow, this, &ModelBar::fillDeviceMenu);
    m_weights->menu()->addActions(m_actions.weights->actions());
    m_library->setObjectName(QStringLiteral("modelsButton"));
    connect(m_library, &QPushButton::clicked, m_actions.models, &QAction::trigger);
    layout.addWidget(m_library);
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
    connect(&m_workspace, &Workspace::loadStarted, this, &ModelBar::showModels);
    connect(&m_workspace, &Workspace::loadCancelled, this, &ModelBar::showModels);
    connect(&m_workspace, &Workspace::loadFailed, this, &ModelBar::showModels);
    connect(&m_workspace, &Workspace::trustNeeded, this, &ModelBar::showModels);
    connect(&m_workspace, &Workspace::modelsChanged, this, &ModelBar::showModels);
    connect(&m_workspace, &Workspace::speedReported, this, [this](const QString& text) {
        m_speedText = text;
        showSpeed();
    });
    connect(&m_catalog, &workspace::ModelCatalog::changed, this, &ModelBar::showModels);
    m_memoryTimer.setInterval(kMemoryMs);
    connect(&m_memoryTimer, &QTimer::timeout, this, &ModelBar::showMemory);
    m_memoryTimer.start();
}

void ModelBar::setRecentModels(const QStringList& paths)
{
    for (ModelMenu* menu : m_modelMenus) {
        menu->setRecentModels(paths);
    }
}

void ModelBar::setDevices(const QStringList& devices)
{
    m_devices = devices;
    fitWidth();
}

void ModelBar::openModelMenu()
{
    m_models[static_cast<std::size_t>(workspace::Role::Language)]->showMenu();
}

void ModelBar::setMainMenu(QMenu* menu)
{
    m_menu->setMenu(menu);
}

void ModelBar::fillDeviceMenu()
{
    QMenu* menu = m_device->menu();
    menu->clear();
    for (const QString& device : std::as_const(m_devices)) {
        QAction* action = menu->addAction(device.toUpper());
        action->setCheckable(true);
        action->setChecked(device.toStdString() == m_workspace.options().device);
        connect(action, &QAction::triggered, this, [this, device] {
            m_workspace.setDevice(device);
            fitWidth();
        });
    }
    menu->addSeparator();
    const auto add = [this, menu](const QString& text, int threads) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_workspace.threads() == threads);
        connect(action, &QAction::triggered, this, [this, threads] {
            m_workspace.setThreads(threads);
            fitWidth();
        });
    };
    add(tr("Threads: automatic (physical cores)"), 0);
    const int most = qMax(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int threads = 1; threads <= most; threads = threads < 4 ? threads + 1 : threads * 2) {
        add(threadsText(threads), threads);
    }
}

QString ModelBar::deviceText() const
{
    return QString::fromStdString(m_workspace.options().device).toUpper();
}

void ModelBar::showOptions()
{
    const int threads = m_workspace.threads();
    m_device->setTexts(deviceText(), threads == 0 ? tr("auto threads") : threadsText(threads));
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
    fitWidth();
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
    fitWidth();
}

void ModelBar::retranslate()
{
    m_name->setText(QCoreApplication::applicationName());
    for (const workspace::Role role : workspace::kRoles) {
        m_models[static_cast<std::size_t>(role)]->setPurpose(purposeOf(role));
    }
    m_device->setPurpose(tr("Device and threads"));
    m_weights->setPurpose(tr("Form of the weights"));
    m_library->setText(tr("Models…"));
    m_library->setToolTip(m_actions.models->text());
    m_palette->setText(m_actions.palette->shortcut().toString(QKeySequence::NativeText));
    m_palette->setToolTip(tr("Find any command"));
    m_palette->setAccessibleName(tr("Open the command palette"));
    m_menu->setToolTip(tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_memory->setToolTip(tr("Memory that this program occupies now"));
    m_speed->setToolTip(tr("Speed of the last run"));
    showModels();
    showSpeed();
}

} // namespace fe::shell
