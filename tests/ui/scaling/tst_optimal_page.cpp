// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "charts/chart_export.h"
#include "charts/plot_chart.h"
#include "charts/plot_layout.h"
#include "pages_bench.h"
#include "scaling/optimal/budget_panel.h"
#include "scaling/optimal/optimal_page.h"
#include "widgets/segmented_control.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <cmath>

using namespace fe::scaling_tab;
using fe::charts::PlotChart;
using fe::scaling::LossLaw;

namespace {

using Bench = PageBench<OptimalPage>;

int seriesNamed(const fe::charts::PlotData& data, const char* part)
{
    for (int i = 0; i < int(data.series.size()); ++i) {
        if (data.series[i].name.contains(QLatin1String(part))) {
            return i;
        }
    }
    return -1;
}

/// Runs of the table are in the plot.
bool hasRuns(const Bench& bench)
{
    return QTest::qWaitFor(
        [&] {
            return seriesNamed(bench.find<PlotChart>("optimalPlot")->data(), "runs: loss") >= 0;
        },
        kPatienceMs);
}

QByteArray ownFit()
{
    QByteArray parameters;
    for (const auto& [name, value] :
         { std::pair { "E", "1.8" }, std::pair { "A", "480" }, std::pair { "B", "2100" },
           std::pair { "alpha", "0.35" }, std::pair { "beta", "0.37" } }) {
        parameters += (parameters.isEmpty() ? "\"" : ", \"") + QByteArray(name)
            + "\": {\"value\": " + value + "}";
    }
    return "{\"law\": \"chinchilla\", \"parameters\": {" + parameters + "}}";
}

QString writeFit(const Bench& bench, const QByteArray& json)
{
    const QString path = bench.folder.filePath(QStringLiteral("fit.json"));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() ? path : QString();
}

} // namespace

class OptimalPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbersAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("flops");
        QTest::newRow("exponent") << QStringLiteral("5.76e23") << 5.76e23;
        QTest::newRow("decimal comma") << QStringLiteral(" 1,5E21 ") << 1.5e21;
        QTest::newRow("power") << QStringLiteral("5.76·10^23") << 5.76e23;
        QTest::newRow("power alone") << QStringLiteral("10^21") << 1e21;
        QTest::newRow("digits") << QStringLiteral("1000000") << 1e6;
        QTest::newRow("empty") << QString() << 0.0;
        QTest::newRow("words") << QStringLiteral("much") << 0.0;
        QTest::newRow("negative") << QStringLiteral("-1e20") << 0.0;
        QTest::newRow("zero") << QStringLiteral("0") << 0.0;
        QTest::newRow("too large") << QStringLiteral("1e999") << 0.0;
        QTest::newRow("no number") << QStringLiteral("nan") << 0.0;
    }

    void numbersAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(double, flops);
        QCOMPARE(flopsFrom(text).value_or(0), flops);
    }

    void numbersAreTheEngines()
    {
        Bench bench;
        bench.find<QLineEdit>("budgetFlops")->setText(QStringLiteral("1e22"));
        QCOMPARE(bench.page->optima().size(), 3U);
        for (const LawOptimum& one : bench.page->optima()) {
            const auto law = LossLaw::byName(one.law.id());
            QVERIFY(law && one.point);
            const auto expected = fe::scaling::computeOptimal(*law, 1e22);
            QCOMPARE(one.point->params, expected->params);
            QCOMPARE(one.point->tokens, expected->tokens);
            QCOMPARE(one.point->loss, expected->loss);
        }
        bench.find<QLineEdit>("budgetFlops")->setText(QStringLiteral("nothing"));
        QVERIFY(!bench.page->optima()[0].point);
        QVERIFY(bench.find<QLabel>("budgetSum")->text().contains(QStringLiteral("no number")));
    }

    void hoursOfDevicesAreABudget()
    {
        Bench bench;
        bench.find<fe::widgets::SegmentedControl>("budgetWays")->setCurrent(1);
        bench.find<QDoubleSpinBox>("deviceHours")->setValue(1000);
        bench.find<QDoubleSpinBox>("utilisation")->setValue(50);
        auto* device = bench.find<QComboBox>("device");
        device->setCurrentIndex(device->findText(QStringLiteral("NVIDIA A100")));
        const double expected = 1000 * 3600.0 * 312e12 * 0.5;
        QVERIFY(std::abs(bench.page->optima()[0].point->flops / expected - 1) < 1e-12);
        bench.find<QDoubleSpinBox>("devicePeak")->setValue(100);
        QCOMPARE(device->currentIndex(), device->count() - 1); // another device now
        QVERIFY(std::abs(bench.page->optima()[0].point->flops / (1000 * 3600.0 * 100e12 * 0.5) - 1)
                < 1e-12);
    }

    void thePlaneShowsRunsContoursAndFrontiers()
    {
        Bench bench;
        bench.find<QLineEdit>("budgetFlops")->setText(QStringLiteral("1e21"));
        QVERIFY(hasRuns(bench));
        const auto& data = bench.find<PlotChart>("optimalPlot")->data();
        int runs = 0;
        for (const auto& series : data.series) {
            runs += std::isfinite(series.shade) ? int(series.points.size()) : 0;
        }
        QCOMPARE(runs, 245);
        QVERIFY(data.x.log && data.y.log);
        const LossLaw law = LossLaw::besiroglu(); // chosen at first
        const int contours = seriesNamed(data, "equal loss: Besiroglu");
        QVERIFY(contours >= 0);
        int curves = 0;
        for (const auto& curve : data.curves) {
            if (curve.series != contours) {
                continue;
            }
            ++curves;
            const double loss = law.loss(curve.points[0].x, curve.points[0].y);
            for (const auto& point : curve.points) {
                QVERIFY(std::abs(law.loss(point.x, point.y) - loss) < 1e-9);
            }
        }
        QVERIFY(curves >= 4);
        // The budget's optimum lies on the frontier of each law and on the budget's own curve.
        for (const LawOptimum& one : bench.page->optima()) {
            const int frontier
                = seriesNamed(data, ("any budget: " + one.name.toStdString()).c_str());
            QVERIFY(frontier >= 0);
            QCOMPARE(data.series[frontier].points.size(), 1);
            QCOMPARE(data.series[frontier].points[0].x, one.point->params);
            QVERIFY(std::abs(6 * one.point->params * one.point->tokens / 1e21 - 1) < 1e-9);
        }
        keepPage(*bench.page, QStringLiteral("optimal"));
    }

    void theChosenLawDrawsTheContours()
    {
        Bench bench;
        bench.find<QTableView>("optimumTable")->selectRow(0);
        QVERIFY(seriesNamed(bench.find<PlotChart>("optimalPlot")->data(), "equal loss: Kaplan")
                >= 0);
    }

    void contoursAreExported()
    {
        Bench bench;
        QVERIFY(hasRuns(bench));
        const auto* plot = bench.find<PlotChart>("optimalPlot");
        const QByteArray csv = plot->csv();
        QVERIFY(csv.contains("equal loss: Besiroglu"));
        QVERIFY(csv.count('\n') > 245 + 1000);
        for (const char* suffix : { "png", "svg", "pdf", "csv" }) {
            const QString path
                = bench.folder.filePath(QStringLiteral("plane.") + QLatin1String(suffix));
            QVERIFY(fe::charts::saveChart(*plot, path, nullptr));
            QVERIFY2(QFileInfo(path).size() > 1000, suffix);
        }
    }

    void hoveringTellsEveryLaw()
    {
        Bench bench;
        auto* plot = bench.find<PlotChart>("optimalPlot");
        const QPointF place = plot->plotLayout().place(1e9, 2e10);
        const QPoint view = plot->mapFromScene(place);
        QMouseEvent move(QEvent::MouseMove, view, plot->viewport()->mapToGlobal(view), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(plot->viewport(), &move);
        const QString text = bench.find<QLabel>("placeNumbers")->text();
        for (const char* name : { "Kaplan", "Hoffmann", "Besiroglu", "tokens a parameter" }) {
            QVERIFY2(text.contains(QLatin1String(name)), qPrintable(text));
        }
    }

    void anOwnFitIsComparedWithTheOthers()
    {
        Bench bench;
        const QString path = writeFit(bench, ownFit());
        QVERIFY(!path.isEmpty());
        bench.page->openFit(path);
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->optima().size(), 4U, kPatienceMs);
        const LossLaw& own = bench.page->optima()[3].law;
        QVERIFY(std::abs(own.loss(1e9, 1e10)
                         - (1.8 + 480 * std::pow(1e9, -0.35) + 2100 * std::pow(1e10, -0.37)))
                < 1e-12);
        QVERIFY(bench.find<QLabel>("ownFit")->text().contains(QStringLiteral("fit.json")));
        QVERIFY(seriesNamed(bench.find<PlotChart>("optimalPlot")->data(), "equal loss: Own fit")
                >= 0);
        // A file that is no fit leaves what was there.
        bench.page->openFit(writeFit(bench, "{\"law\": \"power\", \"parameters\": {}}"));
        QTest::qWait(300);
        QCOMPARE(bench.page->optima().size(), 4U);
    }

    void aFitOfThePlotPageBecomesTheOwnLaw()
    {
        Bench bench;
        bench.find<QPushButton>("fitRuns")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->ownLaw().has_value(), kPatienceMs);
        // 240 runs: Besiroglu et al.
        QVERIFY(std::abs(bench.page->ownLaw()->floor() - 1.8172) < 0.01);
    }

    void theTableIsCopied()
    {
        Bench bench;
        bench.find<QLineEdit>("budgetFlops")->setText(QStringLiteral("1e22"));
        bench.page->paletteActions().first()->trigger();
        const QStringList lines = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 5); // header, three laws, the end
        QCOMPARE(lines[1].split(u'\t').size(), 6);
        QVERIFY(lines[3].startsWith(QStringLiteral("Besiroglu\t")));
    }

    void theBudgetIsFoundAgain()
    {
        Bench first;
        first.find<QLineEdit>("budgetFlops")->setText(QStringLiteral("3e20"));
        first.find<QDoubleSpinBox>("devicePeak")->setValue(77);
        first.find<QTableView>("optimumTable")->selectRow(1);
        const QJsonObject state = first.page->saveState();
        Bench second;
        second.page->restoreState(state);
        QCOMPARE(second.page->saveState(), state);
        QCOMPARE(second.page->optima()[0].point->flops, 3e20);
    }
};

QTEST_MAIN(OptimalPageTest)
#include "tst_optimal_page.moc"
