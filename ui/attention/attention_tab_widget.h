// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the room: the class behind makeAttentionTab().
#pragma once

#include "attention/attention_state.h"
#include "attention/file_saver.h"
#include "attention/view_exports.h"
#include "workspace/tab.h"

#include <vector>

class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace fe::widgets {
class MessageBanner;
class SegmentedControl;
} // namespace fe::widgets

namespace fe::attention {

class DetailCard;
class HeadList;
class LensCard;
class OverviewCard;
class PatchingCard;
class SubjectPanel;

class AttentionTab : public workspace::Tab
{
    Q_OBJECT
public:
    AttentionTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    /// Takes no files by itself: texts go to Prompt, pictures to Vision.
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct NamedAction {
        QAction* action;
        QString (*text)();
    };
    /// A page of the lower card.
    struct LowerPage {
        const char* id;
        QString (*title)();
        QString (*toolTip)();
        QWidget* page;
    };

    [[nodiscard]] QWidget* buildLeft();
    [[nodiscard]] QWidget* buildRight();
    [[nodiscard]] QWidget* buildLower();
    void addLower(const LowerPage& page);
    void buildActions();
    QAction* addTabAction(QString (*text)(), const QKeySequence& shortcut);
    void showError(const base::Error& error);
    // attention_tab_exports.cpp
    void shareSaver();
    void fillExportMenu();
    /// The button says so until the function that is given back is called.
    [[nodiscard]] FileSaver::Ended sayRunning();
    void exportHtml();
    void exportTensors(TensorChoice choice);
    void retranslate();

    AttentionState m_state;
    FileSaver m_saver;
    SubjectPanel* m_subject = nullptr;
    HeadList* m_heads = nullptr;
    OverviewCard* m_overview = nullptr;
    DetailCard* m_detail = nullptr;
    LensCard* m_lens = nullptr;
    PatchingCard* m_patching = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    widgets::SegmentedControl* m_lowerViews = nullptr;
    QStackedWidget* m_lower = nullptr;
    QToolButton* m_export = nullptr;
    QMenu* m_exportMenu = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_upper = nullptr;
    QSplitter* m_rows = nullptr;
    std::vector<LowerPage> m_lowerPages;
    std::vector<NamedAction> m_named;
};

} // namespace fe::attention
