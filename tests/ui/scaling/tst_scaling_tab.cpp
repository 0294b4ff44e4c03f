// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_chart.h"
#include "scaling/scaling_tab.h"
#include "scaling_bench.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QWheelEvent>

#include <memory>

namespace {

/// The tab as the window makes it.
struct TabBench {
    QTemporaryDir folder;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    std::unique_ptr<workspace::Tab> tab { scaling_tab::makeScalingTab(workspace, runner, nullptr) };

    explicit TabBench(const QJsonObject& state
                      = { { QStringLiteral("page"), QStringLiteral("plot") } })
    {
        qputenv("XDG_DATA_HOME", folder.path().toUtf8());
        if (!state.isEmpty()) {
            tab->restoreState(state);
        }
        tab->resize(1280, 640);
        tab->show();
    }
    template<typename T>
    [[nodiscard]] T* find(const char* name) const
    {
        return tab->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] charts::PlotChart* plot() const { return find<charts::PlotChart>("plot"); }
    [[nodiscard]] bool isIdle() const { return runner.jobs().isEmpty(); }
    [[nodiscard]] bool wait() const
    {
        return QTest::qWaitFor([this] { return isIdle(); }, kPatienceMs);
    }
    [[nodiscard]] QString write(const QString& name, const QByteArray& content) const
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path
                                                                                        : QString();
    }
    [[nodiscard]] bool openFile(const QString& path) const { return tab->openFile(path) && wait(); }
    void choose(const char* combo, const QString& entry) const
    {
        auto* box = find<QComboBox>(combo);
        const int index = box->findText(entry);
        QVERIFY2(index >= 0, qPrintable(entry));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    [[nodiscard]] QString cell(const char* table, int row, int column) const
    {
        return find<QTableView>(table)->model()->index(row, column).data().toString();
    }
};

} // namespace

class ScalingTabTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstStartShowsTheFigure();
    void aClickInTheBrowserOpensATable();
    void filesGoToTheTabByTheirNames();
    void aBadFileSaysSoInTheView();
    void missingFilesSaySo();
    void columnsAreChosen();
    void conditionsFilterTheRows();
    void theSearchAndTheListChooseSeries();
    void aSelectedRowIsTheSelectedPoint();
    void fittingFillsTheTable();
    void theWheelChangesNoSetting();
    void fitCanBeCancelled();
    void residualsLieUnderTheirPoints();
    void lawsAreCompared();
    void importSettingsReadAgain();
    void refusedRowsAreShownAndCopied();
    void stateIsRestored();
};

void ScalingTabTest::theFirstStartShowsTheFigure()
{
    TabBench bench { QJsonObject() };
    QVERIFY(QTest::qWaitFor([&] { return !bench.plot()->data().curves.isEmpty(); }, kPatienceMs));
    QCOMPARE(bench.plot()->data().series.size(), 5);
    QVERIFY(bench.plot()->data().marks.size() >= 3);
    // And again from anywhere, by one click.
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QCOMPARE(bench.plot()->data().series.size(), 3);
    QTest::mouseClick(bench.find<QPushButton>("emergenceFigure"), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor(
        [&] {
            return bench.plot()->data().series.size() == 5
                && !bench.plot()->data().curves.isEmpty();
        },
        kPatienceMs));
}

void ScalingTabTest::aClickInTheBrowserOpensATable()
{
    TabBench bench;
    auto* list = bench.find<QTableView>("sources");
    QCOMPARE(list->model()->rowCount(), int(scaling::datasets().size()) + 1);
    const QModelIndex chinchilla = list->model()->index(4, 0);
    QCOMPARE(list->model()->index(4, 1).data().toString(), QStringLiteral("245"));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(chinchilla).center());
    QVERIFY(bench.wait());
    QCOMPARE(bench.plot()->data().text.title, chinchilla.data().toString());
    const QString about = bench.find<QLabel>("aboutSource")->text();
    QVERIFY(about.contains(QStringLiteral("arXiv:2404.10102")));
    QVERIFY(about.contains(QStringLiteral("no licence file")));
    QVERIFY(about.contains(QStringLiteral("245 training runs")));
}

void ScalingTabTest::filesGoToTheTabByTheirNames()
{
    TabBench bench;
    QVERIFY(!bench.tab->openFile(bench.write(QStringLiteral("a.jsonl"), "{}")));
    QVERIFY(!bench.tab->openFile(bench.write(QStringLiteral("a.txt"), "x,y\n1,2\n")));
    QVERIFY(!bench.tab->openFile(bench.folder.path()));
    QVERIFY(bench.openFile(bench.write(QStringLiteral("A.CSV"), emergingCsv())));
    QCOMPARE(bench.plot()->data().text.title, QStringLiteral("A.CSV"));
    QVERIFY(bench.openFile(bench.write(QStringLiteral("b.tsv"), "x\ty\n1\t2\n3\t4\n")));
    auto* list = bench.find<QTableView>("sources");
    const int files = int(scaling::datasets().size());
    QCOMPARE(list->model()->index(files, 0).data().toString(), QStringLiteral("b.tsv"));
    QCOMPARE(list->model()->index(files, 1).data().toString(), QStringLiteral("2"));
    QCOMPARE(list->model()->index(files + 1, 0).data().toString(), QStringLiteral("A.CSV"));
}

void ScalingTabTest::aBadFileSaysSoInTheView()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QVERIFY(bench.openFile(bench.write(QStringLiteral("empty.csv"), "x,y\n")));
    const auto banners = bench.tab->findChildren<widgets::MessageBanner*>();
    QVERIFY(std::any_of(banners.begin(), banners.end(), [](const widgets::MessageBanner* banner) {
        return banner->isVisible() && banner->text().headline.contains(QStringLiteral("empty.csv"));
    }));
    QCOMPARE(bench.plot()->data().text.title, QStringLiteral("a.csv"));
}

void ScalingTabTest::missingFilesSaySo()
{
    TabBench bench;
    const QString path = bench.write(QStringLiteral("a.csv"), emergingCsv());
    QVERIFY(bench.openFile(path));
    const QJsonObject state = bench.tab->saveState();
    QVERIFY(QFile::remove(path));
    TabBench later(state);
    QVERIFY(later.wait());
    auto* list = later.find<QTableView>("sources");
    QVERIFY(list->model()
                ->index(int(scaling::datasets().size()), 0)
                .data()
                .toString()
                .contains(QStringLiteral("not there")));
}

void ScalingTabTest::columnsAreChosen()
{
    TabBench bench;
    QVERIFY(bench.openFile(
        bench.write(QStringLiteral("a.csv"), "size,loss,other\n1e6,4,1\n1e7,3,2\n1e8,2,30\n")));
    QCOMPARE(bench.plot()->data().x.name, QStringLiteral("size"));
    bench.choose("xColumn", QStringLiteral("other"));
    QCOMPARE(bench.plot()->data().x.name, QStringLiteral("other"));
    auto* log = bench.find<QCheckBox>("logX");
    const bool before = bench.plot()->data().x.log;
    log->click();
    QCOMPARE(bench.plot()->data().x.log, !before);
    bench.choose("yColumn", QStringLiteral("size"));
    QCOMPARE(bench.plot()->data().y.name, QStringLiteral("size"));
    QCOMPARE(bench.find<QComboBox>("labelColumn")->count(), 4); // texts and numbers may name
}

void ScalingTabTest::conditionsFilterTheRows()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    bench.choose("conditionColumn", QStringLiteral("task"));
    bench.choose("conditionValue", QStringLiteral("sort"));
    bench.find<QToolButton>("addCondition")->click();
    QCOMPARE(bench.plot()->data().series.size(), 1);
    QCOMPARE(bench.find<QTableView>("dataTable")->model()->rowCount(), 9);
    bench.choose("conditionValue", QStringLiteral("add")); // takes the first one's place
    bench.find<QToolButton>("addCondition")->click();
    QCOMPARE(bench.find<QTableView>("dataTable")->model()->rowCount(), 9);
    QCOMPARE(bench.plot()->data().series.first().name, QStringLiteral("add"));
    bench.find<QToolButton>("removeCondition")->click();
    QCOMPARE(bench.find<QTableView>("dataTable")->model()->rowCount(), 27);
}

void ScalingTabTest::theSearchAndTheListChooseSeries()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    auto* list = bench.find<QListWidget>("seriesList");
    QCOMPARE(list->count(), 3);
    list->item(0)->setCheckState(Qt::Unchecked);
    QCOMPARE(bench.plot()->data().series.size(), 2);
    bench.find<QLineEdit>("seriesSearch")->setText(QStringLiteral("FLA"));
    QVERIFY(list->item(0)->isHidden() && !list->item(2)->isHidden());
    bench.find<QToolButton>("allSeries")->click();
    QCOMPARE(bench.plot()->data().series.size(), 1);
    QCOMPARE(bench.plot()->data().series.first().name, QStringLiteral("flat"));
    list->item(2)->setCheckState(Qt::Unchecked); // the last one stays
    QCOMPARE(bench.plot()->data().series.size(), 1);
    bench.find<QToolButton>("firstSeries")->click();
    QCOMPARE(bench.plot()->data().series.size(), 3);
}

void ScalingTabTest::aSelectedRowIsTheSelectedPoint()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    auto* rows = bench.find<QTableView>("dataTable");
    rows->selectRow(13);
    QCOMPARE(bench.plot()->currentId(), qint64 { 13 });
    QVERIFY(bench.find<QLabel>("selectedPoint")->text().contains(QStringLiteral("line 15")));
    rows->sortByColumn(3, Qt::DescendingOrder);
    QCOMPARE(bench.plot()->currentId(), qint64 { 13 }); // the same row elsewhere
    bench.plot()->setCurrent({ 0, 2 });
    const qint64 id = bench.plot()->currentId();
    QCOMPARE(rows->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("m2"));
    QVERIFY(id >= 0);
}

void ScalingTabTest::fittingFillsTheTable()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QTest::mouseClick(bench.find<QPushButton>("fit"), Qt::LeftButton);
    QVERIFY(bench.wait());
    QCOMPARE(bench.find<QTableView>("fitTable")->model()->rowCount(), 3);
    QCOMPARE(bench.cell("fitTable", 0, 0), QStringLiteral("add"));
    QVERIFY(std::abs(QLocale().toDouble(bench.cell("fitTable", 0, 1)) - 22) < 0.05);
    QVERIFY(bench.cell("fitTable", 0, 2).contains(QStringLiteral(" – ")));
    QCOMPARE(bench.cell("fitTable", 2, 1), QStringLiteral("not identified"));
    const QString why
        = bench.find<QTableView>("fitTable")->model()->index(2, 1).data(Qt::ToolTipRole).toString();
    QVERIFY2(why.contains(QStringLiteral("do not fix it")), qPrintable(why));
    QCOMPARE(bench.plot()->data().curves.size(), 2);
}

void ScalingTabTest::theWheelChangesNoSetting()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    for (QWidget* box : { static_cast<QWidget*>(bench.find<QComboBox>("law")),
                          static_cast<QWidget*>(bench.find<QSpinBox>("bootstrap")) }) {
        box->setFocus();
        const QPointF middle = box->rect().center();
        QWheelEvent event(middle, box->mapToGlobal(middle), {}, { 0, -120 }, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(box, &event);
    }
    QCOMPARE(bench.find<QComboBox>("law")->currentText(), QStringLiteral("logistic in log x"));
    QCOMPARE(bench.find<QSpinBox>("bootstrap")->value(), 0);
}

void ScalingTabTest::fitCanBeCancelled()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    auto* fit = bench.find<QPushButton>("fit");
    QTest::mouseClick(fit, Qt::LeftButton);
    QVERIFY(bench.wait());
    const QString before = bench.cell("fitTable", 0, 4);
    bench.find<QSpinBox>("bootstrap")->setValue(100'000);
    QTest::mouseClick(fit, Qt::LeftButton);
    QCOMPARE(fit->text(), QStringLiteral("Cancel"));
    QTest::qWait(300);
    QTest::mouseClick(fit, Qt::LeftButton);
    QVERIFY(bench.wait());
    QCOMPARE(fit->text(), QStringLiteral("Fit"));
    QCOMPARE(bench.cell("fitTable", 0, 4), before); // the bootstrap's interval is another one
}

void ScalingTabTest::residualsLieUnderTheirPoints()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QTest::mouseClick(bench.find<QPushButton>("fit"), Qt::LeftButton);
    QVERIFY(bench.wait());
    auto* residuals = bench.find<charts::PlotChart>("residuals");
    QVERIFY(!residuals->isVisible());
    bench.find<QToolButton>("residualsButton")->click();
    QVERIFY(residuals->isVisible());
    QCOMPARE(residuals->data().series.size(), 3);
    QCOMPARE(residuals->data().series.first().points.size(), 9);
    residuals->setCurrent({ 0, 3 });
    QCOMPARE(bench.plot()->currentId(), residuals->currentId());
}

void ScalingTabTest::lawsAreCompared()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    bench.find<widgets::SegmentedControl>("scalingPages")->setCurrent(1);
    QVERIFY(bench.wait()); // a few points are compared without asking
    auto* table = bench.find<QTableView>("comparison");
    QVERIFY(table->model()->rowCount() >= 5);
    QCOMPARE(bench.cell("comparison", 0, 0), QStringLiteral("logistic in log x (best)"));
    QVERIFY(!bench.find<charts::PlotChart>("comparedCurves")->data().curves.isEmpty());
    bench.choose("comparedSeries", QStringLiteral("sort"));
    auto* run = bench.find<QPushButton>("compare");
    QCOMPARE(run->text(), QStringLiteral("Cancel"));
    QTest::mouseClick(run, Qt::LeftButton);
    QVERIFY(bench.wait());
    QCOMPARE(run->text(), QStringLiteral("Compare"));
    QCOMPARE(bench.cell("comparison", 0, 0),
             QStringLiteral("logistic in log x (best)")); // the last
    QTest::mouseClick(run, Qt::LeftButton);
    QVERIFY(bench.wait());
    QVERIFY(bench.cell("comparison", 0, 0).contains(QStringLiteral("best")));
}

void ScalingTabTest::importSettingsReadAgain()
{
    TabBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), "a;b\n1,5;2\n2,5;3\n")));
    QTest::mouseClick(bench.find<QPushButton>("importSettings"), Qt::LeftButton);
    auto* dialog = bench.tab->findChild<QDialog*>();
    QVERIFY(dialog);
    auto* mark = dialog->findChild<QComboBox*>(QStringLiteral("decimalMark"));
    QCOMPARE(mark->currentText(), QStringLiteral("found: comma ,"));
    mark->setCurrentIndex(1); // the point
    dialog->accept();
    QVERIFY(bench.wait());
    QCOMPARE(bench.cell("dataTable", 0, 0), QStringLiteral("1,5")); // a text now
}

void ScalingTabTest::refusedRowsAreShownAndCopied()
{
    TabBench bench;
    QByteArray csv = "x,y\n";
    for (int i = 1; i < 20; ++i) {
        csv += QByteArray::number(i) + ','
            + (i == 5 ? QByteArray("five") : QByteArray::number(2 * i)) + '\n';
    }
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), csv)));
    bench.find<widgets::SegmentedControl>("detailPages")->setCurrent(2);
    QCOMPARE(bench.cell("refusedTable", 0, 0), QStringLiteral("6"));
    QCOMPARE(bench.cell("refusedTable", 0, 1), QStringLiteral("y"));
    bench.find<QPushButton>("copyDetail")->click();
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("\"five\"")));
}

void ScalingTabTest::stateIsRestored()
{
    QJsonObject state;
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.csv"));
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(emergingCsv());
    }
    {
        TabBench bench;
        QVERIFY(bench.openFile(path));
        bench.find<QListWidget>("seriesList")->item(1)->setCheckState(Qt::Unchecked);
        bench.find<QToolButton>("residualsButton")->click();
        QTest::mouseClick(bench.find<QPushButton>("fit"), Qt::LeftButton);
        QVERIFY(bench.wait());
        bench.find<widgets::SegmentedControl>("scalingPages")->setCurrent(1);
        state = bench.tab->saveState();
    }
    TabBench later(state);
    QVERIFY(later.wait());
    QVERIFY(QTest::qWaitFor([&] { return later.plot()->data().curves.size() == 1; }, kPatienceMs));
    QCOMPARE(later.plot()->data().series.size(), 2);
    QCOMPARE(later.find<widgets::SegmentedControl>("scalingPages")->current(), 1);
    QVERIFY(later.find<QToolButton>("residualsButton")->isChecked());
    QCOMPARE(later.find<QTableView>("fitTable")->model()->rowCount(), 2);
}

QTEST_MAIN(ScalingTabTest)
#include "tst_scaling_tab.moc"
