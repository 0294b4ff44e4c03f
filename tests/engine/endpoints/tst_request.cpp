// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/request.h"

#include <QTest>

#include <limits>

using namespace fe::endpoints;
using fe::base::Json;
using fe::generation::TextRequest;

namespace {

ServerInfo server(ServerKind kind)
{
    ServerInfo info;
    info.kind = kind;
    info.model = "m";
    info.abilities.chats = true;
    info.abilities.completes = true;
    info.chatLogProbs = true;
    info.completionLogProbs = true;
    info.mostChatAlternatives
        = kind == ServerKind::LlamaServer ? std::numeric_limits<std::int32_t>::max() : 20;
    info.mostCompletionAlternatives = kind == ServerKind::OpenAi ? 5 : info.mostChatAlternatives;
    return info;
}

TextRequest prompt(const char* text = "p")
{
    TextRequest request;
    request.prompt = text;
    return request;
}

TextRequest chat()
{
    TextRequest request;
    request.messages = { { "system", "s" }, { "user", "u" } };
    return request;
}

QByteArray field(const TextQuestion& question, const char* name)
{
    const Json* value = question.body.find(name);
    return value == nullptr ? QByteArray("-") : QByteArray::fromStdString(toText(*value));
}

} // namespace

class TestRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachServerIsAskedInItsOwnWords_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("neutral"); // with the options as they are by default
        QTest::addColumn<QByteArray>("set");
        const auto row
            = [](ServerKind kind, const char* name, const char* neutral, const char* set) {
                  const QByteArray title = serverKindName(kind) + QByteArray(" ") + name;
                  QTest::newRow(title.constData()) << static_cast<int>(kind) << QByteArray(name)
                                                   << QByteArray(neutral) << QByteArray(set);
              };
        // llama-server's own defaults are not neutral (top_k 40, min_p 0.05), nor need vLLM's be.
        row(ServerKind::LlamaServer, "top_k", "0", "7");
        row(ServerKind::LlamaServer, "min_p", "0", "0.25");
        row(ServerKind::LlamaServer, "typical_p", "1", "0.5");
        row(ServerKind::LlamaServer, "repeat_penalty", "1", "1.5");
        row(ServerKind::LlamaServer, "repeat_last_n", "-", "1048576");
        row(ServerKind::LlamaServer, "frequency_penalty", "0", "0.125");
        row(ServerKind::Vllm, "top_k", "-1", "7");
        row(ServerKind::Vllm, "min_p", "0", "0.25");
        row(ServerKind::Vllm, "typical_p", "-", "-");
        row(ServerKind::Vllm, "repetition_penalty", "1", "1.5");
        row(ServerKind::Vllm, "frequency_penalty", "-", "0.125");
        for (const ServerKind kind :
             { ServerKind::OpenAi, ServerKind::Ollama, ServerKind::Unknown }) {
            row(kind, "top_k", "-", "-");
            row(kind, "min_p", "-", "-");
            row(kind, "repeat_penalty", "-", "-");
            row(kind, "frequency_penalty", "-", "0.125");
            row(kind, "presence_penalty", "-", "-0.5");
            row(kind, "temperature", "1", "0.75");
            row(kind, "top_p", "1", "0.875");
            row(kind, "seed", "0", "42");
        }
    }
    void eachServerIsAskedInItsOwnWords()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, neutral);
        QFETCH(QByteArray, set);
        const ServerInfo info = server(static_cast<ServerKind>(kind));
        TextRequest request = prompt();
        const auto plain = questionFor(request, info, Style::Auto);
        QVERIFY(plain);
        QCOMPARE(field(*plain, name.constData()), neutral);
        auto& sampling = request.options.sampling;
        sampling = { .temperature = 0.75,
                     .topK = 7,
                     .topP = 0.875,
                     .minP = 0.25,
                     .typicalP = 0.5,
                     .repetitionPenalty = 1.5,
                     .frequencyPenalty = 0.125,
                     .presencePenalty = -0.5,
                     .seed = 42 };
        const auto full = questionFor(request, info, Style::Auto);
        QVERIFY(full);
        QCOMPARE(field(*full, name.constData()), set);
    }

    void whatIsNotSentIsSaid_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArrayList>("words"); // one in each warning, in order
        QTest::newRow("llama-server")
            << int(ServerKind::LlamaServer) << QByteArrayList { "logit bias" };
        QTest::newRow("vLLM") << int(ServerKind::Vllm)
                              << QByteArrayList { "typical", "logit bias" };
        QTest::newRow("OpenAI") << int(ServerKind::OpenAi)
                                << QByteArrayList { "top-k",      "min-p",      "typical",
                                                    "repetition", "logit bias", "alternatives" };
        QTest::newRow("Ollama") << int(ServerKind::Ollama)
                                << QByteArrayList { "top-k",      "min-p",      "typical",
                                                    "repetition", "model file", "logit bias" };
    }
    void whatIsNotSentIsSaid()
    {
        QFETCH(int, kind);
        QFETCH(QByteArrayList, words);
        TextRequest request = prompt();
        request.options.topAlternatives = 6;
        request.options.sampling = { .temperature = 0.75,
                                     .topK = 7,
                                     .minP = 0.25,
                                     .typicalP = 0.5,
                                     .repetitionPenalty = 1.5,
                                     .logitBias = { { 1, 2.0 } } };
        const auto question
            = questionFor(request, server(static_cast<ServerKind>(kind)), Style::Auto);
        QVERIFY(question);
        QCOMPARE(question->warnings.size(), std::size_t(words.size()));
        for (qsizetype i = 0; i < words.size(); ++i) {
            const auto& warning = question->warnings[std::size_t(i)];
            QVERIFY2(warning.find(words[i].constData()) != std::string::npos, warning.c_str());
        }
    }

    void logProbsAreAskedForInBothApis_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("asChat");
        QTest::addColumn<int>("wanted");
        QTest::addColumn<QByteArray>("logprobs");
        QTest::addColumn<QByteArray>("topLogprobs");
        const auto row = [](const char* name, ServerKind kind, bool asChat, int wanted,
                            const char* logprobs, const char* topLogprobs) {
            QTest::newRow(name) << int(kind) << asChat << wanted << QByteArray(logprobs)
                                << QByteArray(topLogprobs);
        };
        row("chat", ServerKind::OpenAi, true, 5, "true", "5");
        row("chat, none", ServerKind::OpenAi, true, 0, "true", "0");
        row("chat, too many", ServerKind::OpenAi, true, 50, "true", "20");
        row("completion", ServerKind::OpenAi, false, 3, "3", "-");
        row("completion, too many", ServerKind::OpenAi, false, 6, "5", "-");
        row("completion, none", ServerKind::Vllm, false, 0, "0", "-");
        row("llama-server, none", ServerKind::LlamaServer, false, 0, "1", "-");
        row("llama-server chat, none", ServerKind::LlamaServer, true, 0, "true", "1");
        row("llama-server, many", ServerKind::LlamaServer, false, 1000, "1000", "-");
    }
    void logProbsAreAskedForInBothApis()
    {
        QFETCH(int, kind);
        QFETCH(bool, asChat);
        QFETCH(int, wanted);
        QFETCH(QByteArray, logprobs);
        QFETCH(QByteArray, topLogprobs);
        TextRequest request = asChat ? chat() : prompt();
        request.options.topAlternatives = wanted;
        ServerInfo info = server(static_cast<ServerKind>(kind));
        const auto question = questionFor(request, info, Style::Auto);
        QVERIFY(question);
        QCOMPARE(field(*question, "logprobs"), logprobs);
        QCOMPARE(field(*question, "top_logprobs"), topLogprobs);
        info.chatLogProbs = false;
        info.completionLogProbs = false;
        const auto without = questionFor(request, info, Style::Auto);
        QVERIFY(without);
        QCOMPARE(field(*without, "logprobs"), QByteArray("-"));
        QCOMPARE(field(*without, "top_logprobs"), QByteArray("-"));
    }

    void theStyleDecidesWhereItGoes_data()
    {
        QTest::addColumn<bool>("asChat");
        QTest::addColumn<bool>("chats");
        QTest::addColumn<bool>("completes");
        QTest::addColumn<int>("style");
        QTest::addColumn<QByteArray>("path"); // empty: refused
        const auto row = [](const char* name, bool asChat, bool chats, bool completes, Style style,
                            const char* path) {
            QTest::newRow(name) << asChat << chats << completes << int(style) << QByteArray(path);
        };
        const char* toChat = "/chat/completions";
        const char* toText = "/completions";
        row("prompt", false, true, true, Style::Auto, toText);
        row("prompt to a chat model", false, true, false, Style::Auto, toChat);
        row("prompt as a chat", false, true, true, Style::Chat, toChat);
        row("prompt as a completion", false, true, true, Style::Completions, toText);
        row("prompt, completions wanted, chats only", false, true, false, Style::Completions, "");
        row("prompt, chats wanted, completions only", false, false, true, Style::Chat, "");
        row("chat", true, true, true, Style::Auto, toChat);
        row("chat to a base model", true, false, true, Style::Auto, "");
        row("chat as completions", true, true, true, Style::Completions, "");
    }
    void theStyleDecidesWhereItGoes()
    {
        QFETCH(bool, asChat);
        QFETCH(bool, chats);
        QFETCH(bool, completes);
        QFETCH(int, style);
        QFETCH(QByteArray, path);
        ServerInfo info = server(ServerKind::Vllm);
        info.abilities.chats = chats;
        info.abilities.completes = completes;
        const auto question
            = questionFor(asChat ? chat() : prompt(), info, static_cast<Style>(style));
        QCOMPARE(bool(question), !path.isEmpty());
        if (question) {
            QCOMPARE(QByteArray::fromStdString(question->path), path);
            QCOMPARE(question->warnings.size(),
                     std::size_t(!asChat && path == "/chat/completions"));
        } else {
            QCOMPARE(question.error().code, fe::base::ErrorCode::Unsupported);
        }
    }

    void messagesAndStopsAreSent()
    {
        TextRequest request = chat();
        request.options.stop = { "a", "b", "c", "d", "e" };
        const auto question = questionFor(request, server(ServerKind::OpenAi), Style::Auto);
        QVERIFY(question);
        QCOMPARE(field(*question, "messages"),
                 QByteArray(R"([{"role":"system","content":"s"},{"role":"user","content":"u"}])"));
        QCOMPARE(field(*question, "stop"), QByteArray(R"(["a","b","c","d"])")); // its limit
        QCOMPARE(field(*question, "max_completion_tokens"), QByteArray("256"));
        QCOMPARE(field(*question, "max_tokens"), QByteArray("-"));
        const auto other = questionFor(request, server(ServerKind::Vllm), Style::Auto);
        QCOMPARE(field(*other, "stop"), QByteArray(R"(["a","b","c","d","e"])"));
        QCOMPARE(field(*other, "max_tokens"), QByteArray("256"));
    }

    void seedsOfAnySizeFit()
    {
        TextRequest request = prompt();
        request.options.sampling.seed = std::numeric_limits<std::uint64_t>::max();
        const auto question = questionFor(request, server(ServerKind::LlamaServer), Style::Auto);
        const auto seed = question->body.find("seed")->asInt();
        QVERIFY(seed && *seed >= 0 && *seed <= std::numeric_limits<std::int32_t>::max());
        request.options.sampling.temperature = 0; // greedy needs none
        const auto greedy = questionFor(request, server(ServerKind::LlamaServer), Style::Auto);
        QCOMPARE(field(*greedy, "seed"), QByteArray("-"));
    }

    void complaintsAreHeeded_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("parameter");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("removed"); // empty: nothing may go
        const auto row = [](const char* message, const char* parameter, const char* code,
                            const char* removed) {
            QTest::newRow(message) << QByteArray(message) << QByteArray(parameter)
                                   << QByteArray(code) << QByteArray(removed);
        };
        row("Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            "max_tokens", "unsupported_parameter", "max_tokens");
        row("Unsupported value: 'temperature' does not support 0.2 with this model.", "temperature",
            "unsupported_value", "temperature");
        row("You are not allowed to request logprobs from this model.", "", "", "logprobs");
        row("stream_options is not supported", "", "", "stream_options");
        row("Unknown field `seed`", "", "", "seed");
        row("[{'type': 'extra_forbidden', 'loc': ('body', 'top_p')}]", "", "", "top_p");
        // About values, not about fields:
        row("temperature must be at most 2", "temperature", "invalid_value", "");
        row("The model 'm' is not supported", "model", "", "");
        row("Unsupported 'prompt'", "", "", "");
        row("no", "", "", "");
        // The word occurs, but not as a field:
        row("We had to stop: this is not supported here", "", "", "");
    }
    void complaintsAreHeeded()
    {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, parameter);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, removed);
        TextRequest request = chat();
        request.options.stop = { "x" };
        auto question = questionFor(request, server(ServerKind::Unknown), Style::Auto);
        QVERIFY(question);
        const std::string before = toText(question->body);
        const ServerComplaint complaint { message.toStdString(), parameter.toStdString(),
                                          code.toStdString() };
        QCOMPARE(withdraw(*question, complaint), !removed.isEmpty());
        if (removed.isEmpty()) {
            QCOMPARE(toText(question->body), before);
            return;
        }
        QCOMPARE(field(*question, removed.constData()), QByteArray("-"));
        const bool replaced = removed == "max_tokens";
        QCOMPARE(field(*question, "max_completion_tokens"), QByteArray(replaced ? "256" : "-"));
        const bool silent = replaced || removed == "stream_options";
        QCOMPARE(question->warnings.size(), std::size_t(silent ? 0 : 1));
        if (removed == "logprobs") {
            QCOMPARE(field(*question, "top_logprobs"), QByteArray("-"));
        }
        QVERIFY(!withdraw(*question, complaint)); // once is enough
    }
};

QTEST_APPLESS_MAIN(TestRequest)
#include "tst_request.moc"
