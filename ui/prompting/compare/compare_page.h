// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/compare/comparison_run.h"
#include "prompting/exports.h"
#include "prompting/prompt_page.h"
#include "prompting/prompt_state.h"
#include "workspace/model_catalog.h"

#include <vector>

class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;
class QScrollArea;
class QSplitter;
class QToolButton;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::prompting {

class CompareColumn;

/// The same question in several ways and of several models, side by side; also answers that are
/// there already.
class ComparePage : public PromptPage
{
    Q_OBJECT
public:
    ComparePage(PromptState& state, QWidget* parent);
    ~ComparePage() override;

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    bool openRun(qint64 id, const QByteArray& document) override;
    bool run() override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct WayBox {
        Way way;
        QCheckBox* box;
    };
    /// A model that can be asked.
    struct Offer {
        QString key; ///< in m_models
        ComparedModel model;
        QString text; ///< in the menu
    };
    struct NamedAction {
        QAction* action;
        QString (*text)(); ///< translated at each call
    };

    // compare_page_layout.cpp
    void build();
    [[nodiscard]] QWidget* buildSetup();
    void buildActions();
    QAction* addPageAction(QString (*text)());
    void retranslate();

    // compare_page.cpp
    void connectParts();
    void startRun();
    void columnChanged(int column);
    void advanced(int column);
    void runFinished();
    void showComparison(const Comparison& comparison);
    void showReferences();
    void refresh();
    void refreshWays();
    void fillModels();
    [[nodiscard]] std::vector<Way> chosenWays() const;
    [[nodiscard]] std::vector<Offer> offers() const;
    [[nodiscard]] std::vector<ComparedModel> chosenModels() const;
    [[nodiscard]] QString summaryText() const;
    void showError(const base::Error& error);

    // compare_page_files.cpp
    void keep(const Comparison& comparison);
    void exportComparison(ExportFormat format);

    PromptState& m_state;
    ComparisonRun m_run;
    workspace::ModelCatalog m_catalog;
    Comparison m_shown;
    bool m_follows = false; ///< what is shown is what runs
    QStringList m_models; ///< paths that are to be asked; an empty one is the window's choice
    std::vector<WayBox> m_ways; ///< in the order of wayRows()
    std::vector<CompareColumn*> m_columns;
    std::vector<NamedAction> m_named;
    QAction* m_runAction = nullptr;
    QAction* m_stopAction = nullptr;
    QAction* m_differences = nullptr;
    std::vector<QAction*> m_exports;
    QLabel* m_waysTitle = nullptr;
    QToolButton* m_modelButton = nullptr;
    QMenu* m_modelMenu = nullptr;
    QToolButton* m_differenceButton = nullptr;
    QToolButton* m_exportButton = nullptr;
    QPushButton* m_button = nullptr;
    QLabel* m_summary = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    QLabel* m_empty = nullptr;
    QScrollArea* m_area = nullptr;
    QSplitter* m_splitter = nullptr;
};

} // namespace fe::prompting
