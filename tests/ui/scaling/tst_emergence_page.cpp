// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/strip_chart.h"
#include "pages_bench.h"
#include "scaling/emergence/emergence_page.h"
#include "widgets/segmented_control.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QTableView>

#include <algorithm>

using namespace fe::scaling_tab;
using fe::scaling::EmergenceVerdict;

namespace {

// Accuracy of guessing is 0.25; the task appears between 1e21 and 1e22, and falls back once.
const QByteArray kTable = "task,params,train_flops,accuracy,chance,n_instances\n"
                          "leap,1e8,1e20,0.25,0.25,1000\n"
                          "leap,1e9,1e21,0.27,0.25,1000\n"
                          "leap,1e10,1e22,0.33,0.25,1000\n"
                          "leap,1e11,1e23,0.90,0.25,1000\n"
                          "waver,1e8,1e20,0.25,0.25,1000\n"
                          "waver,1e9,1e21,0.60,0.25,1000\n"
                          "waver,1e10,1e22,0.26,0.25,1000\n"
                          "waver,1e11,1e23,0.70,0.25,1000\n";

const FoundAbility* named(const FoundAbilities& abilities, const QString& name)
{
    const auto found = std::find_if(abilities.begin(), abilities.end(),
                                    [&](const FoundAbility& one) { return one.name == name; });
    return found == abilities.end() ? nullptr : &*found;
}

using Bench = PageBench<EmergencePage>;

// The page has found both series of the table.
bool hasFound(const Bench& bench)
{
    return QTest::qWaitFor(
        [&] {
            return !bench.page->isSearching()
                && named(bench.page->abilities(), QStringLiteral("leap")) != nullptr;
        },
        kPatienceMs);
}

double scaleOf(const Bench& bench, const char* name)
{
    const FoundAbility* ability = named(bench.page->abilities(), QLatin1String(name));
    return ability ? ability->at : -1;
}

} // namespace

class EmergencePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void findsWhereAbilitiesAppear()
    {
        Bench bench;
        QVERIFY(bench.openFile(kTable));
        QVERIFY(hasFound(bench));
        // 0.33 of 1000 is 0.302 at the interval's lower end: not 0.05 over 0.25 with certainty ...
        QCOMPARE(scaleOf(bench, "leap"), 1e22);
        const FoundAbility* leap = named(bench.page->abilities(), QStringLiteral("leap"));
        QCOMPARE(leap->verdict, EmergenceVerdict::Appears);
        QCOMPARE(leap->after, 1e21);
        QCOMPARE(leap->chance, 0.25);
        QCOMPARE(leap->largest, 0.9);
        // ... and what falls back is not there before it is there to stay.
        QCOMPARE(scaleOf(bench, "waver"), 1e23);
    }

    void theRuleChangesVerdicts()
    {
        Bench bench;
        QVERIFY(bench.openFile(kTable));
        QVERIFY(hasFound(bench));
        bench.find<QDoubleSpinBox>("emergenceMargin")->setValue(6);
        QTRY_COMPARE_WITH_TIMEOUT(scaleOf(bench, "leap"), 1e23, kPatienceMs);
        bench.find<QCheckBox>("emergenceInterval")->setChecked(false); // 0.33 > 0.25 + 0.06
        QTRY_COMPARE_WITH_TIMEOUT(scaleOf(bench, "leap"), 1e22, kPatienceMs);
        bench.find<QCheckBox>("emergenceStays")->setChecked(false);
        QTRY_COMPARE_WITH_TIMEOUT(scaleOf(bench, "waver"), 1e21, kPatienceMs);
        bench.find<QDoubleSpinBox>("emergenceMargin")->setValue(70);
        QTRY_VERIFY_WITH_TIMEOUT(named(bench.page->abilities(), QStringLiteral("leap"))->verdict
                                     == EmergenceVerdict::NotYet,
                                 kPatienceMs);
    }

    void theScaleIsComputeOrParameters()
    {
        Bench bench;
        QVERIFY(bench.openFile(kTable));
        QVERIFY(hasFound(bench));
        bench.find<QComboBox>("emergenceScale")->setCurrentIndex(int(ScaleKind::Params));
        QTRY_COMPARE_WITH_TIMEOUT(scaleOf(bench, "leap"), 1e10, kPatienceMs);
        const auto* published
            = named(bench.page->abilities(), QStringLiteral("Addition/subtraction (3 digit)"));
        QVERIFY(published);
        QCOMPARE(published->at, 1.3e10);
    }

    void publishedAndFoundStandTogetherByScale()
    {
        Bench bench;
        QVERIFY(bench.openFile(kTable));
        QVERIFY(hasFound(bench));
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->abilities().size(), 22U + 2U, kPatienceMs);
        const FoundAbilities& all = bench.page->abilities();
        QVERIFY(std::is_sorted(all.begin(), all.end(),
                               [](const auto& a, const auto& b) { return a.at < b.at; }));
        QCOMPARE(all.front().at, 8.9e19); // scratchpads, Wei et al. 2022
        const auto* strip = bench.find<fe::charts::StripChart>("emergenceStrip");
        QCOMPARE(strip->data().rows.size(), 24);
        QVERIFY(strip->csv().contains("leap,"));
        keepPage(*bench.page, QStringLiteral("emergence"));
    }

    void aShippedTableFindsItsColumns()
    {
        Bench bench;
        QVERIFY(bench.open("bigbench_big_g"));
        QTRY_VERIFY_WITH_TIMEOUT(named(bench.page->abilities(), QStringLiteral("word_unscrambling"))
                                     != nullptr,
                                 kPatienceMs);
        QCOMPARE(bench.find<QComboBox>("emergenceScale")->currentIndex(), int(ScaleKind::Params));
        const auto* found = named(bench.page->abilities(), QStringLiteral("word_unscrambling"));
        QCOMPARE(found->verdict, EmergenceVerdict::Appears);
        QVERIFY(found->at > 1e11 && found->after < 5e10);
        keepPage(*bench.page, QStringLiteral("emergence-bigbench"));
    }

    void aTableWithoutScoresSaysSo()
    {
        Bench bench;
        QVERIFY(bench.open("emergence_thresholds_wei2022"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->abilities().size(), 22U, kPatienceMs);
        QVERIFY(bench.find<QLabel>("emergenceNote")->text().contains(QStringLiteral("no score")));
    }

    void aClickSelectsTheRow()
    {
        Bench bench;
        QVERIFY(bench.openFile(kTable));
        QVERIFY(hasFound(bench));
        auto* strip = bench.find<fe::charts::StripChart>("emergenceStrip");
        const auto& rows = strip->data().rows;
        const auto at = std::find_if(rows.cbegin(), rows.cend(), [](const auto& row) {
            return row.label == QStringLiteral("leap");
        });
        strip->setCurrentRow(int(at - rows.cbegin()));
        const QRect rect = strip->stripLayout().rowRect(strip->currentRow()).toRect();
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {}, rect.center());
        QCOMPARE(bench.state->selectedRow(), std::optional<std::size_t>(2));
    }

    void theRuleIsFoundAgain()
    {
        Bench first;
        first.find<QDoubleSpinBox>("emergenceMargin")->setValue(12.5);
        first.find<QCheckBox>("emergenceStays")->setChecked(false);
        first.find<fe::widgets::SegmentedControl>("emergenceViews")->setCurrent(1);
        const QJsonObject state = first.page->saveState();
        Bench second;
        second.page->restoreState(state);
        QCOMPARE(second.page->saveState(), state);
        QCOMPARE(second.find<QDoubleSpinBox>("emergenceMargin")->value(), 12.5);
    }
};

QTEST_MAIN(EmergencePageTest)
#include "tst_emergence_page.moc"
