// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_document.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace fe::prompting {

namespace {

constexpr int kMostMessages = 10'000;
constexpr int kLongestTitle = 200;

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::prompting::Modes", text);
}

} // namespace

std::span<const ModeRow> modeRows()
{
    static constexpr ModeRow rows[] = {
        { Mode::Free, "free",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Modes", "Free text")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Modes", "The model continues the text exactly as you write it"));
          } },
        { Mode::FewShot, "few-shot",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Modes", "Few-shot")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Modes",
                  "Examples of a task, then the question: the model learns from the prompt alone"));
          } },
        { Mode::ChainOfThought, "chain-of-thought",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Modes", "Chain of thought")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Modes", "The model writes down its steps before it answers"));
          } },
        { Mode::Chat, "chat",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::Modes", "Chat")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::Modes",
                  "A conversation, laid out by the chat template that the model was tuned with"));
          } },
    };
    return rows;
}

const char* modeId(Mode mode)
{
    for (const ModeRow& row : modeRows()) {
        if (row.mode == mode) {
            return row.id;
        }
    }
    return "";
}

std::optional<Mode> modeOfId(const QString& id)
{
    for (const ModeRow& row : modeRows()) {
        if (id == QLatin1String(row.id)) {
            return row.mode;
        }
    }
    return std::nullopt;
}

QList<ChatMessage> PromptDocument::conversation() const
{
    QList<ChatMessage> all;
    if (!systemPrompt.trimmed().isEmpty()) {
        all.append({ QStringLiteral("system"), systemPrompt });
    }
    all.append(messages);
    if (!draft.trimmed().isEmpty()) {
        all.append({ QStringLiteral("user"), draft });
    }
    return all;
}

const PatternPart* PromptDocument::part() const
{
    return mode == Mode::FewShot ? &fewShot : mode == Mode::ChainOfThought ? &thought : nullptr;
}

PatternPart* PromptDocument::part()
{
    return mode == Mode::FewShot ? &fewShot : mode == Mode::ChainOfThought ? &thought : nullptr;
}

const evaluation::AnswerRule& PromptDocument::rule() const
{
    const PatternPart* pattern = part();
    return pattern == nullptr ? textRule : pattern->rule;
}

QString PromptDocument::title() const
{
    QString text;
    if (const PatternPart* pattern = part()) {
        const QStringList fields = fieldsOf(*pattern);
        for (const QString& field : fields) {
            if (field != answerFieldOf(*pattern)) {
                text += pattern->query.value(field) + u' ';
            }
        }
    } else if (mode == Mode::Chat) {
        const QList<ChatMessage> all = conversation();
        for (const ChatMessage& message : all) {
            if (message.role == QLatin1String("user")) {
                text = message.content; // the last question
            }
        }
    } else {
        text = freeText;
    }
    return text.simplified().left(kLongestTitle);
}

PromptDocument exampleDocument()
{
    PromptDocument document;
    document.freeText = QStringLiteral("The three primary colours are red, yellow and");
    document.systemPrompt = QStringLiteral("You are a helpful assistant.");
    document.draft = QStringLiteral("Why is the sky blue?");
    if (const evaluation::GalleryTask* task = evaluation::findTask("sentiment")) {
        document.fewShot = partOf(*task);
    }
    if (const evaluation::GalleryTask* task = evaluation::findTask("tennis-steps")) {
        document.thought = partOf(*task);
    }
    return document;
}

QJsonObject toJson(const PromptDocument& document)
{
    QJsonArray messages;
    for (const ChatMessage& message : document.messages) {
        QJsonObject item { { QStringLiteral("role"), message.role },
                           { QStringLiteral("content"), message.content } };
        if (message.stopped) {
            item.insert(QStringLiteral("stopped"), true);
        }
        messages.append(item);
    }
    return { { QStringLiteral("mode"), QLatin1String(modeId(document.mode)) },
             { QStringLiteral("text"), document.freeText },
             { QStringLiteral("few_shot"), toJson(document.fewShot) },
             { QStringLiteral("chain_of_thought"), toJson(document.thought) },
             { QStringLiteral("rule"), toJson(document.textRule) },
             { QStringLiteral("system"), document.systemPrompt },
             { QStringLiteral("messages"), messages },
             { QStringLiteral("draft"), document.draft },
             { QStringLiteral("sampling"), toJson(document.sampling) } };
}

PromptDocument documentFromJson(const QJsonObject& json)
{
    PromptDocument document;
    const PromptDocument example = exampleDocument();
    const auto part = [&json](const char* key, const PatternPart& otherwise) {
        const QJsonValue value = json.value(QLatin1String(key));
        return value.isObject() ? patternPartFromJson(value.toObject()) : otherwise;
    };
    document.mode = modeOfId(json.value(QStringLiteral("mode")).toString()).value_or(document.mode);
    document.freeText = json.value(QStringLiteral("text")).toString();
    document.fewShot = part("few_shot", example.fewShot);
    document.thought = part("chain_of_thought", example.thought);
    document.textRule = ruleFromJson(json.value(QStringLiteral("rule")).toObject());
    document.systemPrompt = json.value(QStringLiteral("system")).toString();
    document.draft = json.value(QStringLiteral("draft")).toString();
    document.sampling = samplingFromJson(json.value(QStringLiteral("sampling")).toObject());
    const QJsonArray messages = json.value(QStringLiteral("messages")).toArray();
    for (const QJsonValue& item : messages) {
        const QJsonValue role = item[QStringLiteral("role")];
        const QJsonValue content = item[QStringLiteral("content")];
        if (role.isString() && !role.toString().isEmpty() && content.isString()
            && document.messages.size() < kMostMessages) {
            document.messages.append(
                { role.toString(), content.toString(), item[QStringLiteral("stopped")].toBool() });
        }
    }
    return document;
}

} // namespace fe::prompting
