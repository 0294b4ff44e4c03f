// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/http_client.h"

#include "support/scripted_server.h"

#include <QTest>

#include <thread>

using namespace fe::endpoints;
using namespace fe::test;
using fe::base::CancelToken;
using fe::base::ErrorCode;

namespace {

using Clock = ScriptedServer::Clock;
constexpr const char* kKey = "sk-secret-0123456789";

Endpoint endpointAt(const std::string& url)
{
    Endpoint endpoint;
    endpoint.baseUrl = url;
    endpoint.key = kKey;
    endpoint.retry.firstDelayMs = 1; // tests wait for nothing
    endpoint.retry.longestDelayMs = 2;
    endpoint.timeouts.idleMs = 10'000;
    const auto ready = resolved(endpoint);
    if (!ready) {
        qFatal("%s", ready.error().oneLine().c_str());
    }
    return *ready;
}

/// Sends to "/x" below the base; a POST if there is a body.
fe::base::Result<HttpResponse> ask(const Endpoint& endpoint, std::optional<std::string> body = {},
                                   BodySink* sink = nullptr)
{
    HttpClient client(endpoint);
    const CancelToken never;
    return client.send({ joined(client.base(), "/x"), std::move(body) }, sink, never);
}

QByteArray story(const fe::base::Result<HttpResponse>& response)
{
    return response ? "status " + QByteArray::number(response->status)
                    : QByteArray::fromStdString(response.error().oneLine());
}

/// Collects, and says after how many bytes it has enough.
class Bucket final : public BodySink
{
public:
    explicit Bucket(std::size_t enough = SIZE_MAX) : m_enough(enough) { }
    fe::base::Result<Wish> onBytes(std::string_view bytes) override
    {
        content += bytes;
        return content.size() >= m_enough ? Wish::Enough : Wish::More;
    }
    std::string content;

private:
    std::size_t m_enough;
};

int milliseconds(Clock::duration duration)
{
    return int(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

/// How late a closed connection may be seen: the client looks every 20 ms, the server every 5,
/// and both share the machine with other tests.
constexpr int kPromptMs = 500;

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsPlainJsonWithTheKey()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply::whole(200, "{}"); });
        const auto got = ask(endpointAt(server.url()));
        QVERIFY2(got && got->status == 200 && got->body == "{}", story(got).constData());
        const auto posted = ask(endpointAt(server.url()), "{\"a\":1}");
        QVERIFY(posted);
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t { 2 });
        QCOMPARE(requests[0].method, QByteArray("GET"));
        QCOMPARE(requests[0].path, QByteArray("/v1/x"));
        QCOMPARE(requests[0].header("authorization"), QByteArray("Bearer ") + kKey);
        QVERIFY(requests[0].header("accept-encoding").isEmpty()); // no bombs
        QVERIFY(requests[1].header("expect").isEmpty());
        QCOMPARE(requests[1].method, QByteArray("POST"));
        QCOMPARE(requests[1].header("content-type"), QByteArray("application/json"));
        QCOMPARE(requests[1].body, QByteArray("{\"a\":1}"));
    }

    void noKeyMeansNoHeader()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply::whole(200, "{}"); });
        Endpoint endpoint = endpointAt(server.url());
        endpoint.key.clear();
        QVERIFY(ask(endpoint));
        QVERIFY(server.requests().front().header("authorization").isEmpty());
    }

    void passingFailuresAreRepeated_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("repeated");
        for (const int status : { 408, 429, 500, 502, 503, 504 }) {
            QTest::newRow(QByteArray::number(status).constData()) << status << true;
        }
        for (const int status : { 400, 401, 403, 404, 413, 422, 501 }) {
            QTest::newRow(QByteArray::number(status).constData()) << status << false;
        }
    }
    void passingFailuresAreRepeated()
    {
        QFETCH(int, status);
        QFETCH(bool, repeated);
        int calls = 0;
        ScriptedServer server([&](const WebRequest&) {
            return ++calls < 3 ? WebReply::whole(status, "no") : WebReply::whole(200, "yes");
        });
        const auto response = ask(endpointAt(server.url()));
        QVERIFY2(response, story(response).constData());
        QCOMPARE(response->status, repeated ? 200 : status);
        QCOMPARE(response->body, repeated ? "yes" : "no");
        QCOMPARE(server.requests().size(), std::size_t(repeated ? 3 : 1));
    }

    void attemptsAreCounted()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply::whole(503, "no"); });
        Endpoint endpoint = endpointAt(server.url());
        endpoint.retry.retries = 2;
        const auto response = ask(endpoint);
        QVERIFY(response && response->status == 503); // the last answer is the answer
        QCOMPARE(server.requests().size(), std::size_t { 3 });
    }

    void theServersDelayIsKept()
    {
        int calls = 0;
        ScriptedServer server([&](const WebRequest&) {
            return ++calls == 1 ? WebReply::whole(429, "wait", "Retry-After: 0.3\r\n")
                                : WebReply::whole(200, "yes");
        });
        const auto begin = Clock::now();
        const auto response = ask(endpointAt(server.url()));
        QVERIFY(response && response->status == 200);
        QVERIFY(Clock::now() - begin >= std::chrono::milliseconds(300));
    }

    void aLongDelayIsToldAtOnce()
    {
        ScriptedServer server([&](const WebRequest&) {
            return WebReply::whole(429, "wait", "retry-after: 3600\r\n");
        });
        const auto response = ask(endpointAt(server.url()));
        QVERIFY(response && response->status == 429);
        QCOMPARE(*response->retryAfterMs, std::int64_t { 3'600'000 });
        QCOMPARE(server.requests().size(), std::size_t { 1 });
    }

    void aServerThatIsNotThereIsSaidSo()
    {
        std::uint16_t port = 0;
        {
            const ScriptedServer gone([](const WebRequest&) { return WebReply {}; });
            port = gone.port();
        }
        const auto response = ask(endpointAt("http://127.0.0.1:" + std::to_string(port)));
        QVERIFY(!response);
        QCOMPARE(response.error().code, ErrorCode::Unreadable);
        QCOMPARE(response.error().file, "127.0.0.1:" + std::to_string(port));
        QVERIFY(response.error().fix.find("start the server") != std::string::npos);
    }

    void aNameThatIsNotKnownIsSaidSo()
    {
        Endpoint endpoint = endpointAt("https://no-such-name.invalid");
        const auto response = ask(endpoint);
        QVERIFY(!response);
        QVERIFY2(response.error().code == ErrorCode::NotFound, story(response).constData());
    }

    void brokenConnectionsAreErrors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("reset");
        QTest::newRow("nothing at all") << QByteArray() << false;
        QTest::newRow("reset at once") << QByteArray() << true;
        QTest::newRow("half a status") << QByteArray("HTTP/1.") << false;
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << false;
        QTest::newRow("HTTP/0.9") << QByteArray("hello") << false;
        QTest::newRow("half a body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << false;
        QTest::newRow("reset in the body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << true;
        QTest::newRow("half a chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc")
            << false;
        QTest::newRow("bad chunk size")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc")
            << false;
    }
    void brokenConnectionsAreErrors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, reset);
        ScriptedServer server([&](const WebRequest&) {
            WebReply reply = WebReply::raw(bytes);
            if (reset) {
                reply.then({}, 30).thenReset();
            }
            return reply;
        });
        const auto response = ask(endpointAt(server.url()), "{}");
        QVERIFY2(!response, story(response).constData());
        QCOMPARE(response.error().code, ErrorCode::Unreadable);
        QVERIFY(response.error().oneLine().find(kKey) == std::string::npos);
    }

    void nothingIsRepeatedOnceTheBodyHasBegun()
    {
        ScriptedServer server([&](const WebRequest&) {
            return WebReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").thenReset();
        });
        Bucket bucket;
        const auto response = ask(endpointAt(server.url()), "{}", &bucket);
        QVERIFY(!response);
        QCOMPARE(bucket.content, "abc");
        QCOMPARE(server.requests().size(), std::size_t { 1 });
    }

    void aSinkGetsSuccessesAlone()
    {
        ScriptedServer server([&](const WebRequest&) { return WebReply::whole(400, "no"); });
        Bucket bucket;
        const auto response = ask(endpointAt(server.url()), "{}", &bucket);
        QVERIFY(response && response->status == 400 && response->body == "no");
        QVERIFY(bucket.content.empty());
    }

    void enoughClosesTheConnection()
    {
        ScriptedServer server(
            [&](const WebRequest&) { return WebReply::stream().then("abc").then({}, 20'000); });
        Bucket bucket(3);
        const auto response = ask(endpointAt(server.url()), "{}", &bucket);
        QVERIFY2(response && response->status == 200, story(response).constData());
        QVERIFY(server.clientLeft());
    }

    void cancelClosesTheConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes"); // before the silence
        QTest::newRow("before the answer") << QByteArray();
        QTest::newRow("in the headers") << QByteArray("HTTP/1.1 200 OK\r\nA: b\r\n");
        QTest::newRow("in the body") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc");
    }
    void cancelClosesTheConnection()
    {
        QFETCH(QByteArray, bytes);
        ScriptedServer server([&](const WebRequest&) { return WebReply {}.then(bytes, 20'000); });
        const Endpoint endpoint = endpointAt(server.url());
        CancelToken cancel;
        Clock::time_point cancelled;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            cancelled = Clock::now();
            cancel.cancel();
        });
        HttpClient client(endpoint);
        Bucket bucket;
        const auto response = client.send({ joined(client.base(), "/x"), "{}" }, &bucket, cancel);
        const auto returned = Clock::now();
        other.join();
        QVERIFY(!response);
        QCOMPARE(response.error().code, ErrorCode::Cancelled);
        QVERIFY(milliseconds(returned - cancelled) < kPromptMs);
        const auto left = server.clientLeft();
        QVERIFY(left);
        QVERIFY2(milliseconds(*left - cancelled) < kPromptMs,
                 QByteArray::number(milliseconds(*left - cancelled)).constData());
    }

    void cancelEndsTheWaitBetweenAttempts()
    {
        ScriptedServer server(
            [](const WebRequest&) { return WebReply::whole(503, "no", "Retry-After: 30\r\n"); });
        HttpClient client(endpointAt(server.url()));
        CancelToken cancel;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            cancel.cancel();
        });
        const auto begin = Clock::now();
        const auto response = client.send({ joined(client.base(), "/x") }, nullptr, cancel);
        other.join();
        QVERIFY(!response && response.error().code == ErrorCode::Cancelled);
        QVERIFY(Clock::now() - begin < std::chrono::seconds(10));
    }

    void silenceEnds_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no answer") << QByteArray();
        QTest::newRow("half an answer") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc");
    }
    void silenceEnds()
    {
        QFETCH(QByteArray, bytes);
        ScriptedServer server([&](const WebRequest&) { return WebReply {}.then(bytes, 20'000); });
        Endpoint endpoint = endpointAt(server.url());
        endpoint.timeouts.idleMs = 200;
        const auto begin = Clock::now();
        const auto response = ask(endpoint);
        QVERIFY(!response);
        QCOMPARE(response.error().what, "the server took too long");
        QVERIFY(Clock::now() - begin < std::chrono::seconds(10));
        QCOMPARE(server.requests().size(), std::size_t { 1 }); // it may still be at work on it
    }

    void aDripThatNeverEndsEnds()
    {
        ScriptedServer server([](const WebRequest&) {
            WebReply reply = WebReply::stream();
            for (int i = 0; i < 1000; ++i) {
                reply.then(": ping\n", 20);
            }
            return reply;
        });
        Endpoint endpoint = endpointAt(server.url());
        endpoint.timeouts.idleMs = 5000; // never reached
        endpoint.timeouts.totalMs = 300;
        const auto begin = Clock::now();
        const auto response = ask(endpoint);
        QVERIFY(!response);
        QCOMPARE(response.error().what, "the server took too long");
        QVERIFY(Clock::now() - begin < std::chrono::seconds(10));
    }

    void redirectsStayWhereTheyAreSafe_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("location"); // "PORT" is replaced
        QTest::addColumn<bool>("post");
        QTest::addColumn<bool>("followed");
        const auto row
            = [](const char* name, int status, const char* location, bool post, bool followed) {
                  QTest::newRow(name) << status << QByteArray(location) << post << followed;
              };
        row("path", 302, "/v1/y", false, true);
        row("relative", 301, "y", false, true);
        row("same server", 307, "http://127.0.0.1:PORT/v1/y", true, true);
        row("permanent", 308, "/v1/y", true, true);
        row("a POST would become a GET", 302, "/v1/y", true, false);
        row("303 too", 303, "/v1/y", true, false);
        row("other name", 307, "http://localhost:PORT/v1/y", true, false);
        row("other port", 307, "http://127.0.0.1:1/v1/y", true, false);
        row("other host", 302, "https://evil.example/v1/y", false, false);
        row("password in it", 302, "http://a:b@127.0.0.1:PORT/v1/y", false, false);
        row("other scheme", 302, "file:///etc/passwd", false, false);
        row("nowhere", 302, "", false, true); // the same place again, without end
        row("nonsense", 302, "http://", false, false);
    }
    void redirectsStayWhereTheyAreSafe()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, location);
        QFETCH(bool, post);
        QFETCH(bool, followed);
        std::uint16_t port = 0;
        ScriptedServer server([&](const WebRequest& request) {
            QByteArray to = location;
            to.replace("PORT", QByteArray::number(port));
            return request.path == "/v1/y"
                ? WebReply::whole(200, "there")
                : WebReply::whole(status, "", "Location: " + to + "\r\n");
        });
        port = server.port();
        const auto response
            = ask(endpointAt(server.url()), post ? std::optional<std::string>("{}") : std::nullopt);
        const bool loops = location.isEmpty();
        QCOMPARE(bool(response), followed && !loops);
        if (response) {
            QCOMPARE(response->body, "there");
            QCOMPARE(server.requests().back().method, QByteArray(post ? "POST" : "GET"));
            QCOMPARE(server.requests().back().body, QByteArray(post ? "{}" : ""));
        } else {
            QCOMPARE(response.error().what, "cannot follow the server elsewhere");
            QCOMPARE(server.requests().size(), std::size_t(loops ? 6 : 1));
        }
    }

    void limitsHold_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("repeated");
        QTest::addColumn<int>("code");
        const int limit = int(ErrorCode::LimitExceeded);
        QTest::newRow("endless headers")
            << QByteArray("HTTP/1.1 200 OK\r\n")
            << QByteArray("X: " + QByteArray(1000, 'a') + "\r\n") << limit;
        QTest::newRow("endless body")
            << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << QByteArray(1'000'000, 'a') << limit;
        QTest::newRow("endless error page")
            << QByteArray("HTTP/1.1 404 No\r\n\r\n") << QByteArray(1'000'000, 'a') << limit;
        QTest::newRow("huge body announced, nothing sent")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n")
            << QByteArray() << int(ErrorCode::Unreadable);
        QTest::newRow("compressed")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") << QByteArray("x")
            << int(ErrorCode::Unsupported);
    }
    void limitsHold()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, repeated);
        QFETCH(int, code);
        ScriptedServer server([&](const WebRequest&) {
            WebReply reply = WebReply::raw(begin);
            for (int i = 0; i < 400 && !repeated.isEmpty(); ++i) {
                reply.then(repeated);
            }
            return reply;
        });
        const auto response = ask(endpointAt(server.url()));
        QVERIFY2(!response, story(response).constData());
        QVERIFY2(int(response.error().code) == code, story(response).constData());
    }

    void certificatesAreChecked()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply::whole(200, "yes"); },
                              ScriptedServer::Encryption::Tls);
        Endpoint endpoint = endpointAt(server.url("localhost"));
        const auto unknown = ask(endpoint);
        QVERIFY(!unknown);
        QVERIFY2(unknown.error().oneLine().find("certificate") != std::string::npos,
                 story(unknown).constData());
        QCOMPARE(server.requests().size(), std::size_t { 0 }); // the key did not leave

        endpoint.authorityFile = FE_TEST_DATA "/endpoints/localhost.crt";
        const auto known = ask(endpoint);
        QVERIFY2(known && known->body == "yes", story(known).constData());

        // The certificate is for the name, not for the number.
        Endpoint number = endpointAt(server.url("127.0.0.1"));
        number.authorityFile = endpoint.authorityFile;
        const auto wrongName = ask(number);
        QVERIFY(!wrongName);

        endpoint.authorityFile = FE_TEST_DATA "/endpoints/no-such-file";
        QVERIFY(!ask(endpoint));
    }

    void aProxyOfTheEnvironmentSeesNothingLocal()
    {
        ScriptedServer proxy([](const WebRequest&) { return WebReply::whole(200, "proxy"); });
        ScriptedServer server([](const WebRequest&) { return WebReply::whole(200, "server"); });
        qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
        qputenv("all_proxy", QByteArray::fromStdString(proxy.url()));
        const auto response = ask(endpointAt(server.url()));
        qunsetenv("http_proxy");
        qunsetenv("all_proxy");
        QVERIFY(response);
        QCOMPARE(response->body, "server");
        QVERIFY(proxy.requests().empty());
    }

    void theKeyIsHiddenInTexts()
    {
        const HttpClient client(endpointAt("http://localhost:1"));
        QCOMPARE(client.withoutKey(std::string("a ") + kKey + kKey + " b"), "a [key][key] b");
        Endpoint without = endpointAt("http://localhost:1");
        without.key.clear();
        QCOMPARE(HttpClient(without).withoutKey("a"), "a");
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
