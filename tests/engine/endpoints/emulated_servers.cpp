// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulated_servers.h"

#include <QJsonDocument>

namespace fe::test {
namespace {

const QByteArray kAnswer = " Hi!";

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString text(const char* value)
{
    return QString::fromUtf8(value);
}

WebReply refused(int status, const char* message, const char* parameter = nullptr,
                 const char* code = nullptr)
{
    QJsonObject error { { text("message"), text(message) } };
    if (parameter != nullptr) {
        error[text("param")] = text(parameter);
    }
    if (code != nullptr) {
        error[text("code")] = text(code);
    }
    return WebReply::whole(status, compact({ { text("error"), error } }));
}

QString ownerOf(Habit habit)
{
    switch (habit) {
    case Habit::Vllm:
        return text("vllm");
    case Habit::Llama:
        return text("llamacpp");
    case Habit::Ollama:
        return text("library");
    default:
        return text("system");
    }
}

WebReply models(Habit habit)
{
    QJsonObject model { { text("id"), text("toy") }, { text("owned_by"), ownerOf(habit) } };
    if (habit == Habit::Vllm) {
        model[text("max_model_len")] = 4096;
    }
    if (habit == Habit::Llama) {
        model[text("meta")] = QJsonObject { { text("n_ctx"), 2048 } };
    }
    return WebReply::whole(200, compact({ { text("data"), QJsonArray { model } } }));
}

/// An item of "content", the shape of chats.
QJsonObject chatToken(const QString& token, Habit habit)
{
    QJsonArray bytes;
    for (const char byte : token.toUtf8()) {
        bytes.append(static_cast<unsigned char>(byte));
    }
    QJsonObject entry { { text("token"), token },
                        { text("bytes"), bytes },
                        { text("logprob"), toyLogProb(token.toUcs4().value(0)) } };
    if (habit == Habit::Llama) {
        entry[text("id")] = qint64(token.toUcs4().value(0));
    }
    QJsonObject other { { text("token"), text("x") }, { text("logprob"), -7.5 } };
    QJsonObject same = entry;
    entry[text("top_logprobs")] = QJsonArray { other, same };
    return entry;
}

/// {tokens, token_logprobs, text_offset, top_logprobs} of a text from an offset on.
QJsonObject columns(const QString& whole, bool firstHasNone)
{
    QJsonArray tokens;
    QJsonArray numbers;
    QJsonArray offsets;
    QJsonArray tops;
    const QList<uint> characters = whole.toUcs4();
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const auto character = static_cast<char32_t>(characters[i]);
        const QString token = QString::fromUcs4(&character, 1);
        const bool none = firstHasNone && i == 0;
        tokens.append(token);
        numbers.append(none ? QJsonValue() : QJsonValue(toyLogProb(character)));
        tops.append(none ? QJsonValue()
                         : QJsonValue(QJsonObject { { token, toyLogProb(character) } }));
        offsets.append(int(i));
    }
    return { { text("tokens"), tokens },
             { text("token_logprobs"), numbers },
             { text("top_logprobs"), tops },
             { text("text_offset"), offsets } };
}

/// The prompt of a completion, given as a text or as ids.
QString promptOf(const QJsonObject& body)
{
    const QJsonValue prompt = body[text("prompt")];
    if (prompt.isString()) {
        return prompt.toString();
    }
    QString joined;
    for (const QJsonValue& id : prompt.toArray()) {
        const auto character = static_cast<char32_t>(id.toInt());
        joined += QString::fromUcs4(&character, 1);
    }
    return joined;
}

struct Style {
    Habit habit;
    bool chat;
    bool logProbs;
};

/// One choice: a piece of the text, or all of it.
QJsonObject choiceOf(const Style& style, const QString& piece, bool streamed,
                     const QJsonValue& finish)
{
    QJsonObject choice { { text("index"), 0 }, { text("finish_reason"), finish } };
    if (style.chat) {
        choice[streamed ? text("delta") : text("message")]
            = QJsonObject { { text("content"), piece } };
    } else {
        choice[text("text")] = piece;
    }
    if (style.logProbs && !piece.isEmpty()) {
        if (style.chat || style.habit == Habit::Llama) {
            QJsonArray content;
            for (const QChar character : piece) {
                content.append(chatToken(character, style.habit));
            }
            choice[text("logprobs")] = QJsonObject { { text("content"), content } };
        } else {
            choice[text("logprobs")] = columns(piece, false);
        }
    }
    if (style.habit == Habit::Vllm && !finish.isNull()) {
        choice[text("stop_reason")] = QJsonValue();
    }
    return choice;
}

QJsonObject answerOf(const QJsonObject& choice)
{
    return { { text("choices"), QJsonArray { choice } } };
}

QJsonObject usageOf(qsizetype prompt, qsizetype completion)
{
    return { { text("prompt_tokens"), int(prompt) },
             { text("completion_tokens"), int(completion) } };
}

WebReply answer(const Style& style, const QJsonObject& body, qsizetype promptLength)
{
    const int most = body[text("max_tokens")].toInt(body[text("max_completion_tokens")].toInt(99));
    const QString said = QString::fromUtf8(kAnswer).left(most);
    const QString finish = text(said.size() < kAnswer.size() ? "length" : "stop");
    if (!body[text("stream")].toBool() || style.habit == Habit::Bare) {
        QJsonObject whole = answerOf(choiceOf(style, said, false, finish));
        whole[text("usage")] = usageOf(promptLength, said.size());
        return WebReply::whole(200, compact(whole));
    }
    QByteArrayList events;
    for (const QChar character : said) {
        events << compact(answerOf(choiceOf(style, character, true, QJsonValue())));
    }
    events << compact(answerOf(choiceOf(style, {}, true, finish)));
    QJsonObject last { { text("choices"), QJsonArray {} } };
    last[text("usage")] = usageOf(promptLength, said.size());
    events << compact(last) << "[DONE]";
    return WebReply::events(events);
}

WebReply completion(Habit habit, const QJsonObject& body)
{
    if (habit == Habit::OpenAiChat) {
        return refused(404,
                       "This is a chat model and not supported in the v1/completions endpoint.");
    }
    if (habit == Habit::Bare) {
        return WebReply::whole(404, "<html><title>404 Not Found</title></html>");
    }
    const bool echo = body[text("echo")].toBool();
    if (echo && habit == Habit::Llama) {
        return refused(500, "Only no echo is supported");
    }
    const bool logProbs = body.contains(text("logprobs")) && habit != Habit::Ollama;
    const QString prompt = promptOf(body);
    if (echo && habit != Habit::Ollama) {
        const QString whole
            = prompt + QString::fromUtf8(kAnswer).left(body[text("max_tokens")].toInt());
        QJsonObject choice { { text("index"), 0 },
                             { text("text"), whole },
                             { text("finish_reason"), text("length") } };
        choice[text("logprobs")] = columns(whole, true);
        QJsonObject json = answerOf(choice);
        json[text("usage")] = usageOf(prompt.size(), whole.size() - prompt.size());
        return WebReply::whole(200, compact(json));
    }
    return answer({ habit, false, logProbs }, body, prompt.size());
}

WebReply chat(Habit habit, const QJsonObject& body)
{
    if (habit == Habit::OpenAiCompletions) {
        return refused(404, "This is not a chat model");
    }
    if (habit == Habit::OpenAiChat && body.contains(text("max_tokens"))) {
        return refused(400,
                       "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
                       "max_tokens", "unsupported_parameter");
    }
    for (const char* field : { "temperature", "top_p", "logprobs", "stream_options", "seed" }) {
        if (habit == Habit::Bare && body.contains(text(field))) {
            return refused(400, "parameter not supported", field);
        }
    }
    const QJsonArray messages = body[text("messages")].toArray();
    const QString last = messages.last()[text("content")].toString();
    return answer({ habit, true, body[text("logprobs")].toBool() }, body, last.size());
}

WebReply tokens(Habit habit, const QJsonObject& body)
{
    const QString given = body[habit == Habit::Llama ? text("content") : text("prompt")].toString();
    QJsonArray ids;
    QJsonArray pieces;
    QJsonArray texts;
    for (const uint character : given.toUcs4()) {
        const auto one = static_cast<char32_t>(character);
        const QString piece = QString::fromUcs4(&one, 1);
        ids.append(qint64(character));
        texts.append(piece);
        pieces.append(QJsonObject { { text("id"), qint64(character) }, { text("piece"), piece } });
    }
    QJsonObject json { { text("tokens"), habit == Habit::Llama ? pieces : ids } };
    if (habit == Habit::Vllm) {
        json[text("token_strs")] = texts;
    }
    return WebReply::whole(200, compact(json));
}

WebReply beside(Habit habit, const WebRequest& request)
{
    if (request.path == "/props" && habit == Habit::Llama) {
        return WebReply::whole(200, R"({"default_generation_settings":{},"build_info":"b9"})");
    }
    if (request.path == "/api/version" && habit == Habit::Ollama) {
        return WebReply::whole(200, R"({"version":"0.12.3"})");
    }
    if (request.path == "/version" && habit == Habit::Vllm) {
        return WebReply::whole(200, R"({"version":"0.11.0"})");
    }
    if (request.path == "/tokenize" && (habit == Habit::Llama || habit == Habit::Vllm)) {
        return request.method == "GET" ? WebReply::whole(405, "")
                                       : tokens(habit, objectIn(request.body));
    }
    return WebReply::whole(404, "404 page not found");
}

} // namespace

QJsonObject objectIn(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

double toyLogProb(char32_t character)
{
    return -0.125 * static_cast<double>(character % 16 + 1);
}

ScriptedServer::Handler emulated(Habit habit)
{
    return [habit](const WebRequest& request) {
        if (request.path == "/v1/models") {
            return habit == Habit::Bare ? WebReply::whole(404, "no") : models(habit);
        }
        if (request.path == "/v1/completions") {
            return completion(habit, objectIn(request.body));
        }
        if (request.path == "/v1/chat/completions") {
            return chat(habit, objectIn(request.body));
        }
        return beside(habit, request);
    };
}

} // namespace fe::test
