// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/answer/answer_tree.h"
#include "prompting/endpoints/endpoint_book.h"
#include "prompting/history/run_store.h"
#include "prompting/prompt_document.h"
#include "workspace/workspace.h"

#include <QObject>

#include <optional>

namespace fe::prompting {

/// What the parts of the Prompt tab share: the document that the builder edits, the model, the
/// history. UI thread only.
class PromptState : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it.
    PromptState(workspace::Workspace& workspace, jobs::JobRunner& runner,
                QObject* parent = nullptr);

    [[nodiscard]] workspace::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] jobs::JobRunner& runner() const { return m_runner; }
    [[nodiscard]] RunStore& store() { return m_store; }

    /// As of the last edit.
    [[nodiscard]] const PromptDocument& document() const { return m_document; }
    /// By the builder, at each edit.
    void documentEdited(const PromptDocument& document);
    /// By anyone else: the builder shows it. What stood there before is kept for goBack().
    void setDocument(const PromptDocument& document);
    /// The document that setDocument() replaced last; nothing if it replaced none.
    [[nodiscard]] const std::optional<PromptDocument>& replaced() const { return m_replaced; }
    /// Brings replaced() back; once more takes that back.
    void goBack();

    /// Null while none is loaded.
    [[nodiscard]] workspace::LoadedModelPtr model() const { return m_workspace.languageModel(); }
    /// Where prompts run instead; null: on this machine, with model().
    [[nodiscard]] EndpointChoicePtr endpoint() const { return m_endpoints.choice(); }
    [[nodiscard]] EndpointBook& endpoints() { return m_endpoints; }
    [[nodiscard]] const EndpointBook& endpoints() const { return m_endpoints; }

Q_SIGNALS:
    void documentChanged();
    void documentReplaced(const fe::prompting::PromptDocument& document);
    /// model() or endpoint() is another.
    void modelChanged();
    /// Show the page of that id ("compare", "sweep", "history"); "answer" is the answer.
    void pageWanted(const QString& id);
    /// Open a run of the history on the page that shows its kind.
    void runWanted(qint64 id);
    /// Generate with document() as it is, its seed included.
    void generateWanted();
    /// Show these answers side by side; at least two.
    void comparisonWanted(const std::vector<fe::prompting::AnswerTree>& answers);

private:
    workspace::Workspace& m_workspace;
    jobs::JobRunner& m_runner;
    RunStore m_store;
    EndpointBook m_endpoints;
    PromptDocument m_document;
    std::optional<PromptDocument> m_replaced;
};

} // namespace fe::prompting
