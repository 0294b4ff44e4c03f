// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/catalogue.h"
#include "scaling/data_table.h"
#include "scaling/selection.h"

#include <QTest>

#include <chrono>
#include <cmath>
#include <fstream>
#include <string>

using namespace fe::scaling;
using fe::base::ErrorCode;

namespace {

fe::base::Result<DataTable> parsed(const std::string& text, const TableOptions& options = {})
{
    const fe::base::CancelToken cancel;
    fe::base::Progress progress;
    return parseDataTable(text, "t.csv", options, cancel, progress);
}

std::vector<std::size_t> allRows(const DataTable& table)
{
    return *matchingRows(table, {});
}

} // namespace

class TestDataTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAsPeopleWriteThem_data();
    void numbersAsPeopleWriteThem();
    void decimalCommaIsFound();
    void withoutEvidenceTheDelimiterDecides();
    void unitsAndPercent();
    void badCellsAreListedWithLine();
    void hugeNumbersAreNotFinite();
    void aStrayUnitIsABadCell();
    void measuredColumnsAreNumbers();
    void emptyColumnsHoldNumbersThatAreMissing();
    void badRowsAreListedWithLine();
    void mixedWordsStayText();
    void dates();
    void refusals_data();
    void refusals();
    void conditionsCompareNumbersAsNumbers();
    void conditionsReadValuesAsTheTableDoes();
    void seriesKeepTheirOrder();
    void pointsLeaveOutWhatHasNoLogarithm();
    void csvReadsBack();
    void hundredThousandRows();
    void cancelled();
    void everyShippedTableIsAsTheCatalogueSays();
};

void TestDataTable::numbersAsPeopleWriteThem_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<double>("value");
    QTest::newRow("plain") << "12.5" << 12.5;
    QTest::newRow("exponent") << "2.25e+20" << 2.25e20;
    QTest::newRow("groups") << "\"1,234,567.5\"" << 1234567.5;
    QTest::newRow("blank groups") << "1 234 567" << 1234567.0;
    QTest::newRow("no-break groups") << QString::fromUtf8("1\u00A0234") << 1234.0;
    QTest::newRow("apostrophes") << "1'234" << 1234.0;
    QTest::newRow("minus sign") << QString::fromUtf8("\u22125") << -5.0;
    QTest::newRow("percent") << "33.7 %" << 0.337;
    QTest::newRow("billions") << "7B" << 7e9;
    QTest::newRow("millions") << "350 M" << 350e6;
    QTest::newRow("bare fraction") << ".5" << 0.5;
    QTest::newRow("tiny") << "1e-400" << 0.0;
    QTest::newRow("tiny, written out")
        << QString::fromStdString("0." + std::string(400, '0') + "1") << 0.0;
    QTest::newRow("tiny with many digits")
        << QString::fromStdString(std::string(300, '1') + "e-700") << 0.0;
    QTest::newRow("tiny beyond words") << "1e-99999999999999999999" << 0.0;
}

void TestDataTable::numbersAsPeopleWriteThem()
{
    QFETCH(QString, cell);
    QFETCH(double, value);
    // A second row with a point, so that the mark is no question.
    const auto table = parsed("a,b\n" + cell.toStdString() + ",0.5\n1.5,0.25\n");
    QVERIFY2(table, table ? "" : table.error().oneLine().c_str());
    QCOMPARE(table->columns[0].kind, ColumnKind::Number);
    QVERIFY(std::abs(table->columns[0].numbers[0] - value) <= 1e-15 * std::abs(value));
}

void TestDataTable::decimalCommaIsFound()
{
    const auto table = parsed("x;y\n1.000;0,25\n2.000;0,5\n");
    QVERIFY(table);
    QCOMPARE(table->delimiter, ';');
    QCOMPARE(table->decimalMark, ',');
    QCOMPARE(table->columns[0].numbers, (std::vector<double> { 1000, 2000 }));
    QCOMPARE(table->columns[1].numbers, (std::vector<double> { 0.25, 0.5 }));
}

void TestDataTable::withoutEvidenceTheDelimiterDecides()
{
    const auto semicolons = parsed("x;y\n1,234;5\n");
    QVERIFY(semicolons);
    QCOMPARE(semicolons->columns[0].numbers[0], 1.234);
    const auto tabs = parsed("x\ty\n1,234\t5\n");
    QVERIFY(tabs);
    QCOMPARE(tabs->columns[0].numbers[0], 1234.0);
    const auto forced = parsed("x\ty\n1,234\t5\n", { {}, ',', {} });
    QVERIFY(forced);
    QCOMPARE(forced->columns[0].numbers[0], 1.234);
}

void TestDataTable::unitsAndPercent()
{
    const auto table = parsed("time,loss [nats],acc\n5 ms,1,50%\n6 ms,2,0.25\n");
    QVERIFY(table);
    QCOMPARE(table->columns[0].unit, std::string("ms"));
    QCOMPARE(table->columns[0].numbers, (std::vector<double> { 5, 6 }));
    QCOMPARE(table->columns[1].unit, std::string("nats"));
    QCOMPARE(table->columns[2].numbers, (std::vector<double> { 0.5, 0.25 }));
}

void TestDataTable::badCellsAreListedWithLine()
{
    const auto table = parsed("x,y\n1,1\n2,abc\n3,\n4,NaN\n5,inf\n6,1e999\n7,2\n8,3\n9,4\n10,5\n"
                              "11,6\n12,7\n13,8\n14,9\n15,10\n16,11\n17,12\n18,13\n");
    QVERIFY(table);
    const Column& y = table->columns[1];
    QCOMPARE(y.kind, ColumnKind::Number);
    QCOMPARE(y.missing, std::size_t { 5 });
    QCOMPARE(table->refusedCount, std::size_t { 3 });
    QCOMPARE(table->refused[0], (RefusedCell { 3, "y", "\"abc\" is no number" }));
    QCOMPARE(table->refused[1], (RefusedCell { 6, "y", "\"inf\" is not finite" }));
    QCOMPARE(table->refused[2], (RefusedCell { 7, "y", "\"1e999\" is not finite" }));
}

void TestDataTable::hugeNumbersAreNotFinite()
{
    for (const std::string& cell :
         { std::string("1e999"), std::string("-1e99999999999999999999"), std::string(400, '9'),
           std::string("1e307K"), "0." + std::string(100, '0') + "1e500" }) {
        const auto table = parsed("x\n1\n2\n3\n4\n5\n" + cell + "\n");
        QVERIFY(table);
        QCOMPARE(table->columns[0].kind, ColumnKind::Number);
        QVERIFY2(std::isnan(table->columns[0].numbers[5]), cell.c_str());
        QCOMPARE(table->refusedCount, std::size_t { 1 });
    }
}

/// One slip does not turn a column of numbers into texts.
void TestDataTable::aStrayUnitIsABadCell()
{
    const auto table = parsed("x\n1\n2\n3\n4\n5q\n");
    QVERIFY(table);
    QCOMPARE(table->columns[0].kind, ColumnKind::Number);
    QCOMPARE(table->columns[0].unit, std::string());
    QCOMPARE(table->refused.at(0),
             (RefusedCell { 6, "x", "\"5q\" has another unit than the column" }));
    const auto units = parsed("x\n1 s\n2 s\n3 s\n4 s\n5 h\n6\n");
    QVERIFY(units);
    QCOMPARE(units->columns[0].unit, std::string("s"));
    QCOMPARE(units->columns[0].numbers[5], 6.0);
    QCOMPARE(units->refused.at(0).line, std::size_t { 6 });
}

/// Columns that shall be fitted are numbers as soon as there is one, so that the rest is listed.
void TestDataTable::measuredColumnsAreNumbers()
{
    const std::string text = "x,y,d,w\n1,a,2020-01,a\n2,b,q,b\n3,7,,c\n";
    const auto guessed = parsed(text);
    QVERIFY(guessed);
    QCOMPARE(guessed->columns[1].kind, ColumnKind::Text);
    QCOMPARE(guessed->columns[2].kind, ColumnKind::Text);
    TableOptions options;
    options.measured = { "y", "d", "w" };
    const auto table = parsed(text, options);
    QVERIFY(table);
    QCOMPARE(table->columns[1].numbers[2], 7.0);
    QCOMPARE(table->columns[2].kind, ColumnKind::Date);
    QCOMPARE(table->columns[3].kind, ColumnKind::Text);
    QCOMPARE(table->refusedCount, std::size_t { 3 });
    QCOMPARE(table->numericColumn("w").error().code, ErrorCode::InvalidArgument);
    QCOMPARE(table->numericColumn("z").error().code, ErrorCode::NotFound);
}

void TestDataTable::emptyColumnsHoldNumbersThatAreMissing()
{
    const auto table = parsed("x,y\n1,\n2,NA\n");
    QVERIFY(table);
    QCOMPARE(table->columns[1].kind, ColumnKind::Number);
    QCOMPARE(table->columns[1].missing, std::size_t { 2 });
    QCOMPARE(table->refusedCount, std::size_t { 0 });
}

void TestDataTable::badRowsAreListedWithLine()
{
    const auto table = parsed("x,y\n1,2\n1,2,3\n\"1\"2,3\n\xFF,3\n4,5\n");
    QVERIFY(table);
    QCOMPARE(table->rows(), std::size_t { 2 });
    QCOMPARE(table->lines, (std::vector<std::size_t> { 2, 6 }));
    QCOMPARE(table->refusedCount, std::size_t { 3 });
    QCOMPARE(table->refused[0].line, std::size_t { 3 });
    QCOMPARE(table->refused[0].why, std::string("it has 3 fields, but the header has 2"));
    QCOMPARE(table->refused[2].line, std::size_t { 5 });
}

void TestDataTable::mixedWordsStayText()
{
    const auto table = parsed("a,b,c\n3 apples,2m,1\n2 pears,16m,x\n1,128b,y\n");
    QVERIFY(table);
    QCOMPARE(table->columns[0].kind, ColumnKind::Text);
    QCOMPARE(table->columns[1].kind, ColumnKind::Text);
    QCOMPARE(table->columns[2].kind, ColumnKind::Text);
    QCOMPARE(table->columns[2].text(1), std::string("x"));
}

void TestDataTable::dates()
{
    const auto table = parsed("d\n2020-01-01\n2020-07-02\n2021-12\n2021-02-30\n2019-01-01\n");
    QVERIFY(table);
    const Column& d = table->columns[0];
    QCOMPARE(d.kind, ColumnKind::Date);
    QCOMPARE(d.numbers[0], 2020.0);
    QCOMPARE(d.numbers[1], 2020.0 + 183.0 / 366.0);
    QVERIFY(std::isnan(d.numbers[3])); // no such day
    QCOMPARE(table->refusedCount, std::size_t { 1 });
}

void TestDataTable::refusals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char* name, const QByteArray& text, const char* why) {
        QTest::newRow(name) << text << QByteArray(why);
    };
    row("empty", {}, "no row");
    row("header alone", "a,b\n", "no row");
    row("twice the name", "a,a\n1,2\n", "two columns are called \"a\"");
    row("UTF-16",
        QByteArray("\xFF\xFE"
                   "a\0\n\0"
                   "1\0\n\0",
                   10),
        "UTF-16");
    row("no row can be read", "a,b\n1\n2\n", "line 2: it has 1 fields");
    row("header of bytes", "\xFF,b\n1,2\n", "no valid UTF-8");
}

void TestDataTable::refusals()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, why);
    const auto table = parsed(text.toStdString());
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Malformed);
    QCOMPARE(table.error().file, std::string("t.csv"));
    QVERIFY2(table.error().why.find(why.toStdString()) != std::string::npos,
             table.error().why.c_str());
}

void TestDataTable::conditionsCompareNumbersAsNumbers()
{
    const auto table = parsed("n,t\n3,a\n3.0,b\n4,a\n,a\n");
    QVERIFY(table);
    const std::vector<Condition> number { { "n", "3.00" } };
    QCOMPARE(*matchingRows(*table, number), (std::vector<std::size_t> { 0, 1 }));
    const std::vector<Condition> both { { "n", "3" }, { "t", "a" } };
    QCOMPARE(*matchingRows(*table, both), (std::vector<std::size_t> { 0 }));
    const std::vector<Condition> unknown { { "z", "3" } };
    QCOMPARE(matchingRows(*table, unknown).error().code, ErrorCode::NotFound);
    QCOMPARE(parseCondition("a=b=c")->value, std::string("b=c"));
    QVERIFY(!parseCondition("abc"));
}

void TestDataTable::conditionsReadValuesAsTheTableDoes()
{
    const auto table = parsed("p;c;t;n\n50%;0,5;7 s;1.234\n60%;0,25;8 s;2\n");
    QVERIFY(table);
    for (const Condition& condition :
         { Condition { "p", "50%" }, Condition { "p", "0.5" }, Condition { "c", "0,5" },
           Condition { "c", "0.50" }, Condition { "t", "7" }, Condition { "t", "7 s" },
           Condition { "n", "1234" }, Condition { "n", "1.234" } }) {
        QCOMPARE(*matchingRows(*table, std::vector { condition }),
                 (std::vector<std::size_t> { 0 }));
    }
    QVERIFY(matchingRows(*table, std::vector { Condition { "t", "7 h" } })->empty());
}

void TestDataTable::seriesKeepTheirOrder()
{
    const auto table = parsed("m,k\nb,1\na,1\nb,2\nb,1\n");
    QVERIFY(table);
    const std::vector<std::string> columns { "m", "k" };
    const auto series = seriesBy(*table, columns, allRows(*table));
    QVERIFY(series);
    QCOMPARE(series->size(), std::size_t { 3 });
    QCOMPARE((*series)[0].name, std::string("b, 1"));
    QCOMPARE((*series)[0].rows, (std::vector<std::size_t> { 0, 3 }));
    const auto commas = parsed("m,k\n\"b, 1\",2\nb,\"1, 2\"\n");
    QVERIFY(commas);
    QCOMPARE(seriesBy(*commas, columns, allRows(*commas))->size(), std::size_t { 2 });
}

void TestDataTable::pointsLeaveOutWhatHasNoLogarithm()
{
    const auto table = parsed("x,y,t\n1,2,a\n-3,2,a\n0,2,a\n,2,a\n4,-1,a\n1e300,1,a\n");
    QVERIFY(table);
    const auto points
        = collectPoints(*table, allRows(*table), { "x", {}, "y", {}, {} }, Law::Power);
    QVERIFY(points);
    QCOMPARE(points->rows, (std::vector<std::size_t> { 0 }));
    QCOMPARE(points->leftOut.size(), std::size_t { 5 });
    QCOMPARE(points->leftOut[0].why, std::string("x is -3, and a logarithm needs more than 0"));
    QCOMPARE(points->leftOut[0].line, std::size_t { 3 });
    QVERIFY(points->leftOut[2].missing);
    QVERIFY(!points->leftOut[3].missing);
    // Laws of y itself take negative ones.
    QCOMPARE(collectPoints(*table, allRows(*table), { "x", {}, "y", {}, {} }, Law::Linear)->data.y,
             (std::vector<double> { 2, -1 }));
    const auto texts
        = collectPoints(*table, allRows(*table), { "x", {}, "t", {}, {} }, Law::Linear);
    QCOMPARE(texts.error().code, ErrorCode::InvalidArgument);
}

void TestDataTable::csvReadsBack()
{
    const auto table = parsed("a,b\n0.1,\"x, \"\"y\"\"\"\n,z\n");
    QVERIFY(table);
    const auto again = parsed(csvText(*table, allRows(*table)));
    QVERIFY(again);
    QCOMPARE(again->columns[0].numbers[0], 0.1);
    QVERIFY(again->columns[0].isMissing(1));
    QCOMPARE(again->columns[1].text(0), std::string("x, \"y\""));
}

void TestDataTable::hundredThousandRows()
{
    std::string text = "name,x,y\n";
    for (int i = 0; i < 100'000; ++i) {
        text += "model " + std::to_string(i % 50) + "," + std::to_string(i) + ".5,0.25\n";
    }
    const std::clock_t begin = std::clock();
    const auto table = parsed(text);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    QVERIFY(table);
    QCOMPARE(table->rows(), std::size_t { 100'000 });
    QCOMPARE(table->columns[0].labels.size(), std::size_t { 50 });
    qInfo("%.2f s of processor time", seconds);
    // About 0.2 s; sanitizers and old machines take more, a quadratic reader hours.
    QVERIFY(seconds < 10);
}

void TestDataTable::cancelled()
{
    fe::base::CancelToken cancel;
    cancel.cancel();
    fe::base::Progress progress;
    const auto table = parseDataTable("a,b\n1,2\n", "t.csv", {}, cancel, progress);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Cancelled);
}

void TestDataTable::everyShippedTableIsAsTheCatalogueSays()
{
    const fe::base::CancelToken cancel;
    fe::base::Progress progress;
    QCOMPARE(datasets().size(), std::size_t { 12 });
    for (const Dataset& dataset : datasets()) {
        const std::string path = FE_RESOURCES "/scaling/" + std::string(dataset.id) + ".csv";
        const auto table = readDataTable(path, {}, cancel, progress);
        QVERIFY2(table, path.c_str());
        QCOMPARE(table->refusedCount, std::size_t { 0 });
        QCOMPARE(table->columns.size(), dataset.columns.size());
        for (std::size_t k = 0; k < dataset.columns.size(); ++k) {
            QCOMPARE(table->columns[k].name, std::string(dataset.columns[k].name));
        }
        for (const ColumnRole role : { ColumnRole::Params, ColumnRole::Flops, ColumnRole::Tokens,
                                       ColumnRole::Value, ColumnRole::Error }) {
            const Column* column = table->find(dataset.column(role));
            QVERIFY2(column == nullptr || column->kind == ColumnKind::Number, path.c_str());
        }
        std::vector<Condition> conditions;
        for (const std::string_view text : dataset.where) {
            conditions.push_back(*parseCondition(text));
        }
        QVERIFY2(!matchingRows(*table, conditions)->empty(), path.c_str());
        QVERIFY(!dataset.licence.empty() && !dataset.citation.empty() && !dataset.source.empty());
    }
    QVERIFY(findDataset("chinchilla_points") != nullptr);
    QVERIFY(findDataset("nothing") == nullptr);
}

QTEST_GUILESS_MAIN(TestDataTable)
#include "tst_data_table.moc"
