// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpoint_text_model.h"

#include "support/scripted_server.h"

#include <QTest>

#include <cmath>

using namespace fe::endpoints;
using namespace fe::test;
using fe::base::CancelToken;
using fe::base::ErrorCode;
using fe::base::Progress;
using fe::generation::Generation;
using fe::generation::StopReason;
using fe::generation::TextRequest;

namespace {

constexpr const char* kKey = "sk-secret-0123456789";
const QByteArray kStream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

ServerInfo knownServer()
{
    ServerInfo info;
    info.kind = ServerKind::Vllm;
    info.model = "toy";
    info.abilities.completes = true;
    info.abilities.chats = true;
    info.completionLogProbs = true;
    info.mostCompletionAlternatives = 20;
    return info;
}

/// One answer of a server, read as the answer to a prompt.
fe::base::Result<Generation> answered(const WebReply& reply,
                                      std::vector<std::string>* warnings = nullptr)
{
    ScriptedServer server([&](const WebRequest&) { return reply; });
    Endpoint endpoint;
    endpoint.baseUrl = server.url();
    endpoint.key = kKey;
    endpoint.retry.retries = 0;
    endpoint.timeouts.idleMs = 5000;
    auto model = openEndpoint(endpoint, knownServer());
    if (!model) {
        return model.error();
    }
    TextRequest request;
    request.prompt = "p";
    const CancelToken never;
    Progress progress;
    auto result = (*model)->generate(request, nullptr, never, progress);
    if (warnings != nullptr) {
        *warnings = (*model)->warnings();
    }
    return result;
}

QByteArray said(const QByteArray& text, const QByteArray& finish = "null")
{
    return "data: {\"choices\":[{\"text\":\"" + text + "\",\"finish_reason\":" + finish + "}]}\n\n";
}

const QByteArray kEnd = said({}, "\"stop\"");

QByteArray story(const fe::base::Result<Generation>& result)
{
    return QByteArray::fromStdString(result ? "text: " + result->text : result.error().oneLine());
}

} // namespace

class TestHostileAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundAnswersAreReadHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& body, const char* text) {
            QTest::newRow(name) << body << QByteArray(text);
        };
        const QByteArray done = "data: [DONE]\n\n";
        row("plain", said("a") + said("b") + kEnd + done, "ab");
        row("without [DONE]", said("a") + kEnd, "a");
        row("without a reason, with [DONE]", said("a") + done, "a");
        row("CRLF", QByteArray(said("a") + kEnd + done).replace("\n", "\r\n"), "a");
        row("byte order mark", "\xEF\xBB\xBF" + said("a") + kEnd + done, "a");
        row("keep-alives", ": ping\n\n" + said("a") + ":\n\n: ping\n\n" + kEnd + done, "a");
        row("data over several lines",
            "data: {\"choices\":\ndata: [{\"text\":\"a\"}]}\n\n" + kEnd + done, "a");
        row("nothing after [DONE] counts", said("a") + kEnd + done + said("b"), "a");
        row("usage between", said("a") + "data: {\"choices\":[],\"usage\":{}}\n\n" + kEnd, "a");
        row("no space after data", QByteArray(said("a") + kEnd).replace("data: ", "data:"), "a");
        row("unicode", said("한🎈") + said("\\ud83c\\udf88") + kEnd, "한🎈🎈");
        row("last event without its empty line", said("a") + kEnd.chopped(1), "a");
        row("empty text", kEnd + done, "");
        row("a document instead of a stream",
            "{\"choices\":[{\"text\":\"a b\",\"finish_reason\":\"stop\"}]}", "a b");
        row("a document with space before it",
            " \r\n\t{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}]}\n", "a");
        row("a document after a mark",
            "\xEF\xBB\xBF{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}]}", "a");
        row("fields of all kinds beside",
            said("a").replace("{\"choices\"", "{\"id\":5,\"x\":{\"y\":[null]},\"choices\"") + kEnd,
            "a");
    }
    void soundAnswersAreReadHoweverTheyAreWritten()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, text);
        for (const qsizetype size : { body.size(), qsizetype { 1 }, qsizetype { 3 } }) {
            WebReply reply = WebReply::raw(kStream);
            for (qsizetype at = 0; at < body.size(); at += size) {
                reply.then(body.mid(at, size));
            }
            const auto result = answered(reply);
            QVERIFY2(result, story(result).constData());
            QCOMPARE(QByteArray::fromStdString(result->text), text);
        }
    }

    void brokenAnswersAreErrors_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        const auto row
            = [](const char* name, const QByteArray& body, ErrorCode code, const char* words) {
                  QTest::newRow(name) << body << int(code) << QByteArray(words);
              };
        const auto cut = ErrorCode::Unreadable;
        const auto bad = ErrorCode::Malformed;
        row("nothing", "", cut, "not whole");
        row("spaces", " \r\n", cut, "not whole");
        row("only comments", ": ping\n\n", cut, "not whole");
        row("no end", said("a"), cut, "not whole");
        row("cut in an event", said("a") + said("b").left(20), cut, "not whole");
        row("cut document", "{\"choices\":[{\"text\":\"a\"", bad, "cannot read the answer");
        row("document without an end", "{\"choices\":[{\"text\":\"a\"}]}", cut, "not whole");
        row("no JSON", "data: hello\n\n", bad, "cannot read the answer");
        row("NaN", "data: {\"choices\":[{\"text\":\"a\",\"logprobs\":NaN}]}\n\n", bad,
            "cannot read the answer");
        row("another type", "data: 5\n\n", bad, "answer");
        row("text of another type", "data: {\"choices\":[{\"text\":5}]}\n\n", bad, "text");
        row("half a surrogate", said("\\ud83c"), bad, "cannot read the answer");
        row("web page", "<!DOCTYPE html><html>login</html>", bad, "web page");
        row("deep", "data: " + QByteArray(10'000, '[') + "\n\n", bad, "cannot read the answer");
        row("deep document", "{\"a\":" + QByteArray(10'000, '['), bad, "cannot read the answer");
        row("error in the stream",
            said("a") + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n", cut,
            "out of memory");
        row("error as text", said("a") + "data: {\"error\":\"out of memory\"}\n\n", cut,
            "out of memory");
        row("error as event", said("a") + "event: error\ndata: {\"message\":\"gone\"}\n\n", cut,
            "gone");
        row("error as event, no JSON", "event: error\ndata: gone\n\n", cut, "gone");
        row("error as field", "error: {\"message\":\"gone\"}\n\n", cut, "gone");
        row("error that tells the key",
            "data: {\"error\":{\"message\":\"bad " + QByteArray(kKey) + "\"}}\n\n", cut,
            "bad [key]");
        row("document with an error", "{\"error\":{\"message\":\"gone\"}}", cut, "gone");
        row("too long",
            "data: {\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}}\n\n",
            ErrorCode::LimitExceeded, "shorten");
        row("a line without end", "data: " + QByteArray(20'000'000, 'a'), ErrorCode::LimitExceeded,
            "longer than");
    }
    void brokenAnswersAreErrors()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        const auto result = answered(WebReply::raw(kStream + body));
        QVERIFY2(!result, story(result).constData());
        QVERIFY2(int(result.error().code) == code, story(result).constData());
        QVERIFY2(story(result).contains(words), story(result).constData());
        QVERIFY2(!story(result).contains(kKey), story(result).constData());
        QVERIFY(result.error().file.find("127.0.0.1") != std::string::npos);
    }

    void aServerKilledInMidSentenceIsAnError()
    {
        const auto result = answered(WebReply::raw(kStream + said("a")).then({}, 30).thenReset());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unreadable);
        QVERIFY2(story(result).contains("connection was lost"), story(result).constData());
    }

    void textThatIsNoUtf8IsReplacedAndSaid()
    {
        std::vector<std::string> warnings;
        const auto result = answered(WebReply::raw(kStream
                                                   + said("a\xFF"
                                                          "b")
                                                   + kEnd),
                                     &warnings);
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->text,
                 "a\xEF\xBF\xBD"
                 "b");
        QCOMPARE(warnings.size(), std::size_t { 1 });
        QVERIFY(warnings.front().find("UTF-8") != std::string::npos);
    }

    void numbersThatMakeNoSenseAreNotTold()
    {
        const QByteArray body
            = "data: {\"choices\":[{\"text\":\"abc\",\"logprobs\":{"
              "\"tokens\":[\"a\",\"b\",\"c\"],\"token_logprobs\":[1e300,-1e300,\"x\"],"
              "\"top_logprobs\":[{\"a\":5},{},null]}}]}\n\n";
        const auto result = answered(WebReply::raw(kStream + body + kEnd));
        QVERIFY2(result, story(result).constData());
        QCOMPARE(result->steps.size(), std::size_t { 3 });
        for (const auto& step : result->steps) {
            QVERIFY(std::isnan(step.logProb));
            QVERIFY(step.top.empty());
        }
    }

    void endsAreSaid_data()
    {
        QTest::addColumn<QByteArray>("finish");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("filter") << QByteArray("\"content_filter\"") << QByteArray("filter");
        QTest::newRow("tool") << QByteArray("\"tool_calls\"") << QByteArray("tool");
    }
    void endsAreSaid()
    {
        QFETCH(QByteArray, finish);
        QFETCH(QByteArray, word);
        std::vector<std::string> warnings;
        const auto result
            = answered(WebReply::raw(kStream + said("a") + said({}, finish)), &warnings);
        QVERIFY(result);
        QCOMPARE(result->reason, StopReason::Stop);
        QCOMPARE(warnings.size(), std::size_t { 1 });
        QVERIFY(warnings.front().find(word.constData()) != std::string::npos);
    }

    void reasoningApartIsSaid()
    {
        std::vector<std::string> warnings;
        const QByteArray thought
            = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n";
        const auto result
            = answered(WebReply::raw(kStream + thought + said("a") + kEnd), &warnings);
        QVERIFY(result);
        QCOMPARE(result->text, "a");
        QCOMPARE(warnings.size(), std::size_t { 1 });
        QVERIFY(warnings.front().find("reasoning") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestHostileAnswers)
#include "tst_hostile_answers.moc"
