// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpoint.h"
#include "endpoints/url.h"

#include <QTest>

using namespace fe::endpoints;
using fe::base::Json;

namespace {

constexpr const char* kVariable = "FE_TEST_ENDPOINT_KEY";

Endpoint at(const char* url)
{
    Endpoint endpoint;
    endpoint.baseUrl = url;
    return endpoint;
}

/// All that a person or a file gets to see of an error.
QByteArray shown(const fe::base::Error& error)
{
    return QByteArray::fromStdString(error.oneLine());
}

} // namespace

class TestEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv(kVariable); }

    void addressesAreCompleted_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* given, const char* expected) {
            QTest::newRow(given) << QByteArray(given) << QByteArray(expected);
        };
        row("http://localhost:8080/v1", "http://localhost:8080/v1");
        row("http://localhost:8080/v1/", "http://localhost:8080/v1");
        row("http://localhost:8080", "http://localhost:8080/v1");
        row("http://localhost:8080/", "http://localhost:8080/v1");
        row("localhost:8080", "http://localhost:8080/v1");
        row("127.0.0.1:11434", "http://127.0.0.1:11434/v1");
        row("[::1]:8000", "http://[::1]:8000/v1");
        row("api.openai.com", "https://api.openai.com/v1");
        row("api.openai.com/v1", "https://api.openai.com/v1");
        row("HTTPS://API.OpenAI.com/v1", "https://api.openai.com/v1");
        row("https://api.openai.com:443/v1", "https://api.openai.com/v1");
        row("https://host/prefix/openai/v1", "https://host/prefix/openai/v1");
        row("https://host/v1/chat/completions", "https://host/v1");
        row("https://host/v1/completions", "https://host/v1");
        row("https://host/v1/models", "https://host/v1");
        row("  https://host/v1\n", "https://host/v1");
        row("http://192.168.0.7:8000", "http://192.168.0.7:8000/v1");
    }
    void addressesAreCompleted()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, expected);
        const auto endpoint = resolved(at(given.constData()));
        QVERIFY2(endpoint, endpoint ? "" : shown(endpoint.error()).constData());
        QCOMPARE(QByteArray::fromStdString(endpoint->baseUrl), expected);
        // What is ready stays as it is.
        QCOMPARE(resolved(*endpoint)->baseUrl, endpoint->baseUrl);
    }

    void otherAddressesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("given");
        for (const char* given :
             { "", "   ", "ftp://host/v1", "file:///etc/passwd", "http://", "http://host:0/v1",
               "http://host:99999/v1", "http://ho st/v1", "https://user:secret@host/v1",
               "https://user@host/v1", "https://host/v1?api-version=1", "https://host/v1#x",
               "http://host\r\nX: y/v1" }) {
            QTest::newRow(given) << QByteArray(given);
        }
    }
    void otherAddressesAreRefused()
    {
        QFETCH(QByteArray, given);
        const auto endpoint = resolved(at(given.constData()));
        QVERIFY(!endpoint);
        QCOMPARE(endpoint.error().code, fe::base::ErrorCode::InvalidArgument);
        QVERIFY(!shown(endpoint.error()).contains("secret"));
    }

    void aKeyStaysOffTheWireUnlessItIsEncrypted_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* url, bool allowed) {
            QTest::newRow(url) << QByteArray(url) << allowed;
        };
        row("https://host/v1", true);
        row("http://localhost:1/v1", true);
        row("http://sub.localhost:1/v1", true);
        row("http://127.0.0.1/v1", true);
        row("http://127.8.9.1/v1", true);
        row("http://[::1]:1/v1", true);
        row("http://host/v1", false);
        row("http://192.168.0.7/v1", false);
        row("http://0.0.0.0/v1", false);
        row("http://127.0.0.1.evil.example/v1", false);
        row("http://127.evil.ex.ample/v1", false);
        row("http://localhost.evil.example/v1", false);
        row("http://evillocalhost/v1", false);
        row("http://[::2]/v1", false);
    }
    void aKeyStaysOffTheWireUnlessItIsEncrypted()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, allowed);
        Endpoint endpoint = at(url.constData());
        endpoint.key = "sk-secret";
        const auto result = resolved(endpoint);
        QCOMPARE(bool(result), allowed);
        if (!allowed) {
            QVERIFY(shown(result.error()).contains("unencrypted"));
            QVERIFY(!shown(result.error()).contains("sk-secret"));
        }
        endpoint.key.clear();
        QVERIFY(resolved(endpoint)); // without a key there is nothing to lose
    }

    void theKeyComesFromTheEnvironment()
    {
        Endpoint endpoint = at("https://host/v1");
        endpoint.keyVariable = kVariable;
        const auto missing = resolved(endpoint);
        QVERIFY(!missing);
        QVERIFY(shown(missing.error()).contains(kVariable));
        qputenv(kVariable, "sk-secret\n");
        QCOMPARE(resolved(endpoint)->key, "sk-secret");
        endpoint.key = "given";
        QCOMPARE(resolved(endpoint)->key, "given");
    }

    void aKeyCannotWriteHeaders_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("line end") << QByteArray("sk-a\r\nHost: b");
        QTest::newRow("space") << QByteArray("sk a");
        QTest::newRow("zero") << QByteArray("sk\0a", 4);
        QTest::newRow("not ASCII") << QByteArray("sk-é");
        QTest::newRow("delete") << QByteArray("sk-\x7F");
    }
    void aKeyCannotWriteHeaders()
    {
        QFETCH(QByteArray, key);
        Endpoint endpoint = at("https://host/v1");
        endpoint.key = key.toStdString();
        const auto result = resolved(endpoint);
        QVERIFY(!result);
        QVERIFY(!shown(result.error()).contains(key.left(3)));
    }

    void whatIsStoredIsReadBackWithoutTheKey()
    {
        Endpoint endpoint = at("https://host/v1");
        endpoint.model = "small";
        endpoint.keyVariable = kVariable;
        endpoint.key = "sk-secret";
        endpoint.authorityFile = "/a.pem";
        endpoint.style = Style::Chat;
        endpoint.timeouts = { 1, 2, 3 };
        endpoint.retry.retries = 7;
        const std::string text = toText(toJson(endpoint));
        QVERIFY(text.find("sk-secret") == std::string::npos);
        const auto read = endpointFromJson(*fe::base::parseJson(text, "f"), "f");
        QVERIFY(read);
        QVERIFY(read->key.empty());
        QCOMPARE(toText(toJson(*read)), text);
        QCOMPARE(read->model, endpoint.model);
        QCOMPARE(read->style, Style::Chat);
        QCOMPARE(read->timeouts.totalMs, std::int64_t { 3 });
    }

    void damagedSettingsNameTheirField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("no object") << QByteArray("[]") << QByteArray("endpoint");
        QTest::newRow("url") << QByteArray(R"({"base_url": 5})") << QByteArray("base_url");
        QTest::newRow("style") << QByteArray(R"({"style": "poem"})") << QByteArray("style");
        QTest::newRow("negative") << QByteArray(R"({"idle_ms": -1})") << QByteArray("idle_ms");
        QTest::newRow("fraction") << QByteArray(R"({"retries": 1.5})") << QByteArray("retries");
    }
    void damagedSettingsNameTheirField()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, field);
        const auto read = endpointFromJson(*fe::base::parseJson(json.toStdString(), "f"), "f");
        QVERIFY(!read);
        QCOMPARE(read.error().code, fe::base::ErrorCode::Malformed);
        QCOMPARE(QByteArray::fromStdString(read.error().field), field);
    }

    void aKeyInAFileIsNotRead()
    {
        const auto read = endpointFromJson(
            *fe::base::parseJson(R"({"base_url": "localhost", "key": "sk-secret"})", "f"), "f");
        QVERIFY(read && read->key.empty());
    }
};

QTEST_APPLESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
