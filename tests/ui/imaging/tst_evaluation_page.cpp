// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/zero_shot.h"
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "charts/reliability_chart.h"
#include "imaging/evaluation/comparison_card.h"
#include "imaging/evaluation/evaluation_page.h"
#include "vision_bench.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

#include <cmath>

using namespace fe::imaging;

namespace {

QJsonObject split(const char* name)
{
    QFile file(resource("evaluation.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QJsonDocument::fromJson(file.readAll())
        .object()
        .value(QStringLiteral("testset20"))
        .toObject()
        .value(QStringLiteral("splits"))
        .toObject()
        .value(QLatin1String(name))
        .toObject();
}

QStringList englishTemplates()
{
    QFile file(resource("evaluation.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QStringList templates;
    for (const QJsonValue& text : QJsonDocument::fromJson(file.readAll())
                                      .object()
                                      .value(QStringLiteral("ensemble_templates"))
                                      .toArray()) {
        // The program writes out what the file says in a note: "a" is "an" before a vowel.
        const QString pattern = text.toString();
        templates.append(pattern.contains(QStringLiteral(" a {}")) ? QString(pattern).replace(
                             QStringLiteral(" a {}"), QStringLiteral(" a/an {}"))
                             : pattern == QStringLiteral("a {}") ? QStringLiteral("a/an {}")
                                                                 : pattern);
    }
    return templates;
}

/// A page with the starter model.
struct PageBench {
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    VisionState state { workspace, runner };
    std::unique_ptr<EvaluationPage> page;

    PageBench()
    {
        state.setTemplates(englishTemplates());
        page = std::make_unique<EvaluationPage>(state, nullptr);
        page->resize(960, 620);
        page->show();
    }
    [[nodiscard]] bool load() { return openModel(workspace, resource("starterclip-64")); }
    [[nodiscard]] bool waitForAnswers() const
    {
        return QTest::qWaitFor(
            [this] {
                return page->run().isComplete() && page->run().answers()
                    && !page->run().isRunning();
            },
            kPatienceMs);
    }
    [[nodiscard]] bool evaluate(const QString& folder) const
    {
        page->openFolder(folder, true);
        return QTest::qWaitFor([this] { return page->run().isRunning(); }, kPatienceMs)
            && waitForAnswers();
    }
    template<typename T>
    [[nodiscard]] T* find(const char* name) const
    {
        return page->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QAbstractItemModel* tiles() const { return find<QListView>("answers")->model(); }
};

QString testset(const char* name)
{
    return resource("testset20") + u'/' + QLatin1String(name);
}

/// Two classes of two pictures, one damaged file, an empty class.
bool makeSmallFolder(const QDir& folder)
{
    for (const char* name : { "cat", "dog", "no_picture" }) {
        if (!folder.mkpath(QLatin1String(name))) {
            return false;
        }
    }
    for (const char* label : { "cat", "dog" }) {
        const QDir source(testset("seen-vendors") + u'/' + QLatin1String(label));
        const QStringList files = source.entryList({ QStringLiteral("*.png") });
        for (int i = 0; i < 2; ++i) {
            if (!QFile::copy(source.filePath(files.at(i)),
                             folder.filePath(QLatin1String(label) + u'/' + files.at(i)))) {
                return false;
            }
        }
    }
    QFile broken(folder.filePath(QStringLiteral("cat/broken.png")));
    return broken.open(QIODevice::WriteOnly) && broken.write("\x89PNG\r\n\x1a\nno") > 0;
}

} // namespace

class EvaluationPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
    }

    void emptyStateSaysWhatToDo()
    {
        PageBench bench;
        QVERIFY(!bench.find<QPushButton>("evaluate")->isEnabled());
        bool said = false;
        for (const QLabel* label : bench.page->findChildren<QLabel*>()) {
            said = said || (label->isVisible() && label->text().contains(QStringLiteral("CLIP")));
        }
        QVERIFY(said);
        QSignalSpy asked(&bench.workspace, &workspace::Workspace::modelWanted);
        for (QPushButton* button : bench.page->findChildren<QPushButton*>()) {
            if (button->text().startsWith(QStringLiteral("Choose a picture model"))) {
                button->click();
            }
        }
        QCOMPARE(asked.size(), 1);
    }

    void offersTheTestPicturesThatAreInstalled()
    {
        const QString folder = m_home.filePath(QStringLiteral("foundation-explorer/pictures"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::link(QFileInfo(resource("testset20")).canonicalFilePath(),
                            folder + QStringLiteral("/testset20")));
        PageBench bench;
        QVERIFY(bench.load());
        QAction* split = nullptr;
        for (QAction* action : bench.page->findChildren<QAction*>()) {
            split = action->text() == QStringLiteral("openmoji held out") ? action : split;
        }
        QVERIFY(split != nullptr);
        bool offered = false;
        for (const QToolButton* button : bench.page->findChildren<QToolButton*>()) {
            offered = offered
                || (button->isVisible() && button->text().startsWith(QStringLiteral("Try")));
        }
        QVERIFY(offered);
        split->trigger();
        QVERIFY(bench.waitForAnswers());
        QCOMPARE(bench.find<QLabel>("evaluatedFolder")->text(),
                 QStringLiteral("openmoji-held-out"));
        QVERIFY(QFile::remove(folder + QStringLiteral("/testset20")));
    }

    void hiddenPageDoesNotScore()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        const auto before = bench.page->run().answers();
        bench.page->hide();
        bench.state.setTemplates({ QStringLiteral("{}") });
        QCOMPARE(bench.page->run().answers(), before);
        QVERIFY(!bench.page->run().isRunning());
        bench.page->show();
        QVERIFY(bench.waitForAnswers());
        QVERIFY(bench.page->run().answers() != before);
    }

    void reproducesThePublishedAccuracies_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("held out") << QByteArray("openmoji-held-out");
        QTest::newRow("seen") << QByteArray("seen-vendors");
    }
    void reproducesThePublishedAccuracies()
    {
        QFETCH(QByteArray, name);
        const QJsonObject expected = split(name.constData());
        const QJsonObject accuracies
            = expected.value(QStringLiteral("English ensemble")).toObject();
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset(name.constData())));
        const auto& result = bench.page->run().answers()->evaluation;
        QCOMPARE(int(result.count), expected.value(QStringLiteral("n")).toInt());
        // The file gives four digits.
        QVERIFY(std::abs(result.top1 - accuracies.value(QStringLiteral("top1")).toDouble())
                < 0.5e-4);
        QVERIFY(std::abs(result.top5 - accuracies.value(QStringLiteral("top5")).toDouble())
                < 0.5e-4);
        QCOMPARE(bench.find<QLabel>("top1")->text(),
                 charts::numberText(result.top1, charts::NumberFormat::Percent));
        QCOMPARE(bench.find<QLabel>("count")->text(), QString::number(result.count));
        // Every view holds the same pictures.
        double cells = 0;
        for (const float value : *bench.find<charts::MatrixChart>("confusion")->data().values) {
            cells += double(value);
        }
        QCOMPARE(cells, double(result.count));
        qint64 binned = 0;
        for (const auto& bin : bench.find<charts::ReliabilityChart>("reliability")->data().bins) {
            binned += bin.count;
        }
        QCOMPARE(binned, qint64(result.count));
        QVERIFY(bench.page->minimumSizeHint().width() <= 960); // beside the labels at 1280 x 720
        auto* views = bench.find<widgets::SegmentedControl>("evaluationViews");
        for (int view = 0; view < 5; ++view) {
            views->setCurrent(view);
            keep(*bench.page, QStringLiteral("%1-%2").arg(QLatin1String(name)).arg(view));
        }
    }

    void worstMistakesComeFirst()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        QAbstractItemModel* tiles = bench.tiles();
        new QAbstractItemModelTester(tiles, this);
        const auto& answers = *bench.page->run().answers();
        const int wrong
            = int(std::lround((1 - answers.evaluation.top1) * double(answers.evaluation.count)));
        QCOMPARE(tiles->rowCount(), wrong);
        QCOMPARE(bench.find<QLabel>("answersTitle")->text(),
                 QStringLiteral("Worst mistakes first: %1").arg(wrong));
        double before = 1;
        for (int i = 0; i < wrong; ++i) {
            const QModelIndex tile = tiles->index(i, 0);
            QVERIFY(!tile.data(AnswerList::RightRole).toBool());
            QVERIFY(tile.data(AnswerList::TruthRole) != tile.data(AnswerList::PredictedRole));
            QVERIFY(tile.data(AnswerList::ProbabilityRole).toDouble() <= before);
            before = tile.data(AnswerList::ProbabilityRole).toDouble();
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            !tiles->index(0, 0).data(AnswerList::ThumbnailRole).value<QImage>().isNull(),
            kPatienceMs);
    }

    void clickingACellShowsItsPictures()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        auto* matrix = bench.find<charts::MatrixChart>("confusion");
        const auto& confusion = bench.page->run().answers()->evaluation.confusion;
        matrix->setCurrent(charts::MatrixCell { 0, 0 });
        QTest::keyClick(matrix, Qt::Key_Return);
        QCOMPARE(bench.tiles()->rowCount(), int(confusion[0][0]));
        const QPoint cell = matrix->matrixLayout().cellRect({ 3, 3 }).center().toPoint();
        QTest::mouseClick(matrix->viewport(), Qt::LeftButton, {}, cell);
        QCOMPARE(bench.tiles()->rowCount(), int(confusion[3][3]));
        for (int i = 0; i < bench.tiles()->rowCount(); ++i) {
            QCOMPARE(bench.tiles()->index(i, 0).data(AnswerList::TruthRole).toString(),
                     matrix->data().rows[3]);
        }
        auto* table = bench.find<QTableView>("classes");
        table->selectRow(0);
        QVERIFY(bench.tiles()->rowCount() > 0);
        QSignalSpy shown(&bench.state, &VisionState::picturesRequested);
        auto* list = bench.find<QListView>("answers");
        list->setCurrentIndex(bench.tiles()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(shown.size(), 1);
    }

    void classesSortByTheirNumbers()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        auto* table = bench.find<QTableView>("classes");
        new QAbstractItemModelTester(table->model(), this);
        table->sortByColumn(ClassTableModel::RecallColumn, Qt::AscendingOrder);
        double before = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const double recall = table->model()
                                      ->index(row, ClassTableModel::RecallColumn)
                                      .data(ClassTableModel::kSortRole)
                                      .toDouble();
            QVERIFY(recall >= before);
            before = recall;
        }
    }

    void skippedPicturesAreListedAndOthersCounted()
    {
        QTemporaryDir home;
        QVERIFY(makeSmallFolder(QDir(home.path())));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(home.path()));
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), 4);
        auto* skipped = bench.find<QTreeWidget>("skipped");
        QCOMPARE(skipped->topLevelItemCount(), 1);
        QCOMPARE(skipped->topLevelItem(0)->text(0), QStringLiteral("cat/broken.png"));
        QVERIFY(!skipped->topLevelItem(0)->text(1).isEmpty());
        const QString csv = home.filePath(QStringLiteral("out.csv"));
        QVERIFY(bench.page->savePredictions(csv, nullptr));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 7); // header, four, one skipped, the end
        QVERIFY(lines[0].startsWith("file,label,predicted,probability,correct"));
        QVERIFY(lines[1].startsWith("cat/"));
        QVERIFY(lines[5].startsWith("cat/broken.png,,,,,,"));
    }

    void otherWordsAreScoredWithoutReadingThePicturesAgain()
    {
        QTemporaryDir home;
        QVERIFY(makeSmallFolder(QDir(home.path())));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(home.path()));
        const auto before = bench.page->run().answers();
        QVERIFY(QDir(home.filePath(QStringLiteral("cat"))).removeRecursively());
        bench.state.setTemplates({ QStringLiteral("{} 사진") });
        QVERIFY(bench.waitForAnswers());
        const auto after = bench.page->run().answers();
        QVERIFY(after != before);
        QCOMPARE(after->pictures, before->pictures);
        QVERIFY(after->confidence(0) != before->confidence(0));
        // The words of one class, as a user types them.
        auto* table = bench.find<QTableView>("classes");
        QVERIFY(table->model()->setData(table->model()->index(0, ClassTableModel::TextColumn),
                                        QStringLiteral("고양이"), Qt::EditRole));
        QVERIFY(bench.waitForAnswers());
        QVERIFY(bench.page->run().answers() != after);
        const QJsonObject state = bench.page->saveState();
        QCOMPARE(
            state.value(QStringLiteral("texts")).toObject().value(QStringLiteral("cat")).toString(),
            QStringLiteral("고양이"));
        PageBench again;
        again.page->restoreState(state);
        QTRY_COMPARE_WITH_TIMEOUT(again.find<QTableView>("classes")
                                      ->model()
                                      ->index(0, ClassTableModel::ClassColumn)
                                      .data()
                                      .toString(),
                                  QStringLiteral("dog"), kPatienceMs);
    }

    void stopKeepsWhatIsFinished()
    {
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(testset("seen-vendors"), true);
        QVERIFY(QTest::qWaitFor([&] { return bench.page->run().done() > 0; }, kPatienceMs));
        QVERIFY(!bench.page->run().isComplete());
        auto* start = bench.find<QPushButton>("evaluate");
        start->click();
        QVERIFY(QTest::qWaitFor(
            [&] { return !bench.page->run().isRunning() && bench.page->run().answers(); },
            kPatienceMs));
        const int done = bench.page->run().done();
        QVERIFY(done > 0 && done < 160);
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), done);
        QCOMPARE(bench.find<QLabel>("evaluationProgress")->text(),
                 QStringLiteral("%1 of 160 pictures").arg(done));
        QCOMPARE(start->text(), QStringLiteral("Go on"));
        start->click();
        QVERIFY(bench.waitForAnswers());
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), 160);
    }

    void otherJobsGetInBetween()
    {
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(testset("seen-vendors"), true);
        QVERIFY(QTest::qWaitFor([&] { return bench.page->run().done() > 0; }, kPatienceMs));
        bool answered = false;
        const auto job = bench.runner.start<int>(
            { .title = QStringLiteral("label"), .lane = jobs::Lane::Compute, .slot = {} },
            [](const base::CancelToken&, base::Progress&) -> base::Result<int> { return 1; },
            { .done = [&](int) { answered = true; }, .cancelled = {}, .failed = {} });
        QVERIFY(QTest::qWaitFor([&] { return answered; }, kPatienceMs));
        QVERIFY(!bench.page->run().isComplete());
    }

    void comparesTemplatesWithAnInterval()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        auto* card = bench.page->findChild<ComparisonCard*>();
        card->compareTemplates(QStringLiteral("one"), { QStringLiteral("a photo of a/an {}") });
        QVERIFY(QTest::qWaitFor([&] { return card->comparison().has_value(); }, kPatienceMs));
        const auto& outcomes = card->comparison()->outcomes;
        const double expected = split("openmoji-held-out")
                                    .value(QStringLiteral("a photo of a/an {}"))
                                    .toObject()
                                    .value(QStringLiteral("top1"))
                                    .toDouble();
        QVERIFY(std::abs(outcomes.secondAccuracy() - expected) < 0.5e-4);
        QCOMPARE(outcomes.firstAccuracy(), bench.page->run().answers()->evaluation.top1);
        QVERIFY(card->comparison()->interval.low <= outcomes.difference());
        QVERIFY(card->comparison()->interval.high >= outcomes.difference());
        QVERIFY(card->findChild<QLabel*>(QStringLiteral("verdict"))
                    ->text()
                    .contains(QStringLiteral("95 %")));
        bench.find<widgets::SegmentedControl>("evaluationViews")->setCurrent(3);
        keep(*bench.page, QStringLiteral("compare"));
        // The same model loaded from its files again differs in nothing.
        bench.state.setTemplates(englishTemplates());
        card->compareModel(resource("starterclip-64"));
        QVERIFY(QTest::qWaitFor([&] { return card->comparison().has_value(); }, kPatienceMs));
        QCOMPARE(card->comparison()->outcomes.onlyFirst, std::int64_t(0));
        QCOMPARE(card->comparison()->outcomes.onlySecond, std::int64_t(0));
        QCOMPARE(card->comparison()->interval.low, 0.0);
    }

    void refusesWithAReason()
    {
        QTemporaryDir home;
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(home.path(), true);
        bool said = false;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const QLabel* label : bench.page->findChildren<QLabel*>()) {
                    said = said
                        || (label->isVisible()
                            && label->text().contains(QStringLiteral("no subfolders")));
                }
                return said;
            }(),
            kPatienceMs);
        auto* card = bench.page->findChild<ComparisonCard*>();
        QSignalSpy failed(card, &ComparisonCard::failed);
        card->compareModel(home.filePath(QStringLiteral("nothing")));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kPatienceMs);
    }

    void dropEvaluates()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(dropOn(bench.page.get(), QStringList { testset("openmoji-held-out") }));
        QVERIFY(bench.waitForAnswers());
        QVERIFY(!dropOn(bench.page.get(),
                        QStringList { testset("openmoji-held-out/cat/openmoji_1f408.png") }));
    }

    void everyChartIsExported()
    {
        QTemporaryDir home;
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        QCOMPARE(bench.page->findChildren<charts::ExportButton*>().size(), 2);
        for (const charts::ChartPicture* chart :
             { static_cast<const charts::ChartPicture*>(
                   bench.find<charts::MatrixChart>("confusion")),
               static_cast<const charts::ChartPicture*>(
                   bench.find<charts::ReliabilityChart>("reliability")) }) {
            QVERIFY(!chart->chartText().title.isEmpty());
            QVERIFY(chart->chartText().provenance.contains(QStringLiteral("openmoji-held-out")));
            for (const char* suffix : { "png", "svg", "csv" }) {
                const QString path
                    = home.filePath(QStringLiteral("chart.") + QLatin1String(suffix));
                QVERIFY(charts::saveChart(*chart, path, nullptr));
                QVERIFY(QFileInfo(path).size() > 100);
            }
        }
    }

private:
    /// FE_CHART_PICTURES=FOLDER saves the page in both themes, to be looked at by people.
    static void keep(EvaluationPage& page, const QString& name)
    {
        const QString folder = qEnvironmentVariable("FE_CHART_PICTURES");
        if (folder.isEmpty()) {
            return;
        }
        QTest::qWait(500); // thumbnails
        widgets::Theme theme;
        theme.setMode(widgets::ThemeMode::Light);
        for (const auto mode : { widgets::ThemeMode::Dark, widgets::ThemeMode::Light }) {
            theme.setMode(mode);
            QTest::qWait(50);
            const auto suffix = mode == widgets::ThemeMode::Dark ? "-dark.png" : "-light.png";
            page.grab().save(folder + QStringLiteral("/page-") + name + QLatin1String(suffix));
        }
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(EvaluationPageTest)
#include "tst_evaluation_page.moc"
