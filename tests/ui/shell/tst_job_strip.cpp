// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/job_strip.h"
#include "shell/job_text.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

#include <thread>

using namespace fe;
using shell::JobStrip;

class TestJobStrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void progressTextSaysWhatIsKnown_data();
    void progressTextSaysWhatIsKnown();
    void pollsOnlyWhileJobsExist();
    void showsTheJobAndCancelsIt();
    void bytesAreShownAsBytes();
    void messageComesBackAfterTheJob();
};

void TestJobStrip::progressTextSaysWhatIsKnown_data()
{
    QTest::addColumn<bool>("running");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<qulonglong>("done");
    QTest::addColumn<qulonglong>("total");
    QTest::addColumn<bool>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("waiting") << false << 0.0 << 0ULL << 0ULL << false << QStringLiteral("waiting");
    QTest::newRow("nothing known") << true << 3.0 << 0ULL << 0ULL << false << QString();
    QTest::newRow("too early for a rate")
        << true << 0.1 << 5ULL << 10ULL << false << QStringLiteral("5 of 10");
    QTest::newRow("items") << true << 10.0 << 1240ULL << 2000ULL << false
                           << QStringLiteral("1,240 of 2,000 · 124/s · 7 s left");
    QTest::newRow("bytes") << true << 2.0 << 50'000'000ULL << 100'000'000ULL << true
                           << QStringLiteral("50 MB of 100 MB · 25 MB/s · 2 s left");
    QTest::newRow("no total") << true << 2.0 << 30ULL << 0ULL << false
                              << QStringLiteral("30 · 15/s");
    QTest::newRow("minutes") << true << 10.0 << 10ULL << 100ULL << false
                             << QStringLiteral("10 of 100 · 1/s · 1 min 30 s left");
    QTest::newRow("hours") << true << 1.0 << 1ULL << 7321ULL << false
                           << QStringLiteral("1 of 7,321 · 1/s · 2 h 2 min left");
    QTest::newRow("more than all")
        << true << 1.0 << 12ULL << 10ULL << false << QStringLiteral("10 of 10 · 12/s");
}

void TestJobStrip::progressTextSaysWhatIsKnown()
{
    QFETCH(const bool, running);
    QFETCH(const double, seconds);
    QFETCH(const qulonglong, done);
    QFETCH(const qulonglong, total);
    QFETCH(const bool, bytes);
    QFETCH(const QString, text);
    const jobs::JobInfo job { .id = 1,
                              .title = {},
                              .running = running,
                              .seconds = seconds,
                              .done = done,
                              .total = total,
                              .unit = bytes ? jobs::Unit::Bytes : jobs::Unit::Items,
                              .stage = {} };
    QCOMPARE(shell::jobProgressText(job), text);
    const int permille = shell::jobPermille(job);
    QVERIFY(permille >= -1 && permille <= 1000);
    QCOMPARE(permille == -1, total == 0 || !running);
}

namespace {

jobs::JobRunner::Work<int> untilCancelled()
{
    return [](const base::CancelToken& cancel, base::Progress& progress) -> base::Result<int> {
        progress.begin("", 4);
        progress.advance(1);
        while (!cancel.isCancelled()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return base::cancelled();
    };
}

} // namespace

void TestJobStrip::pollsOnlyWhileJobsExist()
{
    jobs::JobRunner runner;
    const JobStrip strip(runner);
    QVERIFY(!strip.isPolling());
    jobs::JobHandle job = runner.start<int>({}, untilCancelled(), {});
    QVERIFY(strip.isPolling());
    job.cancel();
    QTRY_VERIFY(!strip.isPolling());
}

void TestJobStrip::showsTheJobAndCancelsIt()
{
    jobs::JobRunner runner;
    JobStrip strip(runner);
    strip.show();
    bool cancelled = false;
    const jobs::JobHandle job = runner.start<int>(
        { .title = QStringLiteral("Counting"), .slot = {} }, untilCancelled(),
        { .done = {}, .cancelled = [&cancelled] { cancelled = true; }, .failed = {} });
    auto* bar = strip.findChild<QProgressBar*>();
    auto* cancel = strip.findChild<QPushButton*>();
    QTRY_VERIFY(bar->isVisible());
    QTRY_COMPARE(bar->value(), 250);
    QVERIFY(cancel->accessibleName().contains(QStringLiteral("Counting")));
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTRY_VERIFY(cancelled);
    QTRY_VERIFY(!bar->isVisible());
}

void TestJobStrip::bytesAreShownAsBytes()
{
    jobs::JobRunner runner;
    const jobs::JobHandle job = runner.start<int>({ .title = QStringLiteral("Copy"),
                                                    .lane = jobs::Lane::Io,
                                                    .slot = {},
                                                    .unit = jobs::Unit::Bytes },
                                                  untilCancelled(), {});
    QTRY_VERIFY(!runner.jobs().isEmpty() && runner.jobs().constFirst().total > 0);
    const QString text = shell::jobProgressText(runner.jobs().constFirst());
    QVERIFY2(text.contains(QStringLiteral("bytes")), qPrintable(text));
}

void TestJobStrip::messageComesBackAfterTheJob()
{
    jobs::JobRunner runner;
    JobStrip strip(runner);
    strip.show();
    strip.showMessage(QStringLiteral("said <b>plainly</b>"));
    const auto messageShown = [&strip] {
        for (const QLabel* label : strip.findChildren<QLabel*>()) {
            if (label->text() == QStringLiteral("said <b>plainly</b>") && label->isVisible()) {
                return label->textFormat() == Qt::PlainText;
            }
        }
        return false;
    };
    QVERIFY(messageShown());
    jobs::JobHandle job = runner.start<int>({}, untilCancelled(), {});
    QTRY_VERIFY(!messageShown());
    job.cancel();
    QTRY_VERIFY(messageShown());
}

QTEST_MAIN(TestJobStrip)
#include "tst_job_strip.moc"
