// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/builder/prompt_parts.h"
#include "prompting/endpoints/endpoint_choice.h"
#include "prompting/prompt_document.h"
#include "prompting/prompt_encoding.h"
#include "workspace/workspace.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QPlainTextEdit;

namespace fe::widgets {
class TokenView;
}

namespace fe::prompting {

class PartRules;

/// The exact prompt, token by token, a moment after the user stopped typing; long texts are
/// tokenised in the io lane. Rules beside the tokens tell instruction, examples and query apart. An
/// endpoint tokenises by itself: then the text that it is sent is shown, and no token is guessed.
class PreviewPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PreviewPanel(jobs::JobRunner& runner, QWidget* parent = nullptr);

    /// @param model may be null.
    /// @param endpoint not null: what the prompt runs on instead of the model.
    void setPrompt(workspace::LoadedModelPtr model, EndpointChoicePtr endpoint,
                   const PromptDocument& document);
    /// "87 tokens · 1.1 % of 8,192"; empty while nothing is known.
    [[nodiscard]] QString summary() const { return m_summary; }
    /// The prompt alone is longer than the model's context.
    [[nodiscard]] bool isTooLong() const { return m_tooLong; }

Q_SIGNALS:
    void summaryChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Input {
        workspace::LoadedModelPtr model;
        EndpointChoicePtr endpoint;
        PromptDocument document;
    };
    struct Preview {
        std::vector<PromptToken> tokens;
        std::vector<tokenizers::TokenId> ids;
        std::vector<TokenPart> parts; ///< of a pattern's prompt
    };

    void encode();
    void showSent();
    [[nodiscard]] static base::Result<std::shared_ptr<Preview>> work(const Input& input);
    void showPreview(std::shared_ptr<Preview> preview);
    void showProblem(const base::Error& error);
    [[nodiscard]] QString problemText(const base::Error& error) const;
    void showSummary();
    void showLegend();
    [[nodiscard]] QString toolTipOf(int firstToken, int lastToken) const;
    void retranslate();

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    QTimer m_wait;
    Input m_input;
    std::shared_ptr<Preview> m_preview;
    QString m_summary;
    bool m_tooLong = false;
    QLabel* m_title;
    QLabel* m_legend; ///< what the rules stand for
    widgets::TokenView* m_view;
    PartRules* m_rules;
    QLabel* m_sentNote;
    QPlainTextEdit* m_sent; ///< what an endpoint is sent
};

} // namespace fe::prompting
