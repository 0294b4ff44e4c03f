// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page Search with the starter model and its sample pictures.
#include "vision_bench.h"

#include "charts/scatter_chart.h"
#include "imaging/search/result_model.h"
#include "imaging/search/search_page.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

using namespace fe::imaging;

namespace {

/// The page alone, with a cache of its own.
struct SearchBench {
    QTemporaryDir home;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    VisionState state { workspace, runner };
    std::unique_ptr<SearchPage> page;

    SearchBench()
    {
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        qputenv("XDG_CACHE_HOME", home.path().toUtf8());
        open();
    }
    void open()
    {
        page = std::make_unique<SearchPage>(state, nullptr);
        page->resize(1000, 640);
        page->show();
    }
    [[nodiscard]] QString indexFile() const
    {
        return home.filePath(QStringLiteral("foundation-explorer/pictures.sqlite"));
    }
    [[nodiscard]] bool load() { return openModel(workspace, resource("starterclip-64")); }
    [[nodiscard]] bool waitForIndex() const
    {
        return QTest::qWaitFor([this] { return page->index().isComplete(); }, kPatienceMs);
    }
    template<typename T>
    [[nodiscard]] T* part(const char* name) const
    {
        return page->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QListView* results() const { return part<QListView>("searchResults"); }
    [[nodiscard]] int count() const { return results()->model()->rowCount(); }
    [[nodiscard]] QString best() const
    {
        return count() == 0 ? QString()
                            : results()->model()->index(0, 0).data(Qt::DisplayRole).toString();
    }
    [[nodiscard]] bool waitForBest(const QString& name) const
    {
        return QTest::qWaitFor([this, name] { return best() == name; }, kPatienceMs);
    }
    [[nodiscard]] bool waitForText(const QString& text) const
    {
        return QTest::qWaitFor(
            [this, text] {
                for (const QLabel* label : page->findChildren<QLabel*>()) {
                    if (label->isVisible() && label->text().contains(text)) {
                        return true;
                    }
                }
                return false;
            },
            kPatienceMs);
    }
    void type(const QString& text) const
    {
        auto* line = part<QLineEdit>("searchText");
        line->clear();
        QTest::keyClicks(line, text);
    }
};

/// Many pictures that differ.
void makePictures(const QString& folder, int count)
{
    for (int i = 0; i < count; ++i) {
        QImage image(64, 64, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(i % 360, 255, 255));
        image.setPixel(i % 64, i / 64 % 64, qRgb(0, 0, 0));
        QVERIFY(image.save(folder + QStringLiteral("/%1.png").arg(i, 5, 10, QLatin1Char('0'))));
    }
}

} // namespace

class TestSearchPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyStatesSayWhatToDo()
    {
        SearchBench bench;
        QVERIFY(bench.waitForText(QStringLiteral("No picture model")));
        QVERIFY(bench.load());
        QVERIFY(bench.waitForText(QStringLiteral("Choose a folder, or drop it here")));
        QTemporaryDir empty;
        QVERIFY(bench.page->openPaths({ empty.path() }));
        QVERIFY(bench.waitForText(QStringLiteral("There are no pictures in it")));
        QVERIFY(bench.page->openPaths({ resource("samples") }));
        QVERIFY(bench.waitForIndex());
        QVERIFY(bench.waitForText(QStringLiteral("What are you looking for?")));
    }

    void wordsFindPicturesAsTheyAreTyped()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        QVERIFY(dropOn(bench.page.get(), QStringList { resource("samples") }));
        QVERIFY(bench.waitForIndex());
        QCOMPARE(bench.page->index().vectors()->files.size(), 24U);
        bench.type(QStringLiteral("a pizza"));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_pizza.png")));
        QCOMPARE(bench.count(), 24);
        const QAbstractItemModel& model = *bench.results()->model();
        for (int row = 1; row < bench.count(); ++row) {
            QVERIFY(model.index(row - 1, 0).data(ResultModel::SimilarityRole).toDouble()
                    >= model.index(row, 0).data(ResultModel::SimilarityRole).toDouble());
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            !model.index(0, 0).data(ResultModel::ThumbnailRole).value<QImage>().isNull(),
            kPatienceMs);
        bench.type(QStringLiteral("a sunflower"));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_sunflower.png")));
        bench.part<QLineEdit>("searchText")->clear();
        QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 0, kPatienceMs);
    }

    void picturesFindPictures()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        QVERIFY(dropOn(bench.page.get(), QStringList { resource("samples/noto_cat.png") }));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_cat.png")));
        QVERIFY(bench.part<QPushButton>("searchPicture")->isVisible());
        // The second becomes the question.
        bench.results()->setCurrentIndex(bench.results()->model()->index(1, 0));
        const QString second = bench.results()->currentIndex().data().toString();
        QVERIFY(second != bench.best());
        bench.part<QPushButton>("findSimilar")->click();
        QVERIFY(bench.waitForBest(second));
        QCOMPARE(bench.part<QPushButton>("searchPicture")->text(), second);
        bench.part<QPushButton>("searchPicture")->click();
        QVERIFY(!bench.part<QPushButton>("searchPicture")->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 0, kPatienceMs);
        // Words take the place of a picture.
        bench.page->openPaths({ resource("samples/noto_cat.png") });
        QVERIFY(bench.waitForBest(QStringLiteral("noto_cat.png")));
        bench.type(QStringLiteral("a pizza"));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_pizza.png")));
        QVERIFY(!bench.part<QPushButton>("searchPicture")->isVisible());
    }

    void aPictureThatIsNoneIsNamed()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        bench.page->openPaths({ resource("samples/labels.csv") });
        QVERIFY(bench.waitForText(QStringLiteral("labels.csv")));
        QCOMPARE(bench.count(), 0);
    }

    void activatedPicturesGoToTheFirstPage()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        bench.type(QStringLiteral("a pizza"));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_pizza.png")));
        QStringList asked;
        connect(&bench.state, &VisionState::picturesRequested, this,
                [&asked](const QStringList& paths) { asked = paths; });
        const QModelIndex first = bench.results()->model()->index(0, 0);
        bench.results()->setCurrentIndex(first);
        QTest::keyClick(bench.results(), Qt::Key_Return);
        QCOMPARE(asked, QStringList { resource("samples/noto_pizza.png") });
    }

    void leftOutFilesAreListedWithTheReason()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        auto* skipped = bench.part<QTreeWidget>("searchSkipped");
        QCOMPARE(skipped->topLevelItemCount(), 1);
        QCOMPARE(skipped->topLevelItem(0)->text(0), QStringLiteral("labels.csv"));
        QVERIFY(skipped->topLevelItem(0)->text(1).contains(QStringLiteral("text")));
    }

    void leftOutRowsStayWhileTheIndexGrows()
    {
        QTemporaryDir folder;
        const auto add = [&folder](const char* name) {
            QFile file(folder.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write("no picture") > 0;
        };
        QVERIFY(add("b.txt") && add("c.txt"));
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ folder.path() });
        QVERIFY(bench.waitForIndex());
        QJsonObject saved = bench.page->saveState();
        saved[QStringLiteral("paused")] = true;
        bench.open(); // shows what the index knows, and waits
        bench.page->restoreState(saved);
        auto* skipped = bench.part<QTreeWidget>("searchSkipped");
        QTRY_COMPARE_WITH_TIMEOUT(skipped->topLevelItemCount(), 2, kPatienceMs);
        QTreeWidgetItem* second = skipped->topLevelItem(1);
        QCOMPARE(second->text(0), QStringLiteral("c.txt"));
        skipped->setCurrentItem(second);
        QVERIFY(add("a.txt") && QFile::remove(folder.filePath(QStringLiteral("b.txt"))));
        bench.part<QPushButton>("pauseIndex")->click();
        QVERIFY(bench.waitForIndex());
        QCOMPARE(skipped->topLevelItemCount(), 2);
        QVERIFY(skipped->topLevelItem(0) == second && skipped->currentItem() == second);
        QCOMPARE(skipped->topLevelItem(1)->text(0), QStringLiteral("a.txt"));
    }

    void dropsThatSayNothingAreAnswered()
    {
        SearchBench bench;
        QStringList said;
        connect(&bench.workspace, &workspace::Workspace::messageReported, this,
                [&said](const QString& text) { said.append(text); });
        QVERIFY(dropOn(
            bench.page.get(),
            QStringList { resource("samples/noto_cat.png"), resource("samples/noto_pizza.png") }));
        QMimeData image;
        image.setImageData(QImage(8, 8, QImage::Format_RGB32));
        QVERIFY(dropOn(bench.page.get(), image));
        QCOMPARE(said.size(), 2);
        QVERIFY(said[0].contains(QStringLiteral("one picture")));
        QCOMPARE(said[1], said[0]);
        QVERIFY(dropOn(bench.page.get(), QStringList { resource("samples") }));
        QVERIFY(dropOn(bench.page.get(), QStringList { resource("samples/noto_cat.png") }));
        QCOMPARE(said.size(), 2);
    }

    void namesThatLookLikeMarkupAreShownAsTheyAre()
    {
        SearchBench bench;
        QCOMPARE(bench.part<QLabel>("folderMapName")->textFormat(), Qt::PlainText);
    }

    void theMapShowsEveryPictureAndOpensIt()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("testset20/seen-vendors") });
        QVERIFY(bench.waitForIndex());
        bench.part<widgets::SegmentedControl>("searchViews")->setCurrent(1);
        auto* chart = bench.part<charts::ScatterChart>("folderMap");
        QTRY_COMPARE_WITH_TIMEOUT(chart->data().points.size(), 160, kPatienceMs);
        QCOMPARE(chart->data().categories.size(), 8); // seven folders and the others
        QVERIFY(chart->data().x.name.contains(QLatin1Char('%')));
        QStringList asked;
        connect(&bench.state, &VisionState::picturesRequested, this,
                [&asked](const QStringList& paths) { asked = paths; });
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->placeOf(0).toPoint());
        QCOMPARE(asked.size(), 1);
        const int current = chart->current();
        QCOMPARE(QFileInfo(asked[0]).fileName(), chart->data().points.at(current).label);
        QVERIFY(chart->csv().count('\n') == 161);
    }

    /// Pause, another page as after a restart, go on: nothing is encoded twice.
    void anIndexGoesOnAfterARestart()
    {
        constexpr int kCount = 1500;
        QTemporaryDir folder;
        makePictures(folder.path(), kCount);
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ folder.path() });
        auto* pause = bench.part<QPushButton>("pauseIndex");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->index().count().encoded > 50, kPatienceMs);
        QCOMPARE(bench.page->index().count().total, std::size_t { kCount });
        pause->click();
        QVERIFY(bench.page->index().isPaused());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.page->index().isBusy(), kPatienceMs);
        const std::size_t encoded = bench.page->index().count().encoded;
        QVERIFY(encoded < kCount);
        const QJsonObject saved = bench.page->saveState();

        bench.open();
        bench.page->restoreState(saved);
        QVERIFY(bench.page->index().isPaused());
        // What is there can be searched while it is paused.
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->index().vectors() != nullptr, kPatienceMs);
        const std::size_t there = bench.page->index().vectors()->files.size();
        QVERIFY2(there >= encoded && there < kCount, qPrintable(QString::number(there)));
        QTRY_VERIFY_WITH_TIMEOUT(!bench.page->index().isBusy(), kPatienceMs);
        QCOMPARE(bench.page->index().count().encoded, 0U);
        bench.part<QPushButton>("pauseIndex")->click();
        QVERIFY(bench.waitForIndex());
        QCOMPARE(bench.page->index().count().encoded, kCount - there);
        QCOMPARE(bench.page->index().vectors()->files.size(), std::size_t { kCount });
    }

    /// A question is answered while the folder is still being read.
    void questionsGetInBetween()
    {
        constexpr int kCount = 1500;
        QTemporaryDir folder;
        makePictures(folder.path(), kCount);
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ folder.path(), resource("samples") });
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->index().count().encoded > 20, kPatienceMs);
        bench.type(QStringLiteral("red"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.count() > 0, kPatienceMs);
        QVERIFY(!bench.page->index().isComplete());
    }

    void anotherModelIndexesAnew()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        const auto first = bench.page->index().vectors();
        QVERIFY(openModel(bench.workspace, QStringLiteral(FE_TEST_DATA "/models/clip/checkpoint")));
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->index().isComplete()
                                     && bench.page->index().vectors() != nullptr,
                                 kPatienceMs);
        QVERIFY(bench.page->index().vectors()->dimensions != first->dimensions);
        QCOMPARE(bench.page->index().vectors()->files.size(), 24U);
    }

    void aDamagedIndexIsSetAsideOnRequest()
    {
        SearchBench bench;
        QVERIFY(QDir().mkpath(QFileInfo(bench.indexFile()).path()));
        QFile file(bench.indexFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9000, 'x'));
        file.close();
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForText(QStringLiteral("pictures.sqlite")));
        QVERIFY(bench.page->index().isUnusable());
        QPushButton* setAside = nullptr;
        for (auto* button : bench.page->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text().contains(QStringLiteral("aside"))) {
                setAside = button;
            }
        }
        QVERIFY(setAside != nullptr);
        setAside->click();
        QVERIFY(bench.waitForIndex());
        QCOMPARE(bench.page->index().vectors()->files.size(), 24U);
        QVERIFY(QFile::exists(bench.indexFile() + QStringLiteral(".damaged-1")));
    }

    void everyControlHasAName()
    {
        SearchBench bench;
        QVERIFY(bench.load());
        bench.page->openPaths({ resource("samples") });
        QVERIFY(bench.waitForIndex());
        bench.type(QStringLiteral("a cat"));
        QVERIFY(bench.waitForBest(QStringLiteral("noto_cat.png")));
        for (const QWidget* widget : bench.page->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) {
                continue;
            }
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty()
                || (button != nullptr && !button->text().isEmpty());
            QVERIFY2(named || widget->objectName().startsWith(QStringLiteral("qt_")),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ')
                                + widget->objectName()));
        }
    }
};

QTEST_MAIN(TestSearchPage)
#include "tst_search_page.moc"
