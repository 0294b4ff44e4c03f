// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the room: the class behind makePromptTab().
#pragma once

#include "prompting/answer/answer_tree.h"
#include "prompting/exports.h"
#include "prompting/prompt_page.h"
#include "prompting/prompt_run.h"
#include "prompting/prompt_state.h"
#include "workspace/tab.h"

#include <QElapsedTimer>

#include <array>
#include <vector>

class QFrame;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::prompting {

class AnswerPanel;
class BuilderActions;
class BuilderPage;
class ChatPage;
class ModelButton;
class PreviewPanel;
class SamplingPanel;

class PromptTab : public workspace::Tab
{
    Q_OBJECT
public:
    PromptTab(workspace::Workspace& workspace, jobs::JobRunner& runner, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    // prompt_tab_layout.cpp
    [[nodiscard]] QWidget* buildLeft();
    [[nodiscard]] QWidget* buildSampling();
    [[nodiscard]] QWidget* buildRight();

    // prompt_tab_widget.cpp: document, state, language
    void connectParts();
    void changeMode(Mode mode);
    void setMode(Mode mode);
    void showPage(int index); ///< 0: the answer
    void showPageOf(const QString& id);
    void showDocument(const PromptDocument& document);
    void documentEdited();
    [[nodiscard]] PromptDocument currentDocument() const;
    void modelChanged();
    void refreshSummary();
    void retranslate();

    // prompt_tab_actions.cpp
    struct NamedAction {
        QAction* action;
        QString (*text)(); ///< translated at each call
    };
    QAction* addTabAction(QString (*text)(), const QKeySequence& shortcut);
    void buildActions();
    void translateActions();
    void exportAnswer(ExportFormat format);
    void lookInside();

    // prompt_tab_run.cpp
    void generate();
    void startRun();
    void runStarted();
    void runAdvanced();
    void runFinished(const RunRecordPtr& record);
    void runFailed(const base::Error& error);
    void showRunState();
    void computeHash();
    void setHash(const std::string& sha256);

    // prompt_tab_tree.cpp
    void connectTree();
    void branch(const BranchPoint& point);
    [[nodiscard]] QString branchRefusal() const;
    void showTree();
    void chooseNode(int node);
    void prune(std::vector<int> nodes);
    void undoPrune();
    void forgetPruned();
    void compareNodes(const std::vector<int>& nodes);
    void setRule(const evaluation::AnswerRule& rule);
    void exportTree();

    // prompt_tab_history.cpp
    void keepTree();
    void openRun(history::RunId id);
    void openAnswers(history::RunId id, const std::string& document);

    workspace::Workspace& m_workspace;
    jobs::JobRunner& m_runner;
    PromptState m_state;
    PromptRun m_run;
    PromptDocument m_document; ///< as of the last edit
    bool m_showing = false; ///< the document goes to the widgets, not back

    widgets::SegmentedControl* m_modes = nullptr;
    QStackedWidget* m_pages = nullptr;
    widgets::SegmentedControl* m_views = nullptr; ///< the answer, then promptPageRows()
    QStackedWidget* m_viewStack = nullptr;
    ModelButton* m_modelButton = nullptr;
    std::vector<PromptPage*> m_viewPages; ///< in the order of promptPageRows()
    std::vector<BuilderPage*> m_pageOfMode; ///< in the order of modeRows()
    ChatPage* m_chat = nullptr;
    PreviewPanel* m_preview = nullptr;
    SamplingPanel* m_sampling = nullptr;
    QFrame* m_samplingSide = nullptr;
    AnswerPanel* m_answer = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_left = nullptr;
    QLabel* m_promptSummary = nullptr;
    QLabel* m_samplingSummary = nullptr;
    QPushButton* m_primary = nullptr;
    QToolButton* m_previewButton = nullptr;
    QToolButton* m_samplingButton = nullptr;

    std::vector<NamedAction> m_named;
    BuilderActions* m_builder = nullptr;
    QAction* m_generate = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_tint = nullptr;
    QAction* m_inside = nullptr;
    QAction* m_showPreview = nullptr;
    QAction* m_showSampling = nullptr;
    QAction* m_savePreset = nullptr;
    std::vector<QAction*> m_exports;
    std::vector<QAction*> m_modeActions; ///< in the order of modeRows()
    std::vector<QAction*> m_viewActions; ///< the answer, then promptPageRows()
    std::vector<QAction*> m_presetActions; ///< in the order of builtInPresets()
    QMenu* m_exportMenu = nullptr;

    AnswerTree m_tree; ///< what the answer shows a node of
    std::optional<AnswerTree> m_beforePrune; ///< to bring removed answers back
    /// Where the history keeps m_tree.
    struct Kept {
        std::optional<history::RunId> id; ///< nothing until it was written
        bool writing = false; ///< the first time
        bool grown = false; ///< while that goes on
        quint64 tree = 0; ///< counts the trees: a late id of an earlier one is not this one's
    } m_kept;
    bool m_dropsRun = false; ///< the running answer is no longer wanted
    bool m_answersChat = false; ///< the running answer belongs into the conversation
    QElapsedTimer m_sinceBubble;
    jobs::JobHandle m_hashJob;
    workspace::LoadedModelPtr m_hashedModel; ///< whose hash is known or being computed
    std::string m_sha256; ///< of m_hashedModel; empty while it is computed
};

} // namespace fe::prompting
