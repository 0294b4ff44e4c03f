// SPDX-License-Identifier: GPL-3.0-or-later
#include "vision_bench.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QTimer>

#include <algorithm>
#include <vector>

/// How long the window stands still while it works. The longest gap is reported, not asserted on:
/// a busy machine makes gaps of its own.
class TestVisionHeartbeat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thousandPicturesAreClassifiedWhileTheWindowLives();
};

namespace {

/// Gaps between beats of a timer of the UI thread, beyond its interval.
class Heartbeat
{
public:
    Heartbeat()
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6 - kBeatMs);
            m_clock.restart();
        });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_clock.start();
        m_timer.start(kBeatMs);
    }
    [[nodiscard]] std::size_t beats() const { return m_gaps.size(); }
    [[nodiscard]] double longest() const { return *std::max_element(m_gaps.begin(), m_gaps.end()); }
    [[nodiscard]] auto over(double ms) const
    {
        return std::count_if(m_gaps.begin(), m_gaps.end(), [ms](double gap) { return gap > ms; });
    }

private:
    static constexpr int kBeatMs = 5;
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

void makePictures(const QString& folder, int count)
{
    const QImage photo(resource("samples/photo_chelsea.jpg"));
    for (int i = 0; i < count; ++i) {
        QImage image = photo.copy();
        QPainter painter(&image);
        painter.fillRect(i % image.width(), i % image.height(), 40, 30,
                         QColor::fromHsv(i % 360, 255, 255));
        painter.end();
        QVERIFY(image.save(folder + QStringLiteral("/%1.jpg").arg(i, 4, 10, QLatin1Char('0'))));
    }
}

} // namespace

void TestVisionHeartbeat::thousandPicturesAreClassifiedWhileTheWindowLives()
{
    constexpr int kPictures = 1000;
    QTemporaryDir folder;
    makePictures(folder.path(), kPictures);
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(
        QStringLiteral("cat\ndog\nhorse\nbird\nfish\nelephant\nrabbit\ntiger\nfox\nfrog"));
    QVERIFY(QTest::qWaitForWindowExposed(bench.tab.get()));
    const Heartbeat heart;
    QElapsedTimer clock;
    clock.start();
    QVERIFY(bench.tab->openFile(folder.path()));
    const auto classified = [&] {
        int done = 0;
        for (int row = 0; row < bench.count(); ++row) {
            done += bench.of(row, imaging::PictureStore::LabelRole).toString().isEmpty() ? 0 : 1;
        }
        return done;
    };
    int edits = 0;
    while (classified() < kPictures && clock.elapsed() < 2 * kPatienceMs) {
        QTest::qWait(250);
        // The labels change meanwhile, as they would under a hand.
        bench.labels()->appendPlainText(QStringLiteral("thing %1").arg(++edits % 5));
    }
    QCOMPARE(classified(), kPictures);
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    qInfo("%d pictures in %.1f s, %d edits of the labels, %zu beats: longest gap %.1f ms, "
          "%td over 50 ms",
          kPictures, seconds, edits, heart.beats(), heart.longest(), heart.over(50));
    QVERIFY(heart.beats() > 20);
}

QTEST_MAIN(TestVisionHeartbeat)
#include "tst_vision_heartbeat.moc"
