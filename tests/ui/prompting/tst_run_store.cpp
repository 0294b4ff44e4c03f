// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt_bench.h"
#include "prompting/history/history_model.h"

#include <QAbstractItemModelTester>
#include <QtTest>

#include <fstream>

using namespace fe;
using namespace fe::prompting;

namespace {

history::RunSummary summaryOf(const std::string& title, const std::string& kind = "answer")
{
    return { kind, "2026-11-26T10:00:00Z", "Tiny", title, "result", true };
}

std::function<std::string()> text(const std::string& document)
{
    return [document] { return document; };
}

std::int64_t countOnDisk()
{
    return history::RunHistory::open(RunStore::file())->count().value();
}

} // namespace

class RunStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<UserFolder>(); }

    void whatIsAddedIsThereInItsOrder()
    {
        jobs::JobRunner runner;
        RunStore store(runner);
        QSignalSpy changed(&store, &RunStore::changed);
        std::vector<history::RunId> ids;
        for (const char* title : { "one", "two", "three" }) {
            store.add(summaryOf(title), {}, text(title),
                      [&ids](const base::Result<history::RunId>& id) { ids.push_back(*id); });
        }
        QTRY_COMPARE(ids.size(), 3U);
        QCOMPARE(changed.size(), 3);
        QVERIFY(ids[0] < ids[1] && ids[1] < ids[2]);
        std::string document;
        store.read<std::string>(
            [id = ids[1]](history::RunHistory& history) { return history.document(id); },
            [&document](const base::Result<std::string>& read) { document = *read; });
        QTRY_COMPARE(document, std::string("two"));
    }

    void whatStillWaitsIsWrittenAtTheEnd()
    {
        jobs::JobRunner runner;
        {
            RunStore store(runner);
            for (int i = 0; i < 5; ++i) {
                store.add(summaryOf("run"), {}, text("document"));
            }
        }
        QCOMPARE(countOnDisk(), 5); // none lost, none twice
    }

    void aRunKeepsItselfThoughItsJobWasCancelled()
    {
        jobs::JobRunner runner;
        RunStore store(runner);
        // The lane is busy, so that the job of the store waits and can be cancelled.
        jobs::JobOptions busy;
        busy.lane = jobs::Lane::Io;
        std::atomic<bool> go { false };
        const jobs::JobHandle first = runner.start<bool>(
            busy,
            [&go](const base::CancelToken&, base::Progress&) -> base::Result<bool> {
                while (!go) {
                    QThread::msleep(1);
                }
                return true;
            },
            {});
        store.add(summaryOf("run"), {}, text("document"));
        runner.cancel(runner.jobs().last().id);
        go = true;
        QTRY_COMPARE(countOnDisk(), 1);
    }

    void aDamagedFileIsToldAndCanBeSetAside()
    {
        QDir().mkpath(QFileInfo(QString::fromStdString(RunStore::file().string())).path());
        std::ofstream(RunStore::file()) << "this is no database, however it is called";
        jobs::JobRunner runner;
        RunStore store(runner);
        QSignalSpy failed(&store, &RunStore::failed);
        store.add(summaryOf("run"), {}, text("document"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(store.beginNew());
        QSignalSpy changed(&store, &RunStore::changed);
        store.add(summaryOf("run"), {}, text("document"));
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(countOnDisk(), 1);
    }

    void theModelReadsPageByPage()
    {
        {
            auto history = history::RunHistory::open(RunStore::file());
            for (int i = 0; i < 450; ++i) {
                QVERIFY(history->add(summaryOf(std::to_string(i)), {}, {}));
            }
        }
        jobs::JobRunner runner;
        RunStore store(runner);
        HistoryModel model(store);
        model.search({}, {});
        QTRY_COMPARE(model.rowCount(), 200);
        QCOMPARE(model.index(0, HistoryModel::Title).data().toString(), QStringLiteral("449"));
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 400);
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 450);
        QVERIFY(!model.canFetchMore({}));
        // A view that asks for more as soon as it may, in the middle of every change.
        HistoryModel eager(store);
        const QAbstractItemModelTester tester(
            &eager, QAbstractItemModelTester::FailureReportingMode::QtTest);
        eager.search({}, {});
        QTRY_COMPARE(eager.rowCount(), 450);
        QTest::qWait(50);
        QCOMPARE(eager.rowCount(), 450);
        QCOMPARE(model.index(449, HistoryModel::Title).data().toString(), QStringLiteral("0"));
    }

    void onlyTheLastSearchCounts()
    {
        {
            auto history = history::RunHistory::open(RunStore::file());
            QVERIFY(history->add(summaryOf("blue sky"), {}, {}));
            QVERIFY(history->add(summaryOf("green grass", "sweep"), {}, {}));
        }
        jobs::JobRunner runner;
        RunStore store(runner);
        HistoryModel model(store);
        QSignalSpy read(&model, &HistoryModel::read);
        model.search(QStringLiteral("blue"), {});
        model.search(QStringLiteral("GRASS"), { QStringLiteral("sweep") });
        QTRY_COMPARE(read.size(), 1);
        QTest::qWait(50);
        QCOMPARE(read.size(), 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, HistoryModel::Kind).data().toString(), QStringLiteral("Sweep"));
    }

private:
    std::unique_ptr<UserFolder> m_folder;
};

QTEST_MAIN(RunStoreTest)
#include "tst_run_store.moc"
