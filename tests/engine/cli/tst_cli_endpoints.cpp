// SPDX-License-Identifier: GPL-3.0-or-later
#include "../endpoints/emulated_servers.h"
#include "fexp_process.h"

#include <csignal>

using namespace fe::test;

namespace {

constexpr const char* kKey = "sk-secret-0123456789";

QString urlOf(const ScriptedServer& server)
{
    return QString::fromStdString(server.url());
}

/// fexp generate at a server.
QStringList generate(const ScriptedServer& server, const QStringList& more = {})
{
    return QStringList { QStringLiteral("generate"), QStringLiteral("toy"),
                         QStringLiteral("--endpoint"), urlOf(server) }
    + more;
}

const QStringList kPrompt { QStringLiteral("--prompt"), QStringLiteral("Say") };

} // namespace

class TestCliEndpoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { qunsetenv("FE_TEST_KEY"); }

    void endpointsSaysWhatAServerIsAndCan()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const Outcome outcome = fexp({ QStringLiteral("endpoints"), urlOf(server) });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject answer = outcome.object();
        QCOMPARE(answer[QStringLiteral("server")].toString(), QStringLiteral("vLLM"));
        QCOMPARE(answer[QStringLiteral("version")].toString(), QStringLiteral("0.11.0"));
        QCOMPARE(answer[QStringLiteral("model")].toString(), QStringLiteral("toy"));
        QCOMPARE(answer[QStringLiteral("url")].toString(), urlOf(server) + QStringLiteral("/v1"));
        const QJsonObject abilities = answer[QStringLiteral("abilities")].toObject();
        QCOMPARE(abilities[QStringLiteral("scores")].toBool(), true);
        QCOMPARE(abilities[QStringLiteral("context")].toInt(), 4096);
    }

    void listAsksNoModelToWork()
    {
        ScriptedServer server(emulated(Habit::Llama));
        const Outcome outcome
            = fexp({ QStringLiteral("endpoints"), urlOf(server), QStringLiteral("--list") });
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        QVERIFY(outcome.object()[QStringLiteral("abilities")].isNull());
        QCOMPARE(outcome.object()[QStringLiteral("models")].toArray().size(), 1);
        for (const WebRequest& request : server.requests()) {
            QCOMPARE(request.method, QByteArray("GET"));
        }
    }

    void generateHasTheSameKeysAsWithAModelOfOurOwn()
    {
        ScriptedServer server(emulated(Habit::Vllm));
        const Outcome outcome = fexp(generate(server, kPrompt));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject answer = outcome.object();
        QCOMPARE(answer[QStringLiteral("text")].toString(), QStringLiteral(" Hi!"));
        QCOMPARE(answer[QStringLiteral("finish_reason")].toString(), QStringLiteral("eos"));
        QCOMPARE(answer[QStringLiteral("prompt_tokens")].toInt(), 3);
        QVERIFY(answer[QStringLiteral("ids")].isNull()); // they are not the model's
        QCOMPARE(answer[QStringLiteral("server")].toString(), QStringLiteral("vLLM"));
        QVERIFY(answer[QStringLiteral("timings")].isObject());
        const QJsonObject step = answer[QStringLiteral("steps")].toArray()[1].toObject();
        QCOMPARE(step[QStringLiteral("token")].toString(), QStringLiteral("H"));
        QCOMPARE(step[QStringLiteral("logprob")].toDouble(), toyLogProb(U'H'));
        QCOMPARE(step[QStringLiteral("rank")].toInt(), 1);
        QVERIFY(step[QStringLiteral("entropy")].isNull()); // not told, so not made up
        QVERIFY(step[QStringLiteral("id")].isNull());
    }

    void whatIsNotToldIsNull()
    {
        ScriptedServer server(emulated(Habit::Bare));
        const Outcome outcome = fexp(generate(server, kPrompt));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject step
            = outcome.object()[QStringLiteral("steps")].toArray().first().toObject();
        QVERIFY(step[QStringLiteral("logprob")].isNull());
        QVERIFY(step[QStringLiteral("rank")].isNull());
        QVERIFY(!outcome.object()[QStringLiteral("warnings")].toArray().isEmpty());
    }

    void chatsGoOutAsMessages()
    {
        ScriptedServer server(emulated(Habit::Llama));
        QTemporaryDir folder;
        const QString file = written(folder, QStringLiteral("chat.json"),
                                     "[{\"role\":\"user\",\"content\":\"Hello\"}]");
        const Outcome outcome = fexp(generate(server, { QStringLiteral("--chat"), file }));
        QVERIFY2(outcome.status == 0, outcome.story().constData());
        const QJsonObject sent = objectIn(server.requests().back().body);
        QCOMPARE(
            sent[QStringLiteral("messages")].toArray()[0].toObject()[QStringLiteral("content")],
            QJsonValue(QStringLiteral("Hello")));
    }

    void wrongChatFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no array") << QByteArray("5");
        QTest::newRow("empty") << QByteArray("[]");
        QTest::newRow("no messages") << QByteArray("{}");
        QTest::newRow("variables") << QByteArray("{\"messages\":[{}],\"tools\":[]}");
        QTest::newRow("no content") << QByteArray("[{\"role\":\"user\"}]");
        QTest::newRow("content is a number") << QByteArray("[{\"role\":\"user\",\"content\":5}]");
    }
    void wrongChatFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        ScriptedServer server(emulated(Habit::Llama));
        QTemporaryDir folder;
        const QString file = written(folder, QStringLiteral("chat.json"), content);
        const Outcome outcome = fexp(generate(server, { QStringLiteral("--chat"), file }));
        QVERIFY2(outcome.status == 3 && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
        QVERIFY2(outcome.err.contains("chat.json"), outcome.story().constData());
        QVERIFY(server.requests().empty());
    }

    void theKeyComesFromTheEnvironmentAndGoesNowhereElse()
    {
        ScriptedServer server([](const WebRequest& request) {
            return WebReply::whole(401,
                                   "{\"error\":{\"message\":\"wrong key "
                                       + request.header("authorization").mid(7) + "\"}}");
        });
        qputenv("FE_TEST_KEY", kKey);
        const Outcome outcome = fexp(generate(
            server,
            kPrompt + QStringList { QStringLiteral("--key-env"), QStringLiteral("FE_TEST_KEY") }));
        QVERIFY2(outcome.status == 3 && outcome.isOneLine(), outcome.story().constData());
        QVERIFY2(!outcome.out.contains(kKey) && !outcome.err.contains(kKey),
                 outcome.story().constData());
        QVERIFY2(outcome.err.contains("[key]"), outcome.story().constData());
        QCOMPARE(server.requests().front().header("authorization"), QByteArray("Bearer ") + kKey);
    }

    void wrongUsageIsStatus2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString command = QStringLiteral("endpoints");
        QTest::newRow("no address") << QStringList { command };
        QTest::newRow("no http") << QStringList { command, QStringLiteral("ftp://host") };
        QTest::newRow("a key over the wire")
            << QStringList { command, QStringLiteral("http://host.invalid"),
                             QStringLiteral("--key-env"), QStringLiteral("PATH") };
        QTest::newRow("no such variable")
            << QStringList { command, QStringLiteral("https://host.invalid"),
                             QStringLiteral("--key-env"), QStringLiteral("FE_NO_SUCH_VARIABLE") };
        QTest::newRow("unknown style") << QStringList {
            QStringLiteral("generate"), QStringLiteral("m"), QStringLiteral("--prompt=a"),
            QStringLiteral("--endpoint=http://localhost:1"), QStringLiteral("--endpoint-style=poem")
        };
    }
    void wrongUsageIsStatus2()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = fexp(arguments);
        QVERIFY2(outcome.status == 2 && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
    }

    void aServerThatIsDownIsStatus3WithItsAddress()
    {
        QString url;
        {
            const ScriptedServer gone([](const WebRequest&) { return WebReply {}; });
            url = urlOf(gone);
        }
        const Outcome outcome
            = fexp({ QStringLiteral("endpoints"), url, QStringLiteral("--retries=0") });
        QVERIFY2(outcome.status == 3 && outcome.isOneLine() && outcome.out.isEmpty(),
                 outcome.story().constData());
        QVERIFY2(outcome.err.contains(url.mid(7).toUtf8()), outcome.story().constData());
    }

    void interruptedItGivesWhatCameAndHangsUp()
    {
        ScriptedServer server([](const WebRequest& request) {
            return request.body.contains("\"stream\"")
                ? WebReply::events({ "{\"choices\":[{\"text\":\"one\"}]}" }).then({}, 20'000)
                : emulated(Habit::Vllm)(request);
        });
        QProcess process;
        process.start(fexpPath(),
                      generate(server, kPrompt + QStringList { QStringLiteral("--stream") }));
        QVERIFY(process.waitForStarted());
        QVERIFY(process.waitForReadyRead(30000));
        const auto begin = ScriptedServer::Clock::now();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Outcome outcome = outcomeOf(process, 10000);
        QVERIFY2(outcome.status == 4, outcome.story().constData());
        const auto left = server.clientLeft();
        QVERIFY(left && *left - begin < std::chrono::seconds(1));
        const QByteArray last = outcome.out.trimmed().split('\n').last();
        const QJsonObject answer = QJsonDocument::fromJson(last).object();
        QCOMPARE(answer[QStringLiteral("text")].toString(), QStringLiteral("one"));
        QCOMPARE(answer[QStringLiteral("finish_reason")].toString(), QStringLiteral("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestCliEndpoints)
#include "tst_cli_endpoints.moc"
