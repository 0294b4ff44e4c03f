// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_state.h"

#include <utility>

namespace fe::prompting {

PromptState::PromptState(workspace::Workspace& workspace, jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_workspace(workspace), m_runner(runner), m_store(runner),
      m_endpoints(runner, systemSecretStore()), m_document(exampleDocument())
{
    connect(&m_workspace, &workspace::Workspace::languageModelChanged, this,
            &PromptState::modelChanged);
    connect(&m_endpoints, &EndpointBook::choiceChanged, this, &PromptState::modelChanged);
}

void PromptState::documentEdited(const PromptDocument& document)
{
    m_document = document;
    Q_EMIT documentChanged();
}

void PromptState::setDocument(const PromptDocument& document)
{
    if (document != m_document) {
        m_replaced = std::exchange(m_document, document);
    }
    Q_EMIT documentReplaced(document);
}

void PromptState::goBack()
{
    if (m_replaced) {
        setDocument(PromptDocument(*m_replaced));
    }
}

} // namespace fe::prompting
