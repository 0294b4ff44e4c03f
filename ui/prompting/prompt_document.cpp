// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_document.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace fe::prompting {

namespace {

constexpr int kMostMessages = 10'000;

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

PromptDocument exampleDocument()
{
    PromptDocument document;
    document.freeText = QStringLiteral("The three primary colours are red, yellow and");
    document.systemPrompt = QStringLiteral("You are a helpful assistant.");
    document.draft = QStringLiteral("Why is the sky blue?");
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
    QString mode;
    for (const ModeRow& row : modeRows()) {
        if (row.mode == document.mode) {
            mode = QLatin1String(row.id);
        }
    }
    return { { QStringLiteral("mode"), mode },
             { QStringLiteral("text"), document.freeText },
             { QStringLiteral("system"), document.systemPrompt },
             { QStringLiteral("messages"), messages },
             { QStringLiteral("draft"), document.draft },
             { QStringLiteral("sampling"), toJson(document.sampling) } };
}

PromptDocument documentFromJson(const QJsonObject& json)
{
    PromptDocument document;
    const QString mode = json.value(QStringLiteral("mode")).toString();
    for (const ModeRow& row : modeRows()) {
        if (mode == QLatin1String(row.id)) {
            document.mode = row.mode;
        }
    }
    document.freeText = json.value(QStringLiteral("text")).toString();
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
