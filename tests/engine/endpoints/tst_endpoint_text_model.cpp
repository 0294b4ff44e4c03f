// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpoint_text_model.h"

#include "emulated_servers.h"

#include <QTest>

#include <cmath>
#include <thread>

using namespace fe::endpoints;
using namespace fe::test;
using fe::base::CancelToken;
using fe::base::ErrorCode;
using fe::base::Progress;
using fe::generation::Generation;
using fe::generation::GenerationObserver;
using fe::generation::Step;
using fe::generation::StopReason;
using fe::generation::TextPart;
using fe::generation::TextRequest;

namespace {

Endpoint endpointAt(const ScriptedServer& server)
{
    Endpoint endpoint;
    endpoint.baseUrl = server.url();
    endpoint.model = "toy";
    endpoint.retry.firstDelayMs = 1;
    return endpoint;
}

/// A model at the server, or the end of the test program.
std::unique_ptr<EndpointTextModel> opened(const ScriptedServer& server)
{
    const CancelToken never;
    Progress progress;
    auto model = openEndpoint(endpointAt(server), never, progress);
    if (!model) {
        qFatal("%s", model.error().oneLine().c_str());
    }
    return *std::move(model);
}

TextRequest prompt(const char* text = "Say")
{
    TextRequest request;
    request.prompt = text;
    return request;
}

TextRequest chat()
{
    TextRequest request;
    request.messages = { { "user", "Say" } };
    return request;
}

fe::base::Result<Generation> generated(EndpointTextModel& model, const TextRequest& request,
                                       GenerationObserver* observer = nullptr)
{
    const CancelToken never;
    Progress progress;
    return model.generate(request, observer, never, progress);
}

QByteArray story(const fe::base::Result<Generation>& result)
{
    return QByteArray::fromStdString(result ? result->text : result.error().oneLine());
}

} // namespace

class TestEndpointTextModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyServerGivesTheSameText_data()
    {
        QTest::addColumn<int>("habit");
        QTest::addColumn<bool>("asChat");
        QTest::addColumn<bool>("logProbs");
        QTest::newRow("vLLM") << int(Habit::Vllm) << false << true;
        QTest::newRow("vLLM chat") << int(Habit::Vllm) << true << true;
        QTest::newRow("llama-server") << int(Habit::Llama) << false << true;
        QTest::newRow("llama-server chat") << int(Habit::Llama) << true << true;
        QTest::newRow("Ollama") << int(Habit::Ollama) << false << false;
        QTest::newRow("Ollama chat") << int(Habit::Ollama) << true << true;
        QTest::newRow("old OpenAI model") << int(Habit::OpenAiCompletions) << false << true;
        QTest::newRow("bare") << int(Habit::Bare) << true << false;
        QTest::newRow("prompt to bare") << int(Habit::Bare) << false << false;
    }
    void everyServerGivesTheSameText()
    {
        QFETCH(int, habit);
        QFETCH(bool, asChat);
        QFETCH(bool, logProbs);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto model = opened(server);
        const auto result = generated(*model, asChat ? chat() : prompt());
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->text, " Hi!");
        QCOMPARE(result->reason, StopReason::Eos);
        const bool streamed = habit != int(Habit::Bare);
        QCOMPARE(result->steps.size(), std::size_t(streamed ? 4 : 1));
        QCOMPARE(*model->promptTokens(), std::int64_t { 3 });
        QCOMPARE(result->timings.promptTokens, std::int64_t { 3 });
        QCOMPARE(result->timings.decodeTokens, std::int64_t { 3 });
        QCOMPARE(model->tokensRead(), std::int64_t { 7 });
        for (const Step& step : result->steps) {
            const std::string text
                = result->text.substr(step.textBegin, step.textEnd - step.textBegin);
            QCOMPARE(model->label(step.id), text);
            QCOMPARE(!std::isnan(step.logProb), logProbs);
            QVERIFY(std::isnan(step.entropy));
            if (logProbs) {
                QCOMPARE(step.logProb, float(toyLogProb(char32_t(text.front()))));
                QCOMPARE(step.rank, 1);
                QVERIFY(step.top.front().logProb >= step.top.back().logProb);
            }
        }
    }

    void tokensThatAreNotDescribedAreSaid()
    {
        ScriptedServer server([](const WebRequest& request) {
            return request.body.contains("\"stream\"")
                ? WebReply::events({ R"({"choices":[{"text":"a","logprobs":{"tokens":["a"],)"
                                     R"("token_logprobs":[-1]},"finish_reason":"length"}],)"
                                     R"("usage":{"completion_tokens":3}})" })
                : emulated(Habit::Vllm)(request);
        });
        const auto model = opened(server);
        QVERIFY(generated(*model, prompt()));
        QCOMPARE(model->warnings().size(), std::size_t { 1 });
        QVERIFY(model->warnings().front().find("described 1 of them") != std::string::npos);
    }

    void theLimitIsSent()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const auto model = opened(server);
        TextRequest request = prompt();
        request.options.maxTokens = 2;
        const auto result = generated(*model, request);
        QVERIFY(result);
        QCOMPARE(result->text, " H");
        QCOMPARE(result->reason, StopReason::Length);
    }

    void noTokensNeedNoRequest()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const auto model = opened(server);
        const auto before = server.requests().size();
        TextRequest request = prompt();
        request.options.maxTokens = 0;
        const auto result = generated(*model, request);
        QVERIFY(result && result->text.empty() && result->reason == StopReason::Length);
        QCOMPARE(server.requests().size(), before);
    }

    void whatAServerRefusesIsWithdrawnAndSaid()
    {
        ScriptedServer server(emulated(Habit::Bare));
        const auto model = opened(server);
        TextRequest request = chat();
        request.options.sampling.temperature = 0.5;
        const auto result = generated(*model, request);
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->text, " Hi!");
        QByteArray all;
        for (const std::string& warning : model->warnings()) {
            all += QByteArray::fromStdString(warning) + '\n';
        }
        QVERIFY2(all.contains("did not take temperature 0.5"), all.constData());
        QVERIFY2(all.contains("did not take seed"), all.constData());
        // What was learnt is kept: the next run asks once.
        const auto before = server.requests().size();
        QVERIFY(generated(*model, request));
        QCOMPARE(server.requests().size(), before + 1);
        QVERIFY(!model->warnings().empty());
    }

    void anAnswerIsGoneOnWith_data()
    {
        QTest::addColumn<int>("habit");
        QTest::addColumn<bool>("asChat");
        QTest::addColumn<bool>("possible");
        QTest::newRow("prompt") << int(Habit::OpenAiCompletions) << false << true;
        QTest::newRow("vLLM chat") << int(Habit::Vllm) << true << true;
        QTest::newRow("llama-server chat") << int(Habit::Llama) << true << true;
        QTest::newRow("Ollama chat") << int(Habit::Ollama) << true << false;
    }
    void anAnswerIsGoneOnWith()
    {
        QFETCH(int, habit);
        QFETCH(bool, asChat);
        QFETCH(bool, possible);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto model = opened(server);
        TextRequest request = asChat ? chat() : prompt();
        const auto first = generated(*model, request);
        QVERIFY2(first, story(first).constData());
        request.options.begin = { first->steps.begin(), first->steps.begin() + 2 };
        QCOMPARE(model->idOf("H"), first->steps[1].id); // so a later session finds it again
        const auto branch = generated(*model, request);
        QCOMPARE(bool(branch), possible);
        if (!possible) {
            QCOMPARE(branch.error().code, ErrorCode::Unsupported);
            return;
        }
        QCOMPARE(branch->text, " H Hi!"); // the toy says the same after any text
        QCOMPARE(branch->steps.size(), std::size_t { 6 });
        QCOMPARE(branch->steps[1].logProb, first->steps[1].logProb);
        QCOMPARE(branch->steps[2].textBegin, std::size_t { 2 });
        const QJsonObject sent = objectIn(server.requests().back().body);
        if (asChat) {
            QCOMPARE(sent[QStringLiteral("messages")].toArray().last()[QStringLiteral("content")],
                     QJsonValue(QStringLiteral(" H")));
            QVERIFY(sent[QStringLiteral("continue_final_message")].toBool());
        } else {
            QCOMPARE(sent[QStringLiteral("prompt")].toString(), QStringLiteral("Say H"));
        }
    }

    void aBeginningOfAnotherModelIsRefused()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const auto model = opened(server);
        TextRequest request = prompt();
        request.options.begin.resize(1);
        request.options.begin.front().id = 12345;
        const auto result = generated(*model, request);
        QVERIFY(!result && result.error().code == ErrorCode::InvalidArgument);
    }

    void wrongRequestsAreRefusedBeforeTheyAreSent()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const auto model = opened(server);
        const auto before = server.requests().size();
        TextRequest both = chat();
        both.prompt = "p";
        TextRequest negative = prompt();
        negative.options.maxTokens = -1;
        TextRequest emptyStop = prompt();
        emptyStop.options.stop = { "" };
        for (const TextRequest& request : { TextRequest {}, both, negative, emptyStop }) {
            const auto result = generated(*model, request);
            QVERIFY(!result && result.error().code == ErrorCode::InvalidArgument);
        }
        QCOMPARE(server.requests().size(), before);
    }

    void cancelKeepsThePartialText()
    {
        ScriptedServer server([](const WebRequest& request) {
            if (request.path != "/v1/completions" || !request.body.contains("\"stream\"")) {
                return emulated(Habit::Vllm)(request);
            }
            return WebReply::events({ R"({"choices":[{"text":"one"}]})" }).then({}, 20'000);
        });
        const auto model = opened(server);

        /// Cancels once a token came.
        class Canceller final : public GenerationObserver
        {
        public:
            explicit Canceller(CancelToken& token) : m_token(token) { }
            void onToken(const Step&, std::string_view) override { m_token.cancel(); }
            void onEnd(StopReason reason, std::string_view) override { ended = reason; }
            std::optional<StopReason> ended;

        private:
            CancelToken& m_token;
        };
        CancelToken cancel;
        Canceller observer(cancel);
        Progress progress;
        const auto result = model->generate(prompt(), &observer, cancel, progress);
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->reason, StopReason::Cancelled);
        QCOMPARE(result->text, "one");
        QCOMPARE(observer.ended, StopReason::Cancelled);
        QVERIFY(server.clientLeft());
        QCOMPARE(progress.done(), std::uint64_t { 1 });
    }

    void aStopStringClosesTheConnection()
    {
        ScriptedServer server([](const WebRequest& request) {
            if (!request.body.contains("\"stream\"")) {
                return emulated(Habit::Vllm)(request);
            }
            return WebReply::events({ R"({"choices":[{"text":"one E"}]})",
                                      R"({"choices":[{"text":"ND two"}]})" })
                .then({}, 20'000);
        });
        const auto model = opened(server);
        TextRequest request = prompt();
        request.options.stop = { "END" };
        const auto result = generated(*model, request);
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->text, "one ");
        QCOMPARE(result->reason, StopReason::Stop);
        QVERIFY(server.clientLeft());
    }

    void scoresAreThoseOfTheContinuation_data()
    {
        QTest::addColumn<int>("habit");
        QTest::newRow("ids") << int(Habit::Vllm);
        QTest::newRow("offsets") << int(Habit::OpenAiCompletions);
    }
    void scoresAreThoseOfTheContinuation()
    {
        QFETCH(int, habit);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto model = opened(server);
        QVERIFY(model->abilities().scores);
        const CancelToken never;
        Progress progress;
        // The prompt holds characters of several bytes: offsets count characters.
        const auto scores = model->score("한국 is", { " so", "", " 🎈" }, never, progress);
        QVERIFY2(scores, scores ? "" : scores.error().oneLine().c_str());
        QCOMPARE(scores->size(), std::size_t { 3 });
        QCOMPARE((*scores)[0].sum, toyLogProb(U' ') + toyLogProb(U's') + toyLogProb(U'o'));
        QCOMPARE((*scores)[0].tokens, std::int64_t { 3 });
        QCOMPARE((*scores)[0].bytes, std::int64_t { 3 });
        QCOMPARE((*scores)[1].tokens, std::int64_t { 0 });
        QCOMPARE((*scores)[2].sum, toyLogProb(U' ') + toyLogProb(U'🎈'));
        QCOMPARE((*scores)[2].bytes, std::int64_t { 5 });
        QCOMPARE(progress.done(), std::uint64_t { 3 });
    }

    void scoresThatAreNotOfferedAreRefused_data()
    {
        QTest::addColumn<int>("habit");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("llama-server") << int(Habit::Llama) << QByteArray("llama-server");
        QTest::newRow("Ollama") << int(Habit::Ollama) << QByteArray("Ollama");
    }
    void scoresThatAreNotOfferedAreRefused()
    {
        QFETCH(int, habit);
        QFETCH(QByteArray, name);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto model = opened(server);
        QVERIFY(!model->abilities().scores);
        const CancelToken never;
        Progress progress;
        const auto scores = model->score("a", { "b" }, never, progress);
        QVERIFY(!scores && scores.error().code == ErrorCode::Unsupported);
        QVERIFY(scores.error().oneLine().find(name.constData()) != std::string::npos);
    }

    void scoresThatCannotBeRightAreRefused_data()
    {
        QTest::addColumn<QByteArray>("logprobs");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* logprobs, ErrorCode code) {
            QTest::newRow(name) << QByteArray(logprobs) << int(code);
        };
        // Of the prompt "ab" and the continuation "cd".
        row("across the border",
            R"({"tokens":["a","bc","d"],"token_logprobs":[null,-1,-1],"text_offset":[0,1,3]})",
            ErrorCode::Unsupported);
        row("not told",
            R"({"tokens":["ab","c","d"],"token_logprobs":[null,-1,-9999],"text_offset":[0,2,3]})",
            ErrorCode::Unsupported);
        row("no offsets", R"({"tokens":["ab","cd"],"token_logprobs":[null,-1]})",
            ErrorCode::Malformed);
        row("too few offsets",
            R"({"tokens":["ab","cd"],"token_logprobs":[null,-1],"text_offset":[0]})",
            ErrorCode::Malformed);
        row("falling offsets",
            R"({"tokens":["ab","cd"],"token_logprobs":[null,-1],"text_offset":[2,0]})",
            ErrorCode::Malformed);
        row("none", "null", ErrorCode::Unsupported);
    }
    void scoresThatCannotBeRightAreRefused()
    {
        QFETCH(QByteArray, logprobs);
        QFETCH(int, code);
        ScriptedServer server([&](const WebRequest& request) {
            return request.body.contains("\"abcd\"") ? WebReply::whole(
                       200, R"({"choices":[{"text":"abcd","logprobs":)" + logprobs + "}]}")
                                                     : emulated(Habit::OpenAiCompletions)(request);
        });
        const auto model = opened(server);
        const CancelToken never;
        Progress progress;
        const auto scores = model->score("ab", { "cd" }, never, progress);
        QVERIFY(!scores);
        QVERIFY2(int(scores.error().code) == code, scores.error().oneLine().c_str());
    }

    void anEchoOfOtherLengthIsRefused()
    {
        ScriptedServer server([&](const WebRequest& request) {
            return request.body.contains("\"prompt\":[")
                ? WebReply::whole(
                    200,
                    R"({"choices":[{"text":"a","logprobs":{"tokens":["a"],"token_logprobs":[-1]}}]})")
                : emulated(Habit::Vllm)(request);
        });
        const auto model = opened(server);
        const CancelToken never;
        Progress progress;
        const auto scores = model->score("ab", { "cd" }, never, progress);
        QVERIFY(!scores && scores.error().code == ErrorCode::Malformed);
    }

    void tokensKeepTheirNumbers_data()
    {
        QTest::addColumn<int>("habit");
        QTest::newRow("vLLM") << int(Habit::Vllm);
        QTest::newRow("llama-server") << int(Habit::Llama);
    }
    void tokensKeepTheirNumbers()
    {
        QFETCH(int, habit);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto model = opened(server);
        const auto ids = model->tokenize("abca", TextPart::Prompt);
        QVERIFY(ids);
        QCOMPARE(ids->size(), std::size_t { 4 });
        QCOMPARE(ids->front(), ids->back());
        QVERIFY((*ids)[0] != (*ids)[1]);
        QCOMPARE(model->label((*ids)[2]), "c");
        const WebRequest last = server.requests().back();
        const bool special
            = objectIn(last.body)[habit == int(Habit::Vllm) ? QStringLiteral("add_special_tokens")
                                                            : QStringLiteral("add_special")]
                  .toBool();
        QVERIFY(special);
    }

    void withoutAServerNothingOpens()
    {
        Endpoint endpoint;
        {
            const ScriptedServer gone([](const WebRequest&) { return WebReply {}; });
            endpoint = endpointAt(gone);
        }
        const CancelToken never;
        Progress progress;
        const auto model = openEndpoint(endpoint, never, progress);
        QVERIFY(!model && model.error().code == ErrorCode::Unreadable);
    }

    void aServerThatComesBackIsFoundAgain()
    {
        // The first connection is kept; the server then ends it, as one that is restarted does.
        ScriptedServer server(emulated(Habit::Vllm));
        const auto model = opened(server);
        QVERIFY(generated(*model, prompt()));
        QVERIFY(generated(*model, prompt()));
    }
};

QTEST_GUILESS_MAIN(TestEndpointTextModel)
#include "tst_endpoint_text_model.moc"
