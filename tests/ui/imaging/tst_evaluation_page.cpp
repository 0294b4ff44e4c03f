// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"
#include "charts/reliability_chart.h"
#include "evaluation_bench.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>

#include <algorithm>
#include <cmath>

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
        for (const QAbstractButton* button : bench.page->findChildren<QAbstractButton*>()) {
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
        // A mistake: truth is the row, not the column.
        int truth = 0;
        int predicted = 0;
        for (std::size_t i = 0; i < confusion.size(); ++i) {
            for (std::size_t j = 0; j < confusion.size(); ++j) {
                if (i != j && confusion[i][j] > 0 && confusion[j][i] == 0) {
                    truth = int(i);
                    predicted = int(j);
                }
            }
        }
        QVERIFY(truth != predicted);
        matrix->setCurrent(charts::MatrixCell { truth, predicted });
        QTest::keyClick(matrix, Qt::Key_Return);
        QCOMPARE(bench.tiles()->rowCount(),
                 int(confusion[std::size_t(truth)][std::size_t(predicted)]));
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
        const auto& classes = bench.page->run().answers()->evaluation.classes;
        double before = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QString name
                = table->model()->index(row, ClassTableModel::ClassColumn).data().toString();
            const auto& labels = bench.page->run().folder()->labels;
            const auto label = std::find(labels.begin(), labels.end(), name.toStdString());
            const double recall = classes[std::size_t(label - labels.begin())].recall();
            QVERIFY(recall >= before);
            before = recall;
        }
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
    QTemporaryDir m_home;
};

QTEST_MAIN(EvaluationPageTest)
#include "tst_evaluation_page.moc"
