// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a picture and a text alike: patches and tokens.
#include "card_bench.h"

#include "analysis/pair_relevance.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QThread>

#include <algorithm>
#include <cmath>

class TestAttentionPairs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pairsAreTracedBackToBoth_data();
    void pairsAreTracedBackToBoth();
    void halfAPairSaysWhatIsMissing();
    void stoppedPairsCanBeAskedForAgain();
};

void TestAttentionPairs::pairsAreTracedBackToBoth_data()
{
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("readFrom");
    QTest::newRow("clip") << 813 << 2; // that id ends its texts
    QTest::newRow("siglip") << 81 << -1;
}

void TestAttentionPairs::pairsAreTracedBackToBoth()
{
    QFETCH(const int, end);
    QFETCH(const int, readFrom);
    CardBench bench;
    attention::Subject subject;
    subject.picture = catPicture();
    subject.text = QStringLiteral("cat");
    subject.ids = { 3, 9, end, 4 };
    QVERIFY(bench.examine(QTest::currentDataTag(), subject));
    const attention::ExaminationPtr now = bench.state.examination();
    const base::CancelToken cancel;
    base::Progress progress;
    const auto wanted
        = analysis::pairRelevance(*now->subject.model->any, now->input, cancel, progress);
    QVERIFY(wanted);
    const auto patchesAreRight = [&](const charts::PatchCanvas* canvas) {
        const std::vector<float>& values = canvas->map().values;
        return values.size() == wanted->picture.values.size()
            && std::equal(values.begin(), values.end(), wanted->picture.values.begin(),
                          [](float a, float b) { return std::abs(a - b) < 1e-6F; })
            && canvas->map().rows == wanted->picture.rows && !canvas->map().picture.isNull();
    };
    for (const int part : { 0, 1 }) {
        bench.state.setPart(part);
        if (bench.state.attention()->grid) { // a third map beside those of attention
            QTRY_VERIFY_WITH_TIMEOUT(patchesAreRight(bench.canvas("patchesForText")), kPatienceMs);
            QVERIFY(bench.canvas("patchesForText")->isVisible());
            continue;
        }
        QTRY_VERIFY2_WITH_TIMEOUT(bench.card.chart() == bench.canvas("pairPatches"),
                                  qPrintable(bench.hint("pairHint")), kPatienceMs);
        QVERIFY(patchesAreRight(bench.canvas("pairPatches")));
        auto* tokens = bench.card.findChild<charts::MatrixChart*>(QStringLiteral("pairTokens"));
        QCOMPARE(tokens->data().columns, bench.state.attention()->queries);
        const auto count = static_cast<int>(wanted->tokens.size());
        QCOMPARE(tokens->data().columns.size(), count);
        const int own = readFrom < 0 ? count - 1 : readFrom;
        for (int i = 0; i < count; ++i) {
            const double expected = wanted->tokens[static_cast<std::size_t>(i)] - (i == own);
            QVERIFY(std::abs(double { tokens->data().value(0, i) } - expected) < 1e-6);
        }
        auto* without = bench.card.findChild<QCheckBox*>(QStringLiteral("withoutSink"));
        without->setChecked(true);
        QTRY_VERIFY(std::isnan(tokens->data().value(0, 0)));
        Q_EMIT tokens->cellActivated(0, 1);
        QCOMPARE(bench.state.query(), 1);
        QVERIFY(!bench.card.findChild<QLineEdit*>(QStringLiteral("relevanceToken"))->isVisible());
    }
    // A picture alone has no third map.
    QVERIFY(bench.examinePicture(QTest::currentDataTag()));
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.canvas("patchesOfHeads"), kPatienceMs);
    QTRY_VERIFY(!bench.canvas("patchesForText")->isVisible());
}

void TestAttentionPairs::halfAPairSaysWhatIsMissing()
{
    CardBench bench;
    QVERIFY(bench.examineText("clip"));
    QTRY_VERIFY(bench.hint("relevanceHint").contains(QStringLiteral("a picture and a text")));
    QVERIFY(bench.card.chart() == nullptr && bench.runner.jobs().empty());
}

void TestAttentionPairs::stoppedPairsCanBeAskedForAgain()
{
    CardBench bench;
    attention::Subject subject;
    subject.picture = catPicture();
    subject.ids = { 3, 9, 813 };
    QVERIFY(bench.examine("clip", subject));
    bench.state.setPart(bench.state.attention()->grid ? 1 : 0);
    // Keeps the lane busy until the job that waits behind it is stopped.
    jobs::JobHandle wall = bench.runner.start<int>(
        { .title = {}, .lane = jobs::Lane::Compute, .slot = {} },
        [](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
            while (!cancel.isCancelled()) {
                QThread::msleep(1);
            }
            return base::cancelled();
        },
        {});
    const auto waiting = [&] {
        for (const jobs::JobInfo& job : bench.runner.jobs()) {
            if (job.title.startsWith(QStringLiteral("Relevance between"))) {
                return job.id;
            }
        }
        return quint64 { 0 };
    };
    QTRY_VERIFY(waiting() != 0);
    QTRY_VERIFY(bench.hint("pairHint").contains(QStringLiteral("Tracing")));
    bench.runner.cancel(waiting());
    wall.cancel();
    QTRY_VERIFY(bench.hint("pairHint").contains(QStringLiteral("not computed")));
    QVERIFY(bench.card.chart() == nullptr);
    bench.state.setHeads({ { 1, 1 } });
    QTRY_VERIFY_WITH_TIMEOUT(bench.card.chart() == bench.canvas("pairPatches"), kPatienceMs);
}

QTEST_MAIN(TestAttentionPairs)
#include "tst_attention_pairs.moc"
