// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "prompting/pattern_part.h"
#include "prompting/sampling_settings.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>
#include <span>

namespace fe::prompting {

/// How the prompt is built.
enum class Mode { Free, FewShot, ChainOfThought, Chat };

/// A mode's row: the segmented control, the state and the palette are made from these.
struct ModeRow {
    Mode mode;
    const char* id; ///< for the state
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
};
[[nodiscard]] std::span<const ModeRow> modeRows();
[[nodiscard]] const char* modeId(Mode mode);
[[nodiscard]] std::optional<Mode> modeOfId(const QString& id);

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
    PatternPart fewShot;
    PatternPart thought;
    QString systemPrompt;
    QList<ChatMessage> messages;
    QString draft; ///< what stands in the chat's input box
    SamplingSettings sampling;
    evaluation::AnswerRule textRule; ///< of free text and chat: what a vote counts
    friend bool operator==(const PromptDocument&, const PromptDocument&) = default;

    /// System prompt (if any) and messages, as the template gets them; `draft`, unless empty, as
    /// the last user message.
    [[nodiscard]] QList<ChatMessage> conversation() const;
    /// The part that the mode is made from; null in free text and chat.
    [[nodiscard]] const PatternPart* part() const;
    [[nodiscard]] PatternPart* part();
    /// How the answer is taken out of what the model writes, in this mode.
    [[nodiscard]] const evaluation::AnswerRule& rule() const;
    /// What is asked, in one line: for lists.
    [[nodiscard]] QString title() const;
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
