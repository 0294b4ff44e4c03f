// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_chart.h"
#include "charts/plot_layout.h"
#include "pages_bench.h"
#include "scaling/sharpness/sharp_page.h"

#include <QComboBox>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

using namespace fe::scaling_tab;
using fe::charts::PlotChart;

namespace {

using Bench = PageBench<SharpPage>;

bool isReady(const Bench& bench)
{
    return QTest::qWaitFor([&] { return !bench.page->pairs().empty(); }, kPatienceMs);
}

int indexOf(const Bench& bench, const char* part)
{
    return bench.find<QComboBox>("sharpTask")->findText(QString::fromUtf8(part), Qt::MatchContains);
}

const QByteArray kTable = "task,metric,params,value\n"
                          "copy,exact_match,1e8,0.01\n"
                          "copy,exact_match,1e9,0.25\n"
                          "copy,exact_match,1e10,0.81\n"
                          "copy,bleu,1e7,5\n"
                          "copy,bleu,1e9,40\n"
                          "copy,bleu,1e10,90\n"
                          "alone,exact_match,1e8,0.5\n";

} // namespace

class SharpPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void pairsOfTheShippedTablesAreThere()
    {
        Bench bench;
        QVERIFY(isReady(bench));
        QVERIFY(indexOf(bench, "international_phonetic_alphabet_transliterate · exact_match / bleu")
                >= 0);
        QVERIFY(indexOf(bench, "LAMBADA · acc / ppl") >= 0);
        QVERIFY(indexOf(bench, "lambada_openai · acc / ppl") >= 0);
        for (int i = 0; i < int(bench.page->pairs().size()); ++i) {
            bench.find<QComboBox>("sharpTask")->setCurrentIndex(i);
            for (const char* name : { "sharpPlot", "smoothPlot" }) {
                const auto& data = bench.find<PlotChart>(name)->data();
                QVERIFY2(std::any_of(data.series.cbegin(), data.series.cend(),
                                     [](const auto& series) { return !series.points.isEmpty(); }),
                         name);
            }
        }
    }

    void bothPlotsHaveOneXAxis()
    {
        Bench bench;
        QVERIFY(isReady(bench));
        QVERIFY(bench.openFile(kTable));
        QTRY_VERIFY(indexOf(bench, "copy") >= 0);
        bench.find<QComboBox>("sharpTask")->setCurrentIndex(indexOf(bench, "copy"));
        const auto* sharp = bench.find<PlotChart>("sharpPlot");
        const auto* smooth = bench.find<PlotChart>("smoothPlot");
        QCOMPARE(sharp->plotLayout().rangeX().low, smooth->plotLayout().rangeX().low);
        QCOMPARE(sharp->plotLayout().rangeX().high, smooth->plotLayout().rangeX().high);
        QVERIFY(sharp->plotLayout().rangeX().low <= 1e7); // that the other one has alone
        bench.find<PlotChart>("sharpPlot")->setView({ 0.2, 0.1, 0.5, 0.5 });
        QCOMPARE(smooth->view(), QRectF(0.2, 0, 0.5, 1)); // along x alone
        QCOMPARE(sharp->view(), QRectF(0.2, 0.1, 0.5, 0.5));
    }

    void theTransformIsDashedAndNamedSo()
    {
        Bench bench;
        QVERIFY(isReady(bench));
        QVERIFY(bench.openFile(kTable));
        QTRY_VERIFY(indexOf(bench, "copy") >= 0);
        bench.find<QComboBox>("sharpTask")->setCurrentIndex(indexOf(bench, "copy"));
        bench.find<QSpinBox>("answerLength")->setValue(2);
        const auto& data = bench.find<PlotChart>("sharpPlot")->data();
        QCOMPARE(data.curves.size(), 1);
        const auto& curve = data.curves[0];
        QVERIFY(data.series[curve.series].name.contains(QStringLiteral("a transform, not a")));
        QVERIFY(data.series[curve.series].points.isEmpty());
        QCOMPARE(curve.points.size(), 3);
        QCOMPARE(curve.points[1].y, 0.5); // the root of 0.25
        QVERIFY(std::abs(curve.points[2].y - 0.9) < 1e-12);
        QVERIFY(std::isinf(curve.measuredFrom)); // no part of it was measured
        bench.find<QSpinBox>("answerLength")->setValue(1);
        QVERIFY(bench.find<PlotChart>("sharpPlot")->data().curves.isEmpty());
        keepPage(*bench.page, QStringLiteral("sharp-file"));
    }

    void percentIsShownAsAShare()
    {
        Bench bench;
        QVERIFY(isReady(bench));
        bench.find<QComboBox>("sharpTask")->setCurrentIndex(indexOf(bench, "LAMBADA · acc"));
        double most = 0;
        for (const auto& series : bench.find<PlotChart>("sharpPlot")->data().series) {
            for (const auto& point : series.points) {
                most = std::max(most, point.y);
            }
        }
        QCOMPARE(most, 0.864); // GPT-3 175B with a few shots
        QVERIFY(bench.find<PlotChart>("smoothPlot")->data().y.log); // from 165 to 1.9
        keepPage(*bench.page, QStringLiteral("sharp"));
    }

    void thePairIsFoundAgain()
    {
        Bench first;
        QVERIFY(isReady(first));
        first.find<QComboBox>("sharpTask")->setCurrentIndex(indexOf(first, "LAMBADA · acc"));
        first.find<QComboBox>("sharpScale")->setCurrentIndex(1);
        first.find<QSpinBox>("answerLength")->setValue(7);
        const QJsonObject state = first.page->saveState();
        Bench second;
        second.page->restoreState(state);
        QVERIFY(isReady(second));
        QCOMPARE(second.page->saveState(), state);
        QVERIFY(
            second.find<QComboBox>("sharpTask")->currentText().contains(QStringLiteral("LAMBADA")));
    }
};

QTEST_MAIN(SharpPageTest)
#include "tst_sharp_page.moc"
