// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/prompt_document.h"
#include "workspace/workspace.h"

#include <QWidget>

namespace fe::prompting {

class PromptState;

/// A mode's page in the builder: edits its part of the document.
class BuilderPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual void showDocument(const PromptDocument& document) = 0;
    /// Writes what the user entered into its part of `document`.
    virtual void store(PromptDocument& document) const = 0;
    /// @param model may be null.
    virtual void setModel(const workspace::LoadedModelPtr& model) = 0;
    virtual void focusInput() = 0;
    /// Takes a file that was dropped while the mode is the current one; false if it has no use for
    /// it.
    virtual bool openFile(const QString& /*path*/) { return false; }

Q_SIGNALS:
    void edited();
    /// The user asked to generate from within the page (Enter in the chat's input box).
    void generateRequested();
};

/// Prompt editor of free text.
[[nodiscard]] BuilderPage* makeFreePage(QWidget* parent);
/// Instruction, pattern, examples and query. @param mode FewShot or ChainOfThought. @param state
/// outlives the page.
[[nodiscard]] BuilderPage* makePatternPage(Mode mode, PromptState& state, QWidget* parent);

} // namespace fe::prompting
