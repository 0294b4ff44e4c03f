// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the room: the class behind makeVisionTab().
#pragma once

#include "imaging/vision_state.h"
#include "workspace/tab.h"

#include <QTimer>

#include <vector>

class QFrame;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::imaging {

class LabelPanel;
class PicturesPage;
class VisionPage;

class VisionTab : public workspace::Tab
{
    Q_OBJECT
public:
    VisionTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    /// Pictures by name or content, and folders that are no models.
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// A page and where its state is kept.
    struct PageRow {
        const char* id;
        QString (*title)();
        QString (*toolTip)();
        VisionPage* page;
        bool usesLabels;
    };
    struct NamedAction {
        QAction* action;
        QString (*text)();
    };

    void addPages();
    void addPage(const PageRow& row);
    [[nodiscard]] QWidget* buildLeft();
    void buildActions();
    QAction* addTabAction(QString (*text)(), const QKeySequence& shortcut);
    void showPage(int index);
    void openWaiting();
    void firstLabels();
    void openStarter();
    void retranslate();

    VisionState m_state;
    LabelPanel* m_labels = nullptr;
    QFrame* m_side = nullptr;
    QSplitter* m_columns = nullptr;
    widgets::SegmentedControl* m_views = nullptr;
    QStackedWidget* m_stack = nullptr;
    PicturesPage* m_pictures = nullptr;
    std::vector<PageRow> m_pages;
    std::vector<NamedAction> m_named;
    QStringList m_waiting; ///< files of one drop come one by one
    QTimer m_gather;
    bool m_begun = false; ///< something was restored or shown
    bool m_starterTried = false;
};

} // namespace fe::imaging
