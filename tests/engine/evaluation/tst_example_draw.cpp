// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/example_draw.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace fe::evaluation;

namespace {

/// 30 rows: 20 of label a, 8 of b, 2 of c.
ExampleTable table()
{
    ExampleTable table;
    table.columns = { "text", "label" };
    for (int i = 0; i < 30; ++i) {
        table.rows.push_back({ "t" + std::to_string(i), i < 20 ? "a" : i < 28 ? "b" : "c" });
    }
    return table;
}

std::vector<std::size_t> head(std::vector<std::size_t> rows, std::size_t count)
{
    rows.resize(std::min(count, rows.size()));
    return rows;
}

} // namespace

class TestExampleDraw : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shufflesHoldEveryIndexOnceAndDependOnTheSeed()
    {
        const auto order = shuffledIndices(100, 1);
        const std::set<std::size_t> distinct(order.begin(), order.end());
        QCOMPARE(distinct.size(), 100U);
        QCOMPARE(*distinct.rbegin(), 99U);
        QCOMPARE(shuffledIndices(100, 1), order);
        QVERIFY(shuffledIndices(100, 2) != order);
        QVERIFY(shuffledIndices(0, 1).empty());
    }

    void shufflesAreFair()
    {
        // Each of 3! orders of 6,000 draws: 1,000 +- 29 (one standard deviation).
        std::map<std::vector<std::size_t>, int> counts;
        for (std::uint64_t seed = 0; seed < 6000; ++seed) {
            ++counts[shuffledIndices(3, seed)];
        }
        QCOMPARE(counts.size(), 6U);
        for (const auto& [order, count] : counts) {
            QVERIFY2(std::abs(count - 1000) < 5 * 29, qPrintable(QString::number(count)));
        }
    }

    void drawsAreNestedAndNeverRepeat_data()
    {
        QTest::addColumn<QString>("balance");
        QTest::newRow("plain") << QString();
        QTest::newRow("balanced") << QStringLiteral("label");
        QTest::newRow("no such column") << QStringLiteral("nothing");
    }
    void drawsAreNestedAndNeverRepeat()
    {
        QFETCH(QString, balance);
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const ExampleDraw draw(table(), balance.toStdString(), seed);
            const auto all = draw.draw(100, {});
            QCOMPARE(std::set<std::size_t>(all.begin(), all.end()).size(), 30U);
            for (std::size_t count = 0; count < 30; ++count) {
                QCOMPARE(draw.draw(count, {}), head(all, count));
            }
        }
    }

    void otherSeedsDrawOthersInAnotherOrder()
    {
        std::set<std::vector<std::size_t>> draws;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            draws.insert(ExampleDraw(table(), "label", seed).draw(4, {}));
        }
        QVERIFY(draws.size() > 15);
    }

    void balancedDrawsTakeLabelsInTurns()
    {
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const auto rows = ExampleDraw(table(), "label", seed).draw(6, {});
            std::map<std::string, int> counts;
            for (const std::size_t row : rows) {
                ++counts[table().rows[row][1]];
            }
            QCOMPARE(counts, (std::map<std::string, int> { { "a", 2 }, { "b", 2 }, { "c", 2 } }));
        }
    }

    void rareLabelsComeFirstAsOftenAsOthers()
    {
        // 2 of 30 rows are c; first in a third of 600 draws: 200 +- 12 (one standard deviation).
        int first = 0;
        for (std::uint64_t seed = 0; seed < 600; ++seed) {
            const auto rows = ExampleDraw(table(), "label", seed).draw(1, {});
            first += table().rows[rows[0]][1] == "c" ? 1 : 0;
        }
        QVERIFY2(std::abs(first - 200) < 5 * 12, qPrintable(QString::number(first)));
    }

    void excludedRowsAreReplacedAndTheOthersStay()
    {
        const ExampleDraw draw(table(), "", 3);
        const auto all = draw.draw(30, {});
        const auto without = draw.draw(4, { all[1] });
        QCOMPARE(without, (std::vector<std::size_t> { all[0], all[2], all[3], all[4] }));
        std::vector<std::size_t> many = head(all, 28);
        std::sort(many.begin(), many.end());
        QCOMPARE(draw.draw(5, many).size(), 2U);
    }

    void doublesAreRowsThatSayTheSame()
    {
        ExampleTable pool;
        pool.columns = { "a", "label", "b" };
        pool.rows = { { "x", "1", "y" }, { "x", "2", "y" }, { "xy", "1", "" }, { "x", "1", "z" } };
        const Doubles doubles(pool, { "a", "b" });
        QCOMPARE(doubles.of(pool.values(0)), (std::vector<std::size_t> { 0, 1 }));
        QCOMPARE(doubles.of(pool.values(2)), (std::vector<std::size_t> { 2 }));
        QCOMPARE(doubles.of({ { "a", "x" }, { "b", "w" } }), std::vector<std::size_t> {});
        QCOMPARE(doubles.of({ { "a", "x" } }), std::vector<std::size_t> {});
        QCOMPARE(Doubles(pool, { "a", "c" }).of(pool.values(0)), std::vector<std::size_t> {});
    }
};

QTEST_APPLESS_MAIN(TestExampleDraw)
#include "tst_example_draw.moc"
