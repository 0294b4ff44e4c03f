// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_state.h"

namespace fe::prompting {

PromptState::PromptState(workspace::Workspace& workspace, jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_workspace(workspace), m_runner(runner), m_store(runner),
      m_document(exampleDocument())
{
    connect(&m_workspace, &workspace::Workspace::languageModelChanged, this,
            &PromptState::modelChanged);
}

void PromptState::documentEdited(const PromptDocument& document)
{
    m_document = document;
    Q_EMIT documentChanged();
}

void PromptState::setDocument(const PromptDocument& document)
{
    m_document = document;
    Q_EMIT documentReplaced(document);
}

} // namespace fe::prompting
