// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history in the tab: runs are kept, found, opened and run again.
#include "prompt_bench.h"
#include "prompting/history/history_page.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTableView>
#include <QtTest>

#include <fstream>

using namespace fe;
using namespace fe::prompting;

namespace {

QTableView* tableOf(const Bench& bench)
{
    return bench.tab->findChild<QTableView*>(QStringLiteral("historyTable"));
}

HistoryPage* pageOf(const Bench& bench)
{
    return bench.tab->findChild<HistoryPage*>();
}

QPushButton* buttonOf(const Bench& bench, const char* text)
{
    for (QPushButton* button : pageOf(bench)->findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String(text)) {
            return button;
        }
    }
    return nullptr;
}

// Shows the page, as the palette does.
void showHistory(const Bench& bench)
{
    for (QAction* action : bench.tab->paletteActions()) {
        if (action->text() == QLatin1String("Prompt page: History")) {
            action->trigger();
        }
    }
}

bool generate(Bench& bench, const QString& prompt)
{
    bench.freeText()->setPlainText(prompt);
    bench.button()->click();
    return QTest::qWaitFor([&] { return bench.isIdle(); }, kPatienceMs);
}

std::int64_t countOnDisk()
{
    return history::RunHistory::open(RunStore::file())->count().value();
}

} // namespace

class HistoryPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyHistorySaysWhatItIsFor()
    {
        Bench bench;
        showHistory(bench);
        QVERIFY(pageOf(bench)->isVisible());
        QTRY_VERIFY(QTest::qWaitFor(
            [&] {
                for (const QLabel* label : pageOf(bench)->findChildren<QLabel*>()) {
                    if (label->isVisible()
                        && label->text().startsWith(QLatin1String("Nothing was run yet."))) {
                        return true;
                    }
                }
                return false;
            },
            kPatienceMs));
        QVERIFY(!buttonOf(bench, "Open")->isEnabled());
    }

    void everyRunIsKeptOnceAndOpensAsItWas()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(4));
        QVERIFY(generate(bench, QStringLiteral("first")));
        const QJsonObject first = bench.result();
        QVERIFY(generate(bench, QStringLiteral("second question")));
        showHistory(bench);
        QTRY_COMPARE_WITH_TIMEOUT(tableOf(bench)->model()->rowCount(), 2, kPatienceMs);
        const auto title = [&](int row) {
            return tableOf(bench)->model()->index(row, HistoryModel::Title).data().toString();
        };
        QTRY_COMPARE(title(0), QStringLiteral("second question"));
        QCOMPARE(title(1), QStringLiteral("first"));
        tableOf(bench)->selectRow(1);
        buttonOf(bench, "Open")->click();
        QTRY_COMPARE(bench.freeText()->toPlainText(), QStringLiteral("first"));
        QCOMPARE(bench.result().value(QStringLiteral("ids")), first.value(QStringLiteral("ids")));
        QVERIFY(bench.answer()->isVisible());
        QTest::qWait(300); // a checksum may come late and completes what is there
        QCOMPARE(countOnDisk(), 2);
    }

    void aRunAgainGivesTheSameTokens()
    {
        Bench bench;
        QVERIFY(bench.load());
        QJsonObject sampling = greedy(6);
        sampling.insert(QStringLiteral("temperature"), 1.5);
        sampling.insert(QStringLiteral("new_seed_each_run"), true);
        bench.setSampling(sampling);
        QVERIFY(generate(bench, QStringLiteral("once")));
        const QJsonValue ids = bench.result().value(QStringLiteral("ids"));
        QVERIFY(generate(bench, QStringLiteral("other")));
        showHistory(bench);
        QTRY_COMPARE_WITH_TIMEOUT(tableOf(bench)->model()->rowCount(), 2, kPatienceMs);
        tableOf(bench)->selectRow(1);
        buttonOf(bench, "Run again")->click();
        QTRY_COMPARE(bench.freeText()->toPlainText(), QStringLiteral("once"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        QCOMPARE(bench.result().value(QStringLiteral("ids")), ids);
        QTRY_COMPARE(countOnDisk(), 3);
    }

    void severalSamplesAreOneRun()
    {
        Bench bench;
        QVERIFY(bench.load());
        QJsonObject sampling = greedy(3);
        sampling.insert(QStringLiteral("temperature"), 1);
        sampling.insert(QStringLiteral("samples"), 3);
        sampling.insert(QStringLiteral("seed"), QStringLiteral("5"));
        bench.setSampling(sampling);
        QVERIFY(generate(bench, QStringLiteral("thrice")));
        const QJsonArray nodes = bench.tree().value(QStringLiteral("nodes")).toArray();
        QCOMPARE(nodes.size(), 3);
        for (int i = 0; i < 3; ++i) {
            const QJsonValue options = nodes[i][QStringLiteral("record")][QStringLiteral("run")]
                                            [QStringLiteral("options")];
            QCOMPARE(options[QStringLiteral("seed")].toInteger(), 5 + i);
            QCOMPARE(nodes[i][QStringLiteral("parent")].toInt(), -1);
        }
        QTRY_COMPARE(countOnDisk(), 1);
    }

    void wordsFindRuns()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(2));
        QVERIFY(generate(bench, QStringLiteral("Rabbits and hares")));
        QVERIFY(generate(bench, QStringLiteral("Kettles")));
        showHistory(bench);
        auto* words = bench.tab->findChild<QLineEdit*>(QStringLiteral("historySearch"));
        QTest::keyClicks(words, QStringLiteral("rabbit"));
        QTRY_COMPARE_WITH_TIMEOUT(tableOf(bench)->model()->rowCount(), 1, kPatienceMs);
        words->setText(QStringLiteral("no such words"));
        QTRY_COMPARE_WITH_TIMEOUT(tableOf(bench)->model()->rowCount(), 0, kPatienceMs);
        words->clear();
        QTRY_COMPARE_WITH_TIMEOUT(tableOf(bench)->model()->rowCount(), 2, kPatienceMs);
        const QJsonObject state = bench.tab->saveState();
        QVERIFY(state.value(QStringLiteral("pages"))[QStringLiteral("history")].isObject());
        QCOMPARE(state.value(QStringLiteral("page")).toString(), QStringLiteral("history"));
    }

    void aDamagedHistoryOffersANewOne()
    {
        Bench bench;
        QDir().mkpath(QFileInfo(QString::fromStdString(RunStore::file().string())).path());
        std::ofstream(RunStore::file()) << "this is no database, however it is called";
        showHistory(bench);
        QPushButton* fresh = buttonOf(bench, "Move it away and begin a new history");
        QTRY_VERIFY_WITH_TIMEOUT(fresh->isVisible(), kPatienceMs);
        fresh->click();
        QVERIFY(!fresh->isVisible());
        QCOMPARE(countOnDisk(), 0);
    }
};

QTEST_MAIN(HistoryPageTest)
#include "tst_history_page.moc"
