// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/prompt_page.h"
#include "prompting/sweep/sweep_preparation.h"
#include "prompting/sweep/sweep_runner.h"

#include <optional>
#include <vector>

class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::prompting {

class PromptState;
class SweepResults;
class SweepSetupPanel;

/// A labelled data set x shots x seeds x models: set up, run, looked at, gone on with.
class SweepPage : public PromptPage
{
    Q_OBJECT
public:
    SweepPage(PromptState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    bool openRun(qint64 id, const QByteArray& document) override;
    bool run() override;
    /// A table becomes the data.
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    // sweep_page_layout.cpp
    void build();
    [[nodiscard]] QWidget* buildSide();
    [[nodiscard]] QWidget* buildOffer();
    void buildActions();
    void retranslate();

    // sweep_page.cpp: set up, run, go on
    void connectParts();
    void documentChanged();
    void modelChanged();
    [[nodiscard]] bool hasOwnModel() const; ///< the tab's model or endpoint takes part
    void resume();
    void startTasks(const std::vector<Sweep>& sweeps);
    void showPreparation();
    void showProgress();
    void showButtons();
    [[nodiscard]] QString estimateText() const;
    void runEnded();
    void showError(const QString& headline, const base::Error& error);

    // sweep_page_history.cpp: what the history holds
    void lookForUnfinished();
    void showOffer();
    void dismissOffer();
    /// @param goOn runs what is missing.
    void openGroup(history::RunId id, bool goOn);
    void sendToScaling();

    /// A sweep that was not finished.
    struct Offer {
        history::RunId id = 0;
        QString data;
        std::size_t done = 0;
        std::size_t total = 0;
    };

    PromptState& m_state;
    SweepPreparation m_preparation;
    SweepRunner m_run;
    std::optional<Offer> m_offer;
    bool m_looked = false; ///< for unfinished sweeps
    history::RunId m_dismissed = 0; ///< sweeps up to this one are not offered
    std::optional<history::RunId> m_shown; ///< in the history; opened again on the next start
    quint64 m_opening = 0; ///< counts what was asked for: a late one is dropped

    widgets::MessageBanner* m_banner = nullptr;
    QFrame* m_offerBar = nullptr;
    QLabel* m_offerText = nullptr;
    QPushButton* m_offerResume = nullptr;
    QPushButton* m_offerOpen = nullptr;
    QPushButton* m_offerDismiss = nullptr;
    QSplitter* m_columns = nullptr;
    SweepSetupPanel* m_setup = nullptr;
    QLabel* m_problem = nullptr;
    QLabel* m_estimate = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QPushButton* m_button = nullptr; ///< Run, or Stop
    QPushButton* m_resume = nullptr;
    QStackedWidget* m_right = nullptr; ///< hint or results
    QLabel* m_hint = nullptr;
    SweepResults* m_results = nullptr;
    QAction* m_runAction = nullptr;
    QAction* m_stopAction = nullptr;
    QAction* m_resumeAction = nullptr;
    QAction* m_scalingAction = nullptr;
};

} // namespace fe::prompting
