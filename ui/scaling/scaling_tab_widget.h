// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the room: the class behind makeScalingTab().
#pragma once

#include "scaling/scaling_state.h"
#include "workspace/tab.h"

#include <vector>

class QFrame;
class QSplitter;
class QStackedWidget;

namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::scaling_tab {

class ScalingPage;

class ScalingTab : public workspace::Tab
{
    Q_OBJECT
public:
    ScalingTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    /// Tables by their names: *.csv and *.tsv.
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct NamedAction {
        QAction* action;
        QString (*text)();
    };

    [[nodiscard]] QWidget* buildLeft();
    void keepFromWheel(QWidget* panels);
    [[nodiscard]] QWidget* buildRight();
    void addPages();
    void buildActions();
    QAction* addTabAction(QString (*text)(), const QKeySequence& shortcut);
    void showPage(int index);
    void showPageOf(const QString& id);
    void showError(const base::Error& error);
    void chooseFile();
    void retranslate();

    ScalingState m_state;
    QFrame* m_side = nullptr;
    QSplitter* m_columns = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    widgets::SegmentedControl* m_views = nullptr;
    QStackedWidget* m_stack = nullptr;
    std::vector<ScalingPage*> m_pages; ///< in the order of scalingPageRows()
    std::vector<NamedAction> m_named;
    bool m_begun = false; ///< something was restored, opened or shown
};

} // namespace fe::scaling_tab
