// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/run_history.h"
#include "pages_bench.h"
#include "scaling/measurements/measurements_page.h"
#include "widgets/message_banner.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>

using namespace fe::scaling_tab;
using fe::history::RunHistory;

namespace {

using Bench = PageBench<MeasurementsPage>;

// What the Prompt tab's sweep keeps.
std::string fileOf(const char* name)
{
    QFile file(QStringLiteral(FE_TEST_DATA "/scaling_tab/%1").arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

// A document with other rows and another version.
std::string document(const char* version, const char* rows)
{
    return "{\"format\": \"foundation-explorer/measurements\", \"version\": " + std::string(version)
        + ", \"rows\": " + rows + "}";
}

bool keep(const std::string& document, const std::string& kind = "measurement")
{
    auto history = RunHistory::open(RunHistory::defaultFile());
    return history
        && history->add({ kind, "2026-01-02T03:04:05Z", "m", "t", {}, true }, {}, document);
}

std::size_t entries()
{
    auto history = RunHistory::open(RunHistory::defaultFile());
    return history ? history->find({ {}, { "measurement" }, {}, 100 })->size() : 0;
}

bool isRead(const Bench& bench)
{
    return QTest::qWaitFor([&] { return !bench.page->store().isBusy(); }, kPatienceMs);
}

/// The page is shown again, as after a visit to another tab.
bool showAgain(const Bench& bench)
{
    bench.page->hide();
    bench.page->show();
    return isRead(bench);
}

std::size_t rowsOf(const Bench& bench)
{
    const TablePtr& table = bench.page->store().set().table;
    return table ? table->rows() : 0;
}

} // namespace

class MeasurementsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void nothingMeasuredSaysWhatToDo()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        QVERIFY(bench.find<QLabel>("measurementsHint")->isVisible());
        QVERIFY(!bench.find<QTableView>("measurements")->isVisible());
        QVERIFY(!QFile::exists(QString::fromStdString(RunHistory::defaultFile().string())));
        keepPage(*bench.page, QStringLiteral("measurements-empty"));
    }

    void aSweepAppearsAsATable()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        QVERIFY(keep("{}", "answer")); // of another kind
        QVERIFY(showAgain(bench));
        QCOMPARE(rowsOf(bench), 2U);
        const auto& table = *bench.page->store().set().table;
        QCOMPARE(table.refusedCount, 0U);
        QCOMPARE(table.find("parameters")->numbers, (std::vector<double> { 1e6, 1e9 }));
        QCOMPARE(table.find("value")->numbers[1], 0.9);
        QCOMPARE(table.find("n_instances")->numbers[0], 100.0);
        QCOMPARE(table.find("model")->text(1), std::string("large, \"new\""));
        QCOMPARE(table.find("model_sha256")->text(0), std::string("12e4")); // no number
        QCOMPARE(table.find("templates")->text(1), std::string("a photo")); // of one row alone
        QVERIFY(bench.find<QTableView>("measurements")->isVisible());
        keepPage(*bench.page, QStringLiteral("measurements"));
    }

    void measurementsArePlottedLikeAnyTable()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        QVERIFY(showAgain(bench));
        QSignalSpy wanted(bench.page.get(), &ScalingPage::pageWanted);
        bench.find<QPushButton>("plotMeasurements")->click();
        QCOMPARE(wanted.value(0).value(0).toString(), QStringLiteral("plot"));
        QCOMPARE(bench.state->source().kind, DataSource::Kind::Measurements);
        QCOMPARE(bench.state->choice().x, std::string("parameters"));
        QCOMPARE(bench.state->choice().y, std::string("value"));
        QCOMPARE(bench.state->choice().chance, std::string("chance"));
        QCOMPARE(bench.state->table()->rows(), 2U);
        // What is measured afterwards comes into the table that is shown.
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        QVERIFY(showAgain(bench));
        QCOMPARE(bench.state->table()->rows(), 4U);
    }

    void openingWaitsUntilTheyAreRead()
    {
        Bench bench;
        QSignalSpy failed(bench.state.get(), &ScalingState::openFailed);
        QVERIFY(isRead(bench));
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        ScalingState state(*bench.workspace, bench.runner);
        MeasurementsPage page(state, nullptr);
        state.open({ DataSource::Kind::Measurements, {} }); // as at a start
        QVERIFY(!state.table());
        page.show();
        QTRY_VERIFY_WITH_TIMEOUT(state.table() != nullptr, kPatienceMs);
        QCOMPARE(state.table()->rows(), 2U);
        QCOMPARE(failed.size(), 0);
    }

    void removedMeasurementsLeaveTheHistory()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        QVERIFY(showAgain(bench));
        QVERIFY(!bench.find<QPushButton>("removeMeasurements")->isEnabled());
        bench.find<QTableView>("measurements")->selectRow(0);
        QVERIFY(bench.find<QPushButton>("removeMeasurements")->isEnabled());
        bench.page->remove({ 0 });
        QVERIFY(isRead(bench));
        QCOMPARE(rowsOf(bench), 1U);
        QCOMPARE(bench.page->store().set().table->find("value")->numbers[0], 0.9);
        QCOMPARE(entries(), 1U);
        bench.page->remove({ 0 });
        QVERIFY(isRead(bench));
        QCOMPARE(rowsOf(bench), 0U);
        QCOMPARE(entries(), 0U);
        QVERIFY(bench.find<QLabel>("measurementsHint")->isVisible());
    }

    void entriesThatAreNoMeasurementsAreCounted()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        QVERIFY(keep(fileOf("sweep_measurements.json")));
        QVERIFY(keep("no json"));
        QVERIFY(keep(document("2", "[]")));
        QVERIFY(keep(document("1", "7")));
        QVERIFY(keep(document("1", "[1, \"a\", []]")));
        QVERIFY(showAgain(bench));
        QCOMPARE(rowsOf(bench), 2U);
        QCOMPARE(bench.page->store().set().unreadable, 3U);
    }

    void aDamagedHistoryIsTold()
    {
        Bench bench;
        QVERIFY(isRead(bench));
        const QString path = QString::fromStdString(RunHistory::defaultFile().string());
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10'000, 'x'));
        file.close();
        QVERIFY(showAgain(bench));
        auto* banner = bench.page->findChild<fe::widgets::MessageBanner*>();
        QTRY_VERIFY(banner->isVisible());
    }
};

QTEST_MAIN(MeasurementsPageTest)
#include "tst_measurements_page.moc"
