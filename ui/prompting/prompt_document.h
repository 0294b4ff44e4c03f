// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "prompting/sampling_settings.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <span>

namespace fe::prompting {

/// How the prompt is built.
enum class Mode { Free, Chat };

/// A mode's row: the segmented control, the state and the palette are made from these.
struct ModeRow {
    Mode mode;
    const char* id; ///< for the state
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
};
[[nodiscard]] std::span<const ModeRow> modeRows();

struct ChatMessage {
    QString role; ///< "user", "assistant", or what the template knows
    QString content;
    bool stopped = false; ///< an answer that was cut short by the user
    friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};

/// Everything the user set up for a run, as plain data.
struct PromptDocument {
    Mode mode = Mode::Free;
    QString freeText;
    QString systemPrompt;
    QList<ChatMessage> messages;
    QString draft; ///< what stands in the chat's input box
    SamplingSettings sampling;
    friend bool operator==(const PromptDocument&, const PromptDocument&) = default;

    /// System prompt (if any) and messages, as the template gets them; `draft`, unless empty, as
    /// the last user message.
    [[nodiscard]] QList<ChatMessage> conversation() const;
};

/// What stands there on the first start.
[[nodiscard]] PromptDocument exampleDocument();

[[nodiscard]] QJsonObject toJson(const PromptDocument& document);
/// Never fails: parts that make no sense are left out.
[[nodiscard]] PromptDocument documentFromJson(const QJsonObject& json);

/// A prompt file read: .txt and .md become the free text, .json ([{role, content}]) the
/// conversation; the rest of `document` stays. Refused: other endings, over 4 MB, not UTF-8, not a
/// conversation.
[[nodiscard]] base::Result<PromptDocument> openPromptFile(const QString& path,
                                                          const PromptDocument& document);
/// Whether openPromptFile() takes files of that ending.
[[nodiscard]] bool isPromptFile(const QString& path);

} // namespace fe::prompting
