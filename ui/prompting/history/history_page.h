// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/history/history_model.h"
#include "prompting/prompt_page.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace fe::widgets {
class MessageBanner;
}

namespace fe::prompting {

/// Everything that was run: searched, looked at, opened, run again, compared, exported, deleted.
class HistoryPage : public PromptPage
{
    Q_OBJECT
public:
    HistoryPage(PromptState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void connectParts();
    void search();
    void showSelection();
    void showDetails(const history::RunEntry& entry, const base::Result<std::string>& document);
    void showFailure(const base::Error& error);
    void open();
    void runAgain();
    void compare();
    void exportRuns();
    void removeRuns();
    void beginNewHistory();
    void retranslate();
    [[nodiscard]] std::vector<history::RunId> selected() const; ///< in the order of the rows

    PromptState& m_state;
    HistoryModel* m_model;
    QTimer m_wait;
    bool m_stale = true; ///< the store changed while the page was hidden
    quint64 m_shown = 0; ///< counts selections: late details are dropped
    QLineEdit* m_words;
    QComboBox* m_kind;
    widgets::MessageBanner* m_banner;
    QPushButton* m_newHistory;
    QSplitter* m_splitter;
    QTableView* m_table;
    QLabel* m_empty;
    QPlainTextEdit* m_details;
    QPushButton* m_open;
    QPushButton* m_again;
    QPushButton* m_compare;
    QPushButton* m_export;
    QPushButton* m_remove;
};

} // namespace fe::prompting
