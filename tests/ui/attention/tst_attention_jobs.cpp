// SPDX-License-Identifier: GPL-3.0-or-later
// Large tables and files are made off the UI thread: nothing of them is there before a job ran.
#include "attention_bench.h"

#include "attention/file_saver.h"
#include "attention/lines_view.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "widgets/message_banner.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QWheelEvent>

#include <semaphore>

using attention::HeadId;

namespace {

/// The io lane waits until it is told to go on.
class HeldLane
{
public:
    explicit HeldLane(jobs::JobRunner& runner)
        : m_job(runner.start<int>(
            { .title = {}, .lane = jobs::Lane::Io, .slot = {} },
            [gate = m_gate](const base::CancelToken&, base::Progress&) -> base::Result<int> {
                gate->acquire();
                return 0;
            },
            {}))
    {
    }
    HeldLane(const HeldLane&) = delete;
    HeldLane& operator=(const HeldLane&) = delete;
    ~HeldLane() { release(); }
    void release()
    {
        if (!std::exchange(m_released, true)) {
            m_gate->release();
        }
    }

private:
    std::shared_ptr<std::binary_semaphore> m_gate = std::make_shared<std::binary_semaphore>(0);
    bool m_released = false;
    jobs::JobHandle m_job;
};

QList<quint64> jobsNamed(const jobs::JobRunner& runner, const QString& title)
{
    QList<quint64> ids;
    for (const jobs::JobInfo& job : runner.jobs()) {
        if (job.title == title) {
            ids.append(job.id);
        }
    }
    return ids;
}

/// Answers the next file dialog.
void answerDialog(const QString& path)
{
    static QPointer<QTimer> waiting; // a dialog that never came must not answer the next one
    delete waiting;
    auto* timer = new QTimer(qApp);
    waiting = timer;
    QObject::connect(timer, &QTimer::timeout, timer, [timer, path] {
        if (auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) {
            timer->deleteLater();
            // selectFile() leaves the proposed name where the line has the focus already.
            dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(path);
            QMetaObject::invokeMethod(dialog, "accept");
        }
    });
    timer->start(20);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestAttentionJobs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void lastPictureStaysUntilTheMatrixIsThere();
    void laterSelectionWins();
    void cancelKeepsTheLastPicture();
    void lookingStartsNoJob();
    void comparisonComesWithItsJob();
    void tableIsWrittenByAJob();
    void folderThatIsGoneIsTold();
    void cancelledFileLeavesTheOldOne();

private:
    /// A pass with the matrix in view.
    static bool showMatrix(AttentionBench& bench);
    static charts::MatrixChart* matrix(const AttentionBench& bench, const char* name)
    {
        return bench.tab->findChild<charts::MatrixChart*>(QLatin1String(name));
    }
    static void select(const AttentionBench& bench, HeadId head)
    {
        QTest::mouseClick(bench.grid()->viewport(), Qt::LeftButton, {},
                          bench.grid()->headRect(head).center().toPoint());
    }
};

bool TestAttentionJobs::showMatrix(AttentionBench& bench)
{
    if (!bench.load(fixtureModel("llama_tied"))) {
        return false;
    }
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    if (!bench.analyse()) {
        return false;
    }
    view(bench, "attentionViews", 1);
    return QTest::qWaitFor([&] { return matrix(bench, "attentionMatrix")->isVisible(); },
                           kPatienceMs);
}

void TestAttentionJobs::lastPictureStaysUntilTheMatrixIsThere()
{
    AttentionBench bench;
    QVERIFY(bench.load(fixtureModel("llama_tied")));
    bench.text()->setPlainText(QStringLiteral("one two three four"));
    QVERIFY(bench.analyse());
    auto* lines = bench.tab->findChild<attention::LinesView*>();
    QTRY_VERIFY_WITH_TIMEOUT(lines->isVisible(), kPatienceMs);
    const auto* chart = matrix(bench, "attentionMatrix");
    const auto busy = [&bench] {
        const auto marks = bench.tab->findChildren<QLabel*>(QStringLiteral("busy"));
        return std::any_of(marks.begin(), marks.end(),
                           [](const QLabel* mark) { return mark->isVisible(); });
    };
    HeldLane lane(bench.runner);
    view(bench, "attentionViews", 1);
    QTRY_VERIFY(busy());
    QVERIFY(chart->data().isEmpty());
    QVERIFY(lines->isVisible());
    lane.release();
    QTRY_VERIFY_WITH_TIMEOUT(chart->isVisible(), kPatienceMs);
    QVERIFY(!chart->data().isEmpty());
    QVERIFY(!busy());
}

void TestAttentionJobs::laterSelectionWins()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    const auto* chart = matrix(bench, "attentionMatrix");
    const auto before = chart->data().values;
    HeldLane lane(bench.runner);
    for (const HeadId head : { HeadId { 0, 1 }, HeadId { 1, 0 } }) {
        select(bench, head);
        QTRY_COMPARE(jobsNamed(bench.runner, QStringLiteral("Drawing the matrix")).size(), 1);
        QTest::qWait(0);
    }
    QCOMPARE(chart->data().values, before);
    lane.release();
    QTRY_VERIFY_WITH_TIMEOUT(chart->data().values != before, kPatienceMs);
    // The first that came is the last that was asked for.
    QVERIFY2(chart->data().text.provenance.endsWith(QStringLiteral("1.0")),
             qPrintable(chart->data().text.provenance));
}

void TestAttentionJobs::cancelKeepsTheLastPicture()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    const auto* chart = matrix(bench, "attentionMatrix");
    const auto before = chart->data().values;
    HeldLane lane(bench.runner);
    select(bench, { 1, 0 });
    const QString title = QStringLiteral("Drawing the matrix");
    QTRY_COMPARE(jobsNamed(bench.runner, title).size(), 1);
    bench.runner.cancel(jobsNamed(bench.runner, title).front());
    lane.release();
    QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    QTest::qWait(0);
    QCOMPARE(chart->data().values, before);
    QVERIFY(chart->isVisible());
    QVERIFY(!bench.tab->findChild<widgets::MessageBanner*>()->isVisible());
}

void TestAttentionJobs::lookingStartsNoJob()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    auto* chart = matrix(bench, "attentionMatrix");
    bool drawn = false; // other views may still be at work
    connect(&bench.runner, &jobs::JobRunner::jobsChanged, this, [&] {
        drawn = drawn || !jobsNamed(bench.runner, QStringLiteral("Drawing the matrix")).isEmpty();
    });
    const QPointF at = chart->matrixLayout().area().center();
    for (int step = 0; step < 5; ++step) {
        QTest::mouseMove(chart->viewport(), at.toPoint() + QPoint(step, step));
        QWheelEvent wheel(at, at, {}, { 0, 120 }, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(chart->viewport(), &wheel);
        QVERIFY(!chart->grab().isNull());
    }
    QTest::keyClick(chart, Qt::Key_L); // both scales are there
    QVERIFY(!chart->grab().isNull());
    QVERIFY(!drawn);
    bench.runner.disconnect(this);
}

void TestAttentionJobs::comparisonComesWithItsJob()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    view(bench, "attentionLower", 4);
    auto* difference = matrix(bench, "difference");
    bench.tab->findChild<QPushButton*>(QStringLiteral("readOther"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(difference->isVisible(), kPatienceMs);
    const auto before = difference->data().values;
    HeldLane lane(bench.runner);
    select(bench, { 1, 0 });
    QTRY_COMPARE(jobsNamed(bench.runner, QStringLiteral("Comparing two passes")).size(), 1);
    QTest::qWait(0);
    QCOMPARE(difference->data().values, before);
    QVERIFY(difference->isVisible());
    lane.release();
    QTRY_VERIFY_WITH_TIMEOUT(difference->data().values != before, kPatienceMs);
}

void TestAttentionJobs::tableIsWrittenByAJob()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    const auto* chart = matrix(bench, "attentionMatrix");
    QToolButton* save = nullptr;
    for (auto* button : bench.tab->findChildren<charts::ExportButton*>()) {
        if (button->isVisible()
            && button->parentWidget() == chart->parentWidget()->parentWidget()) {
            save = button;
        }
    }
    QVERIFY(save != nullptr);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("matrix.csv"));
    const QByteArray table = chart->csv();
    HeldLane lane(bench.runner);
    answerDialog(path);
    save->menu()->actions().at(3)->trigger();
    QCOMPARE(save->text(), QStringLiteral("Saving…"));
    QVERIFY(!QFile::exists(path));
    lane.release();
    QTRY_COMPARE_WITH_TIMEOUT(save->text(), QStringLiteral("Export"), kPatienceMs);
    QTRY_COMPARE(contentOf(path), table);
}

void TestAttentionJobs::folderThatIsGoneIsTold()
{
    AttentionBench bench;
    QVERIFY(showMatrix(bench));
    auto* save = bench.tab->findChild<QToolButton*>(QStringLiteral("exportView"));
    const QString label = save->text();
    auto folder = std::make_unique<QTemporaryDir>();
    const QString path = folder->filePath(QStringLiteral("page.html"));
    HeldLane lane(bench.runner);
    answerDialog(path);
    Q_EMIT save->menu()->aboutToShow();
    save->menu()->actions().front()->trigger();
    QVERIFY(!save->isEnabled());
    QVERIFY(save->text() != label);
    folder.reset();
    lane.release();
    auto* banner = bench.tab->findChild<widgets::MessageBanner*>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatienceMs);
    QVERIFY(!banner->text().headline.isEmpty());
    QVERIFY(save->isEnabled());
    QCOMPARE(save->text(), label);
}

void TestAttentionJobs::cancelledFileLeavesTheOldOne()
{
    jobs::JobRunner runner;
    attention::FileSaver saver(runner);
    const QSignalSpy failed(&saver, &attention::FileSaver::failed);
    const QSignalSpy saved(&saver, &attention::FileSaver::saved);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("table.csv"));
    int ended = 0;
    const auto write = [&](const QByteArray& content) {
        saver.save(
            path, [content](const auto&, auto&) -> base::Result<QByteArray> { return content; },
            [&ended] { ++ended; });
    };
    write("old");
    QTRY_COMPARE_WITH_TIMEOUT(ended, 1, kPatienceMs);
    HeldLane lane(runner);
    write("new");
    runner.cancel(runner.jobs().back().id);
    lane.release();
    QTRY_COMPARE_WITH_TIMEOUT(ended, 2, kPatienceMs);
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(saved.size(), 1);
    QCOMPARE(failed.size(), 0);
}

QTEST_MAIN(TestAttentionJobs)
#include "tst_attention_jobs.moc"
