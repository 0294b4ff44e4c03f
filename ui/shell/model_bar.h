// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include <QFrame>
#include <QStringList>
#include <QTimer>

#include <array>

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace fe::shell {

class DropButton;
class ModelMenu;
struct WindowActions;

/// The slim bar on top: the models that are loaded, one for each role, and on what they run; on the
/// right memory, speed, the command palette and the menu. Where there is little room, what matters
/// least gives way first.
class ModelBar : public QFrame
{
    Q_OBJECT
public:
    ModelBar(workspace::Workspace& workspace, workspace::ModelCatalog& catalog,
             const WindowActions& actions, QWidget* parent = nullptr);

    void setRecentModels(const QStringList& paths);
    /// The devices of this machine; "cpu" alone until someone looked.
    void setDevices(const QStringList& devices);
    void openModelMenu();
    /// The window's menu, under the last button.
    void setMainMenu(QMenu* menu);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectWorkspace();
    void addLeft(QHBoxLayout& layout);
    void addRight(QHBoxLayout& layout);
    void fillDeviceMenu();
    // model_bar_models.cpp
    [[nodiscard]] static QString purposeOf(workspace::Role role);
    void showModels();
    [[nodiscard]] workspace::Role roleOfLoading() const;
    void showSlot(workspace::Role role, bool brief);
    void fitWidth();

    [[nodiscard]] QString deviceText() const;
    void showOptions();
    void showMemory();
    void showSpeed();
    void retranslate();

    workspace::Workspace& m_workspace;
    workspace::ModelCatalog& m_catalog;
    const WindowActions& m_actions;
    QStringList m_devices { QStringLiteral("cpu") };
    QString m_speedText;
    QTimer m_memoryTimer;

    QLabel* m_name;
    std::array<DropButton*, workspace::kRoles.size()> m_models;
    std::array<ModelMenu*, workspace::kRoles.size()> m_modelMenus;
    DropButton* m_device;
    DropButton* m_weights;
    QPushButton* m_library;
    QLabel* m_memory;
    QLabel* m_speed;
    QPushButton* m_palette;
    QToolButton* m_menu;
};

} // namespace fe::shell
