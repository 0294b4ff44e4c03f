// SPDX-License-Identifier: GPL-3.0-or-later
#include "vision_bench.h"

#include "imaging/pictures/pictures_page.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>

using imaging::PictureStore;

class TestPicturesPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void droppedFilesAreClassified();
    void droppedFolderGivesItsPictures();
    void labelEditReranksWithoutReadingThePicturesAgain();
    void koreanLabelsAreRanked();
    void scoringAndTemperatureActAtOnce();
    void badPicturesAreListedWithTheReason_data();
    void badPicturesAreListedWithTheReason();
    void stopKeepsWhatWasDone();
    void pastedPictureIsKeptAsAFile();
    void filterAndOrder();
    void deleteTakesThePictureOut();
    void withoutAModelThePageSaysSo();
    void encoderOfPicturesAloneSaysThatItReadsNoWords();
    void stateComesBack();
};

namespace {

QString sample(const char* name)
{
    return resource("samples/") + QLatin1String(name);
}

} // namespace

void TestPicturesPage::droppedFilesAreClassified()
{
    VisionBench bench;
    const QAbstractItemModelTester tester(bench.grid()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("cat\ndog\nhorse\nbird\nelephant\nfish"));
    auto* page = bench.tab->findChild<imaging::PicturesPage*>();
    QVERIFY(dropOn(page, QStringList { sample("fluent3d_elephant.png"), sample("noto_cat.png") }));
    QVERIFY(bench.waitForScores());
    QCOMPARE(bench.count(), 2);
    QCOMPARE(bench.of(0, PictureStore::LabelRole).toString(), QStringLiteral("elephant"));
    // The first of the drop is selected and its bars are there, best first, summing to 1.
    QTRY_COMPARE(bench.bars()->data().rows.size(), 6);
    QCOMPARE(bench.bars()->data().rows.front().label, QStringLiteral("elephant"));
    double sum = 0;
    for (const charts::BarRow& row : bench.bars()->data().rows) {
        sum += row.value;
    }
    QVERIFY(qAbs(sum - 1) < 1e-9);
    QCOMPARE(bench.of(0, PictureStore::ProbabilityRole).toDouble(),
             bench.bars()->data().rows.front().value);
    QVERIFY(!bench.of(1, PictureStore::ThumbnailRole).value<QImage>().isNull());
}

void TestPicturesPage::droppedFolderGivesItsPictures()
{
    VisionBench bench;
    // samples/ also holds labels.csv, which is no picture by name or content.
    QVERIFY(bench.tab->openFile(resource("samples")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 24, kPatienceMs);
    QVERIFY(!bench.tab->openFile(resource("starterclip-64")));
    QVERIFY(!bench.tab->openFile(resource("samples/labels.csv")));
}

void TestPicturesPage::labelEditReranksWithoutReadingThePicturesAgain()
{
    VisionBench bench;
    QVERIFY(bench.load());
    QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("picture.png"));
    QVERIFY(QFile::copy(sample("fluent3d_strawberry.png"), copy));
    bench.labels()->setPlainText(QStringLiteral("pizza\nice cream"));
    QVERIFY(bench.tab->openFile(copy));
    QVERIFY(QTest::qWaitFor([&] { return bench.count() == 1; }, kPatienceMs));
    QVERIFY(bench.waitForScores());
    QVERIFY(bench.of(0, PictureStore::LabelRole).toString() != QLatin1String("strawberry"));
    // With the file gone the new ranking can only come from the vector that is there.
    QVERIFY(QFile::remove(copy));
    QTest::keyClick(bench.labels(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(bench.labels(), Qt::Key_Return);
    QTest::keyClicks(bench.labels(), QStringLiteral("strawberry"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.of(0, PictureStore::LabelRole).toString(),
                              QStringLiteral("strawberry"), kPatienceMs);
    QTRY_COMPARE(bench.bars()->data().rows.front().label, QStringLiteral("strawberry"));
    QCOMPARE(bench.bars()->data().rows.size(), 3);
}

void TestPicturesPage::koreanLabelsAreRanked()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("자동차\n비행기\n로켓\n자전거\n우산\n기타"));
    QVERIFY(bench.tab->openFile(sample("fluent3d_umbrella.png")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 1, kPatienceMs);
    QVERIFY(bench.waitForScores());
    QCOMPARE(bench.of(0, PictureStore::LabelRole).toString(), QStringLiteral("우산"));
}

void TestPicturesPage::scoringAndTemperatureActAtOnce()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("cat\ndog"));
    QVERIFY(bench.tab->openFile(sample("noto_cat.png")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.bars()->data().rows.size(), 2, kPatienceMs);
    const double before = bench.bars()->data().rows.front().value;
    auto* temperature = bench.tab->findChild<QDoubleSpinBox*>(QStringLiteral("temperature"));
    temperature->setValue(50);
    QTRY_VERIFY(qAbs(bench.bars()->data().rows.front().value - 0.5) < 0.1);
    QVERIFY(before > bench.bars()->data().rows.front().value);
    temperature->setValue(1);
    for (auto* control : bench.tab->findChildren<widgets::SegmentedControl*>()) {
        if (control->accessibleName() == QLatin1String("How labels are scored")) {
            control->setCurrent(1);
        }
    }
    // Independent scores are sigmoids of logits far above 0: no longer shares of 1.
    QTRY_VERIFY(bench.bars()->data().rows.at(0).value + bench.bars()->data().rows.at(1).value
                > 1.2);
}

void TestPicturesPage::badPicturesAreListedWithTheReason_data()
{
    QTest::addColumn<QByteArray>("content");
    QFile file(sample("noto_cat.png"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray png = file.readAll();
    QByteArray huge = png;
    for (const int at : { 16, 20 }) { // width and height in the header
        huge.replace(at, 4, QByteArray("\x00\x00\xff\xff", 4));
    }
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a text with a picture's name") << QByteArray("not a picture at all");
    QTest::newRow("cut in the middle") << png.left(png.size() / 2);
    QTest::newRow("65535 x 65535 by its header") << huge;
}

void TestPicturesPage::badPicturesAreListedWithTheReason()
{
    QFETCH(const QByteArray, content);
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("cat\ndog"));
    QTemporaryDir folder;
    QFile bad(folder.filePath(QStringLiteral("bad.png")));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write(content);
    bad.close();
    QVERIFY(QFile::copy(sample("noto_cat.png"), folder.filePath(QStringLiteral("good.png"))));
    QVERIFY(bench.tab->openFile(folder.path()));
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 2, kPatienceMs);
    QVERIFY(bench.waitForScores());
    QVERIFY(!bench.of(0, PictureStore::ProblemRole).toString().isEmpty());
    QVERIFY(bench.of(0, PictureStore::LabelRole).toString().isEmpty());
    QCOMPARE(bench.of(1, PictureStore::LabelRole).toString(), QStringLiteral("cat"));
    const auto labels = bench.tab->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text() == QStringLiteral("Pictures: 2 · skipped: 1");
    }));
}

void TestPicturesPage::stopKeepsWhatWasDone()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("cat\ndog"));
    QTemporaryDir folder;
    constexpr int kPictures = 400;
    for (int i = 0; i < kPictures; ++i) {
        QVERIFY(QFile::copy(sample("photo_chelsea.jpg"),
                            folder.filePath(QStringLiteral("%1.jpg").arg(i))));
    }
    auto* page = bench.tab->findChild<imaging::PicturesPage*>();
    QVERIFY(page->openPaths({ folder.path() }));
    const auto encoded = [&] {
        int done = 0;
        for (int row = 0; row < bench.count(); ++row) {
            done += bench.of(row, PictureStore::LabelRole).toString().isEmpty() ? 0 : 1;
        }
        return done;
    };
    QTRY_VERIFY_WITH_TIMEOUT(encoded() > 0, kPatienceMs);
    page->toggleReading();
    const int stopped = encoded();
    QVERIFY(stopped < kPictures);
    QTest::qWait(300);
    QCOMPARE(encoded(), stopped);
    QVERIFY(!page->isReading());
    page->toggleReading();
    QTRY_COMPARE_WITH_TIMEOUT(encoded(), kPictures, kPatienceMs);
}

void TestPicturesPage::pastedPictureIsKeptAsAFile()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("cat\ndog"));
    QGuiApplication::clipboard()->setImage(QImage(sample("noto_cat.png")));
    auto* page = bench.tab->findChild<imaging::PicturesPage*>();
    page->paste();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 1, kPatienceMs);
    QVERIFY(QFile::exists(bench.of(0, PictureStore::PathRole).toString()));
    QVERIFY(bench.waitForScores());
    QCOMPARE(bench.of(0, PictureStore::LabelRole).toString(), QStringLiteral("cat"));
    QMimeData picture; // as another program drops it, without a file
    picture.setImageData(QImage(sample("twemoji_dog.png")));
    QVERIFY(dropOn(page, picture));
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 2, kPatienceMs);
}

void TestPicturesPage::filterAndOrder()
{
    VisionBench bench;
    QVERIFY(bench.load());
    bench.labels()->setPlainText(QStringLiteral("car\nrocket\numbrella\nguitar"));
    for (const char* name : { "twemoji_car.png", "photo_rocket.jpg", "fluent3d_umbrella.png" }) {
        QVERIFY(bench.tab->openFile(sample(name)));
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 3, kPatienceMs);
    QVERIFY(bench.waitForScores());
    auto* order = bench.tab->findChild<QComboBox*>(QStringLiteral("pictureOrder"));
    order->setCurrentIndex(1);
    QCOMPARE(bench.of(0, PictureStore::PathRole).toString(), sample("fluent3d_umbrella.png"));
    order->setCurrentIndex(2);
    QCOMPARE(bench.of(0, PictureStore::LabelRole).toString(), QStringLiteral("car"));
    order->setCurrentIndex(4);
    QVERIFY(bench.of(0, PictureStore::ProbabilityRole).toDouble()
            <= bench.of(2, PictureStore::ProbabilityRole).toDouble());
    auto* filter = bench.tab->findChild<QLineEdit*>(QStringLiteral("pictureFilter"));
    QTest::keyClicks(filter, QStringLiteral("Rock"));
    QCOMPARE(bench.count(), 1);
    filter->clear();
    QCOMPARE(bench.count(), 3);
    order->setCurrentIndex(0);
    QCOMPARE(bench.of(0, PictureStore::PathRole).toString(), sample("twemoji_car.png"));
}

void TestPicturesPage::deleteTakesThePictureOut()
{
    VisionBench bench;
    QVERIFY(bench.tab->openFile(resource("samples")));
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 24, kPatienceMs);
    const QString second = bench.of(1, PictureStore::PathRole).toString();
    bench.grid()->setFocus();
    bench.grid()->setCurrentIndex(bench.grid()->model()->index(0, 0));
    bench.tab->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(bench.tab.get()));
    QTest::keyClick(bench.grid(), Qt::Key_Delete);
    QCOMPARE(bench.count(), 23);
    QCOMPARE(bench.of(0, PictureStore::PathRole).toString(), second);
    QVERIFY(QFile::exists(second));
}

void TestPicturesPage::withoutAModelThePageSaysSo()
{
    VisionBench bench;
    QSignalSpy wanted(&bench.workspace, &workspace::Workspace::modelWanted);
    for (QPushButton* button : bench.tab->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Choose a picture model…")) {
            button->click();
            break;
        }
    }
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.front().front().value<workspace::Role>(), workspace::Role::Picture);
}

void TestPicturesPage::encoderOfPicturesAloneSaysThatItReadsNoWords()
{
    VisionBench bench;
    QVERIFY(openModel(bench.workspace, QStringLiteral(FE_TEST_DATA "/models/vit/checkpoint")));
    QVERIFY(bench.tab->openFile(sample("noto_cat.png")));
    const auto says = [&] {
        for (const QLabel* label : bench.tab->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().endsWith(QLatin1String("reads no words"))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(), kPatienceMs);
}

void TestPicturesPage::stateComesBack()
{
    QJsonObject state;
    {
        VisionBench bench;
        QVERIFY(bench.load());
        bench.labels()->setPlainText(QStringLiteral("cat\ndog"));
        QVERIFY(bench.tab->openFile(sample("noto_cat.png")));
        QVERIFY(bench.tab->openFile(sample("twemoji_dog.png")));
        QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 2, kPatienceMs);
        bench.grid()->setCurrentIndex(bench.grid()->model()->index(1, 0));
        state = bench.tab->saveState();
    }
    VisionBench bench;
    QVERIFY(bench.load());
    bench.tab->restoreState(state);
    QCOMPARE(bench.count(), 2);
    QCOMPARE(bench.labels()->toPlainText(), QStringLiteral("cat\ndog"));
    QCOMPARE(bench.grid()->currentIndex().data(PictureStore::PathRole).toString(),
             sample("twemoji_dog.png"));
    QVERIFY(bench.waitForScores());
}

QTEST_MAIN(TestPicturesPage)
#include "tst_pictures_page.moc"
