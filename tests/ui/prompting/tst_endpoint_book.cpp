// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint_bench.h"

#include "prompting/endpoints/endpoint_list_model.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace fe::prompting;
using fe::jobs::JobRunner;
using fe::test::ScriptedServer;
using fe::test::WebReply;
using fe::test::WebRequest;

namespace {

constexpr int kPatienceMs = 30'000;
const QString kKey = QStringLiteral("sk-secret-0123456789");

/// A book with a store that the test can look into.
struct Bench {
    JobRunner runner;
    std::shared_ptr<FakeSecrets> secrets = std::make_shared<FakeSecrets>();
    EndpointBook book { runner, std::make_unique<FakeSecretStore>(secrets) };
};

QByteArray stored(const EndpointBook& book)
{
    return QJsonDocument(book.state()).toJson();
}

} // namespace

class TestEndpointBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEndpointIsTriedAndChosen()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        const EndpointEntry entry = entryAt(server);
        bench.book.add(entry);
        QSignalSpy tested(&bench.book, &EndpointBook::tested);
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        bench.book.connectTo(entry.id, EndpointBook::Then::Nothing);
        QCOMPARE(bench.book.connecting(), entry.id);
        QVERIFY(tested.wait(kPatienceMs));
        QVERIFY(bench.book.connecting().isEmpty());
        QVERIFY(bench.book.choice() == nullptr); // trying is not choosing
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QVERIFY(chosen.wait(kPatienceMs));
        QVERIFY(bench.book.choice() != nullptr);
        QCOMPARE(bench.book.choice()->server.model, "small");
        QVERIFY(bench.book.choice()->title().startsWith(QStringLiteral("small, ")));
        EndpointChoice file = *bench.book.choice();
        file.server.model = "/models/small.Q4_1.gguf";
        QVERIFY(file.title().startsWith(QStringLiteral("small.Q4_1.gguf, ")));
        file.server.model = "someone/small";
        QVERIFY(file.title().startsWith(QStringLiteral("someone/small, ")));
        QVERIFY(bench.book.choice()->open());
        bench.book.chooseNone();
        QVERIFY(bench.book.choice() == nullptr);
    }

    void theKeyIsInTheStoreAlone()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        EndpointEntry entry = entryAt(server);
        entry.keySource = KeySource::Store;
        bench.book.add(entry);
        QSignalSpy kept(&bench.book, &EndpointBook::keyStored);
        bench.book.storeKey(entry.id, kKey);
        QVERIFY(kept.wait(kPatienceMs));
        QCOMPARE(kept.front()[1].toString(), QString());
        QCOMPARE(bench.secrets->keys.value(entry.id), kKey);
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QVERIFY(chosen.wait(kPatienceMs));
        QCOMPARE(server.requests().front().header("authorization"),
                 QByteArray("Bearer ") + kKey.toUtf8());
        QVERIFY(!stored(bench.book).contains(kKey.toUtf8()));
        bench.book.remove(entry.id);
        QVERIFY(bench.secrets->keys.isEmpty());
        QVERIFY(bench.book.choice() == nullptr);
    }

    void aStoreWithoutTheKeyIsSaidSo_data()
    {
        QTest::addColumn<QString>("problem");
        QTest::newRow("empty") << QString();
        QTest::newRow("locked") << QStringLiteral("the wallet is locked");
    }
    void aStoreWithoutTheKeyIsSaidSo()
    {
        QFETCH(QString, problem);
        ScriptedServer server(plainServer());
        Bench bench;
        bench.secrets->problem = problem;
        EndpointEntry entry = entryAt(server);
        entry.keySource = KeySource::Store;
        bench.book.add(entry);
        QSignalSpy failed(&bench.book, &EndpointBook::failed);
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QVERIFY(failed.wait(kPatienceMs));
        const auto error = failed.front()[1].value<fe::base::Error>();
        QVERIFY(QString::fromStdString(error.oneLine()).contains(problem));
        QVERIFY(server.requests().empty()); // nothing goes out without it
        QVERIFY(bench.book.connecting().isEmpty());
    }

    void whatIsStoredIsFoundAgain()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        EndpointEntry entry = entryAt(server);
        entry.name = QStringLiteral("Mine");
        bench.book.add(entry);
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QVERIFY(chosen.wait(kPatienceMs));

        Bench other;
        QSignalSpy again(&other.book, &EndpointBook::choiceChanged);
        other.book.restore(bench.book.state());
        QCOMPARE(other.book.entries().size(), 1);
        QCOMPARE(other.book.entries().front().title(), QStringLiteral("Mine"));
        QVERIFY(again.wait(kPatienceMs)); // it was chosen, so it is connected to
        QCOMPARE(other.book.choice()->entry.id, entry.id);
    }

    void aServerThatIsDownStaysWanted()
    {
        Bench bench;
        {
            ScriptedServer server(plainServer());
            const EndpointEntry entry = entryAt(server);
            bench.book.add(entry);
            QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
            bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
            QVERIFY(chosen.wait(kPatienceMs));
        }
        Bench other;
        QSignalSpy failed(&other.book, &EndpointBook::failed);
        other.book.restore(bench.book.state());
        QVERIFY(failed.wait(kPatienceMs));
        QVERIFY(other.book.choice() == nullptr);
        QCOMPARE(stored(other.book), stored(bench.book)); // the next start tries again
    }

    void damagedSettingsAreSkipped()
    {
        Bench bench;
        const QByteArray json
            = R"({"chosen":"nobody","entries":[5,{},{"id":"a"},{"id":"a","name":"twice"},
            {"id":"b","endpoint":{"base_url":5}},{"id":"c","key":"poem","endpoint":{"model":"m"}}]})";
        bench.book.restore(QJsonDocument::fromJson(json).object());
        QCOMPARE(bench.book.entries().size(), 2);
        QCOMPARE(bench.book.entries()[1].id, QStringLiteral("c"));
        QCOMPARE(bench.book.entries()[1].keySource, KeySource::None);
        QVERIFY(bench.book.connecting().isEmpty());
    }

    void aChangeOfTheConnectionDropsTheChoice()
    {
        ScriptedServer server(plainServer());
        Bench bench;
        EndpointEntry entry = entryAt(server);
        bench.book.add(entry);
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QVERIFY(chosen.wait(kPatienceMs));
        entry.name = QStringLiteral("other name");
        bench.book.update(entry);
        QVERIFY(bench.book.choice() != nullptr);
        entry.endpoint.model = "large";
        bench.book.update(entry);
        QVERIFY(bench.book.choice() == nullptr);
    }

    void aTrialIsCancelled()
    {
        ScriptedServer server([](const WebRequest&) { return WebReply {}.then({}, 20'000); });
        Bench bench;
        const EndpointEntry entry = entryAt(server);
        bench.book.add(entry);
        QSignalSpy failed(&bench.book, &EndpointBook::failed);
        bench.book.connectTo(entry.id, EndpointBook::Then::Choose);
        QTRY_VERIFY_WITH_TIMEOUT(!server.requests().empty(), kPatienceMs);
        bench.book.cancelConnecting();
        QVERIFY(bench.book.connecting().isEmpty());
        QVERIFY(server.clientLeft());
        QVERIFY(failed.isEmpty());
        QVERIFY(bench.book.choice() == nullptr);
    }

    void aLaterTrialWins()
    {
        ScriptedServer slow([](const WebRequest&) { return WebReply {}.then({}, 20'000); });
        ScriptedServer server(plainServer());
        Bench bench;
        const EndpointEntry first = entryAt(slow);
        const EndpointEntry second = entryAt(server);
        bench.book.add(first);
        bench.book.add(second);
        QSignalSpy chosen(&bench.book, &EndpointBook::choiceChanged);
        bench.book.connectTo(first.id, EndpointBook::Then::Choose);
        bench.book.connectTo(second.id, EndpointBook::Then::Choose);
        QVERIFY(chosen.wait(kPatienceMs));
        QCOMPARE(bench.book.choice()->entry.id, second.id);
    }

    void theListFollowsTheBook()
    {
        Bench bench;
        EndpointListModel model(bench.book);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        EndpointEntry entry = entryFrom(endpointTemplates().front());
        bench.book.add(entry);
        bench.book.add(entryFrom(endpointTemplates().back()));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("llama-server"));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        entry.name = QStringLiteral("<b>mine</b>");
        bench.book.update(entry);
        QVERIFY(reset.isEmpty()); // a name that is typed leaves the selection where it is
        QCOMPARE(model.index(0).data().toString(), entry.name);
        bench.book.remove(entry.id);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowOf(entry.id), -1);
        QCOMPARE(model.idAt(5), QString());
    }
};

QTEST_MAIN(TestEndpointBook)
#include "tst_endpoint_book.moc"
