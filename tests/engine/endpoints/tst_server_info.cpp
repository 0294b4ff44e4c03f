// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/server_info.h"

#include "emulated_servers.h"

#include <QTest>

using namespace fe::endpoints;
using namespace fe::test;
using fe::base::CancelToken;
using fe::base::ErrorCode;
using fe::base::Progress;

namespace {

Endpoint endpointAt(const ScriptedServer& server, const char* model = "")
{
    Endpoint endpoint;
    endpoint.baseUrl = server.url();
    endpoint.model = model;
    endpoint.retry.firstDelayMs = 1;
    return *resolved(endpoint);
}

fe::base::Result<ServerInfo> inspected(const Endpoint& endpoint)
{
    const CancelToken never;
    Progress progress;
    return inspectServer(endpoint, never, progress);
}

QByteArray story(const fe::base::Result<ServerInfo>& info)
{
    return QByteArray::fromStdString(info ? toText(toJson(*info)) : info.error().oneLine());
}

} // namespace

class TestServerInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serversAreToldApartAndTried_data()
    {
        QTest::addColumn<int>("habit");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("abilities"); // C completes, H chats, L/l log-probs of these,
                                                   // S scores, T tokenizes, D seed
        QTest::addColumn<int>("scoring");
        QTest::addColumn<int>("context");
        const auto row = [](const char* name, Habit habit, ServerKind kind, const char* abilities,
                            Scoring scoring, int context) {
            QTest::newRow(name) << int(habit) << int(kind) << QByteArray(abilities) << int(scoring)
                                << context;
        };
        row("vLLM", Habit::Vllm, ServerKind::Vllm, "CHLlSTD", Scoring::TokenIds, 4096);
        row("llama-server", Habit::Llama, ServerKind::LlamaServer, "CHLlTD", Scoring::None, 2048);
        row("Ollama", Habit::Ollama, ServerKind::Ollama, "CHlD", Scoring::None, 0);
        // By its address alone OpenAI is known; here both are strangers.
        row("old OpenAI model", Habit::OpenAiCompletions, ServerKind::Unknown, "CLS",
            Scoring::TextOffsets, 0);
        row("bare", Habit::Bare, ServerKind::Unknown, "H", Scoring::None, 0);
    }
    void serversAreToldApartAndTried()
    {
        QFETCH(int, habit);
        QFETCH(int, kind);
        QFETCH(QByteArray, abilities);
        QFETCH(int, scoring);
        QFETCH(int, context);
        ScriptedServer server(emulated(static_cast<Habit>(habit)));
        const auto info = inspected(endpointAt(server, "toy"));
        QVERIFY2(info, story(info).constData());
        QByteArray found;
        const auto add = [&](bool has, char letter) {
            if (has) {
                found += letter;
            }
        };
        add(info->abilities.completes, 'C');
        add(info->abilities.chats, 'H');
        add(info->completionLogProbs, 'L');
        add(info->chatLogProbs, 'l');
        add(info->abilities.scores, 'S');
        add(info->abilities.tokenizes, 'T');
        add(info->abilities.seed, 'D');
        QVERIFY2(found == abilities, story(info).constData());
        QCOMPARE(int(info->kind), kind);
        QCOMPARE(int(info->scoring), scoring);
        QCOMPARE(int(info->abilities.context), context);
        QCOMPARE(info->abilities.logProbs, found.toLower().contains('l'));
    }

    void theOwnerOfAModelIsEnough()
    {
        // A proxy that lets nothing through but the API.
        ScriptedServer server([](const WebRequest& request) {
            return request.path.startsWith("/v1/") ? emulated(Habit::Vllm)(request)
                                                   : WebReply::whole(404, "no");
        });
        const auto info = inspected(endpointAt(server));
        QVERIFY(info);
        QCOMPARE(info->kind, ServerKind::Vllm);
        QVERIFY(!info->abilities.tokenizes);
        QCOMPARE(info->scoring, Scoring::TextOffsets); // without ids, by the echo's offsets
    }

    void anEchoThatIsIgnoredScoresNothing()
    {
        const QByteArray answer
            = R"({"choices":[{"text":" blue today.","logprobs":{"tokens":[" blue"," today","."],)"
              R"("token_logprobs":[-1,-1,-1],"text_offset":[0,5,11]}}]})";
        ScriptedServer server([&](const WebRequest& request) {
            return request.path == "/v1/completions" ? WebReply::whole(200, answer)
                                                     : emulated(Habit::OpenAiCompletions)(request);
        });
        const auto info = inspected(endpointAt(server));
        QVERIFY(info);
        QVERIFY(info->completionLogProbs);
        QVERIFY(!info->abilities.scores);
    }

    void theFirstModelIsTakenUnlessOneIsNamed()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        QCOMPARE(inspected(endpointAt(server))->model, "toy");
        const auto other = inspected(endpointAt(server, "other"));
        QVERIFY(other);
        QCOMPARE(other->model, "other");
        QVERIFY(other->notes.front().find("does not list") != std::string::npos);
    }

    void withoutAListTheNameIsNeeded()
    {
        ScriptedServer server(emulated(Habit::Bare));
        const auto info = inspected(endpointAt(server));
        QVERIFY(!info);
        QCOMPARE(info.error().code, ErrorCode::NotFound);
    }

    void listingAsksNoModelToWork()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const CancelToken never;
        Progress progress;
        const auto info = listModels(endpointAt(server), never, progress);
        QVERIFY(info);
        QCOMPARE(info->models.size(), std::size_t { 1 });
        for (const WebRequest& request : server.requests()) {
            QCOMPARE(request.method, QByteArray("GET"));
        }
    }

    void refusalsAreTold_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char* name, int status, const char* body, ErrorCode code,
                            const char* words) {
            QTest::newRow(name) << status << QByteArray(body) << int(code) << QByteArray(words);
        };
        row("key", 401, R"({"error":{"message":"Incorrect API key provided: sk-secret"}})",
            ErrorCode::Unreadable, "check the key");
        row("forbidden", 403, "no", ErrorCode::Unreadable, "check the key");
        row("busy", 429, R"({"error":{"message":"slow down"}})", ErrorCode::LimitExceeded,
            "slow down");
        row("no money", 429, R"({"error":{"message":"m","code":"insufficient_quota"}})",
            ErrorCode::LimitExceeded, "billing");
        row("down", 503, "<html><title>Bad Gateway</title>...", ErrorCode::Unreadable,
            "Bad Gateway");
        row("text as error", 500, R"({"error":"out of memory"})", ErrorCode::Unreadable,
            "out of memory");
        row("FastAPI", 422, R"({"detail":[{"loc":["body"],"msg":"field required"}]})",
            ErrorCode::Unsupported, "field required");
        row("web page", 200, "<!DOCTYPE html><title>Hi</title>", ErrorCode::Malformed,
            "OpenAI-compatible");
        row("no JSON", 200, "hello", ErrorCode::Malformed, "OpenAI-compatible");
        row("empty", 200, "", ErrorCode::Malformed, "OpenAI-compatible");
        row("JSON of another kind", 200, "[1]", ErrorCode::Malformed, "OpenAI-compatible");
        row("no list", 200, R"({"data":5})", ErrorCode::Malformed, "array of models");
        row("deep", 200, QByteArray(100'000, '[').constData(), ErrorCode::Malformed,
            "OpenAI-compatible");
    }
    void refusalsAreTold()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        ScriptedServer server([&](const WebRequest&) { return WebReply::whole(status, body); });
        Endpoint endpoint = endpointAt(server);
        endpoint.key = "sk-secret";
        const auto info = inspected(endpoint);
        QVERIFY(!info);
        QVERIFY2(int(info.error().code) == code, story(info).constData());
        QVERIFY2(story(info).contains(words), story(info).constData());
        QVERIFY2(!story(info).contains("sk-secret"), story(info).constData());
        QVERIFY(!info.error().file.empty());
    }

    void aModelThatDoesNothingIsRefused()
    {
        ScriptedServer server([&](const WebRequest& request) {
            return request.method == "GET" && request.path == "/v1/models"
                ? WebReply::whole(200, R"({"data":[{"id":"embedder"}]})")
                : WebReply::whole(400, R"({"error":"this model makes vectors"})");
        });
        const auto info = inspected(endpointAt(server));
        QVERIFY(!info);
        QCOMPARE(info.error().code, ErrorCode::Unsupported);
        QVERIFY2(story(info).contains("makes vectors"), story(info).constData());
    }

    void cancelEndsIt()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        CancelToken cancel;
        cancel.cancel();
        Progress progress;
        const auto info = inspectServer(endpointAt(server), cancel, progress);
        QVERIFY(!info && info.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestServerInfo)
#include "tst_server_info.moc"
