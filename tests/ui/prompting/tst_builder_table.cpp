// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/clipboard_cells.h"
#include "prompting/builder/example_edits.h"
#include "prompting/builder/example_table_model.h"
#include "prompting/builder/table_import.h"
#include "prompting/builder/table_step.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <set>

using namespace fe::prompting;
using fe::evaluation::ExampleTable;

Q_DECLARE_METATYPE(Cells)

namespace {

using Rows = std::vector<std::vector<std::string>>;

ExampleTable sample()
{
    return { .columns = { "text", "label" },
             .rows = { { "a", "1" }, { "b", "2" }, { "c", "3" }, { "d", "4" } } };
}

// A model under the eyes of Qt's tester.
struct Bench {
    ExampleTableModel model;
    QAbstractItemModelTester tester { &model,
                                      QAbstractItemModelTester::FailureReportingMode::QtTest };
    Bench()
    {
        model.setFields({ QStringLiteral("text"), QStringLiteral("label") });
        model.setTable(sample(), 2);
    }
    QString cell(int row, int column) const
    {
        return model.index(row, column).data(Qt::EditRole).toString();
    }
};

} // namespace

class BuilderTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepHoldsTheRowsThatDifferAlone()
    {
        ExampleTable after = sample();
        after.rows[1][0] = std::string(1, 'x'); // GCC 12 sees an overlap in assigning "x"
        const TableStep edit = stepBetween(sample(), after);
        QCOMPARE(edit.first, std::size_t { 1 });
        QCOMPARE(edit.before, (Rows { { "b", "2" } }));
        QCOMPARE(edit.after, (Rows { { "x", "2" } }));
        const TableStep removal = stepBetween(sample(), withoutRows(sample(), { 0, 2 }));
        QCOMPARE(removal.first, std::size_t { 0 });
        QCOMPARE(removal.before.size(), std::size_t { 3 });
        QCOMPARE(removal.after, (Rows { { "b", "2" } }));
        QVERIFY(stepBetween(sample(), sample()).isEmpty());
    }

    void equalRowsAreNeverCountedTwice()
    {
        // The beginning and the end of both are alike: they must not overlap.
        const ExampleTable one { .columns = { "a" }, .rows = { { "x" } } };
        const ExampleTable three { .columns = { "a" }, .rows = { { "x" }, { "x" }, { "x" } } };
        const TableStep grown = stepBetween(one, three);
        QCOMPARE(grown.before.size() + 2, grown.after.size());
        QVERIFY(grown.before.empty());
    }

    void everyChangeCanBeUndoneAndRedone()
    {
        Bench bench;
        const ExampleTable first = bench.model.table();
        std::vector<ExampleTable> seen { first };
        const auto change = [&](const ExampleTable& after) {
            bench.model.change(after, bench.model.shots(), QStringLiteral("change"));
            QCOMPARE(bench.model.table().rows, after.rows);
            QCOMPARE(bench.model.table().columns, after.columns);
            seen.push_back(after);
        };
        QVERIFY(bench.model.setData(bench.model.index(0, 0), QStringLiteral("A"), Qt::EditRole));
        seen.push_back(bench.model.table());
        change(withMovedRow(bench.model.table(), 0, 3));
        change(withNewRows(bench.model.table(), 1, 2));
        change(withoutRows(bench.model.table(), { 0, 4 }));
        change(withColumn(bench.model.table(), QStringLiteral("note")));
        change(withRenamedColumn(bench.model.table(), QStringLiteral("note"),
                                 QStringLiteral("source")));
        change(shuffledRows(bench.model.table(), 7));
        change(withoutColumn(bench.model.table(), QStringLiteral("source")));
        for (auto state = seen.rbegin(); state != seen.rend(); ++state) {
            QCOMPARE(bench.model.table().rows, state->rows);
            QCOMPARE(bench.model.table().columns, state->columns);
            bench.model.undoStack().undo();
        }
        QVERIFY(!bench.model.undoStack().canUndo());
        for (const ExampleTable& state : seen) {
            QCOMPARE(bench.model.table().rows, state.rows);
            bench.model.undoStack().redo();
        }
    }

    void undoBringsBackTheShotsToo()
    {
        Bench bench;
        bench.model.change(withoutRows(bench.model.table(), { 0, 1, 2 }), 0, {});
        QCOMPARE(bench.model.shots(), 0);
        bench.model.undoStack().undo();
        QCOMPARE(bench.model.shots(), 2);
        QCOMPARE(bench.model.rowCount(), 4);
    }

    void columnsFollowTheFieldsAndOthersStay()
    {
        Bench bench;
        bench.model.setFields({ QStringLiteral("label"), QStringLiteral("missing") });
        QCOMPARE(bench.model.columnCount(), 2);
        QCOMPARE(bench.model.columnName(0), QStringLiteral("label"));
        QCOMPARE(bench.model.columnName(1), QStringLiteral("text"));
        QCOMPARE(bench.cell(0, 0), QStringLiteral("1"));
        QVERIFY(bench.model.setData(bench.model.index(2, 1), QStringLiteral("C"), Qt::EditRole));
        QCOMPARE(bench.model.table().rows[2][0], std::string("C")); // in the table's own order
        QCOMPARE(missingFields(bench.model.table(), bench.model.fields()),
                 QStringList { QStringLiteral("missing") });
        QCOMPARE(extraColumns(bench.model.table(), bench.model.fields()),
                 QStringList { QStringLiteral("text") });
    }

    void anEmptyTableTakesTheColumnsOfTheFields()
    {
        Bench bench;
        bench.model.change(withoutRows(bench.model.table(), { 0, 1, 2, 3 }), 0, {});
        bench.model.setFields({ QStringLiteral("question"), QStringLiteral("answer") });
        QCOMPARE(bench.model.table().columns, (std::vector<std::string> { "question", "answer" }));
        // What was removed comes back under its own columns.
        bench.model.undoStack().undo();
        QCOMPARE(bench.model.table().rows, sample().rows);
        QCOMPARE(bench.model.table().columns, sample().columns);
    }

    void rowsBehindTheShotsAreDimmed()
    {
        Bench bench;
        QSignalSpy changed(&bench.model, &QAbstractItemModel::dataChanged);
        const auto dimmed
            = [&](int row) { return bench.model.index(row, 0).data(Qt::ForegroundRole).isValid(); };
        QVERIFY(!dimmed(1));
        QVERIFY(dimmed(2));
        bench.model.setShots(3);
        QVERIFY(!dimmed(2));
        QVERIFY(dimmed(3));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 2);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 2);
        bench.model.setShots(99);
        QCOMPARE(bench.model.shots(), 4);
    }

    void theSameSeedGivesTheSameOrderWhateverTheOrderBefore()
    {
        const ExampleTable shuffled = shuffledRows(sample(), 5);
        QCOMPARE(shuffledRows(withMovedRow(sample(), 0, 2), 5).rows, shuffled.rows);
        QCOMPARE(shuffledRows(shuffled, 5).rows, shuffled.rows);
        std::set<Rows> orders;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            orders.insert(shuffledRows(sample(), seed).rows);
        }
        QVERIFY(orders.size() > 5);
    }

    void spreadsheetCellsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Cells>("cells");
        const auto row = [](const char* name, const char* text, const Cells& cells) {
            QTest::newRow(name) << QString::fromUtf8(text) << cells;
        };
        const auto s = [](const char* text) { return QString::fromUtf8(text); };
        row("one cell", "a", { { s("a") } });
        row("rows and columns", "a\tb\nc\td\n", { { s("a"), s("b") }, { s("c"), s("d") } });
        row("Windows line ends", "a\r\nb\r\n", { { s("a") }, { s("b") } });
        row("old Mac line ends", "a\rb", { { s("a") }, { s("b") } });
        row("empty cells", "\t\n", { { s(""), s("") } });
        row("empty row", "a\n\nb", { { s("a") }, { s("") }, { s("b") } });
        row("ends with a tab", "a\t", { { s("a"), s("") } });
        row("quoted break", "\"a\nb\"\tc\n", { { s("a\nb"), s("c") } });
        row("quoted Windows break", "\"a\r\nb\"", { { s("a\nb") } });
        row("quoted tab and quotes", "\"a\t\"\"b\"\"\"", { { s("a\t\"b\"") } });
        row("quote inside", "say \"hi\"\tb", { { s("say \"hi\""), s("b") } });
        row("quote never closed", "\"a\tb", { { s("\"a"), s("b") } });
        row("closed too early", "\"a\" b\tc", { { s("\"a\" b"), s("c") } });
        row("Korean", "좋아요\t긍정", { { s("좋아요"), s("긍정") } });
        row("nothing", "", {});
    }
    void spreadsheetCellsAreRead()
    {
        QFETCH(QString, text);
        QFETCH(Cells, cells);
        QCOMPARE(cellsFromClipboard(text), cells);
        QCOMPARE(cellsFromClipboard(clipboardText(cells)), cells);
    }

    void pastingGrowsDownAndNeverToTheRight()
    {
        const Cells cells { { QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z") },
                            { QStringLiteral("u") } };
        const Pasted pasted = withPasted(sample(), cells, 3, 1, { 1, 0 });
        QCOMPARE(pasted.table.rows.size(), std::size_t { 5 });
        QCOMPARE(pasted.table.rows[3], (std::vector<std::string> { "x", "4" }));
        QCOMPARE(pasted.table.rows[4], (std::vector<std::string> { "u", "" }));
        QCOMPARE(pasted.cutColumns, 2);
        QCOMPARE(pasted.cutRows, 0);
    }

    void pastingStopsAtTheMostExamples()
    {
        const Cells cells(static_cast<std::size_t>(kMostExamples),
                          { QStringLiteral("x"), QStringLiteral("y") });
        const Pasted pasted = withPasted(sample(), cells, 4, 0, { 0, 1 });
        QCOMPARE(pasted.table.rows.size(), static_cast<std::size_t>(kMostExamples));
        QCOMPARE(pasted.cutRows, 4);
    }

    void newRowsBecomeShotsOnlyIfAllWere()
    {
        QCOMPARE(grownShots(0, 0, 3), 3); // the first examples
        QCOMPARE(grownShots(4, 4, 5), 5);
        QCOMPARE(grownShots(0, 4, 5), 0); // zero-shot stays zero-shot
        QCOMPARE(grownShots(2, 4, 5), 2);
        QCOMPARE(grownShots(4, 4, 500), kShownAtOnce);
        QCOMPARE(grownShots(20, 20, 500), 20);
        QCOMPARE(grownShots(4, 4, 2), 2);
    }

    void columnsOfAFileAreFoundByName()
    {
        const ExampleTable file { .columns = { "Label", "id", "TEXT", "text" },
                                  .rows = { { "pos", "7", "big", "small" } } };
        const QStringList fields { QStringLiteral("text"), QStringLiteral("label") };
        const ColumnMapping mapping = mappingByName(fields, file);
        QCOMPARE(mapping.value(QStringLiteral("text")), QStringLiteral("text"));
        QCOMPARE(mapping.value(QStringLiteral("label")), QStringLiteral("Label"));
        const ExampleTable mapped = mappedTable(file, fields, mapping);
        QCOMPARE(mapped.columns, (std::vector<std::string> { "text", "label", "id", "TEXT" }));
        QCOMPARE(mapped.rows[0], (std::vector<std::string> { "small", "pos", "7", "big" }));
    }

    void fieldsLeftOverTakeColumnsLeftOver()
    {
        const ExampleTable file { .columns = { "label", "review", "stars" }, .rows = {} };
        const ColumnMapping mapping
            = mappingByPlace({ QStringLiteral("text"), QStringLiteral("label"), QStringLiteral("x"),
                               QStringLiteral("y") },
                             file);
        QCOMPARE(mapping.value(QStringLiteral("label")), QStringLiteral("label"));
        QCOMPARE(mapping.value(QStringLiteral("text")), QStringLiteral("review"));
        QCOMPARE(mapping.value(QStringLiteral("x")), QStringLiteral("stars"));
        QVERIFY(!mapping.contains(QStringLiteral("y")));
        const ExampleTable mapped
            = mappedTable({ .columns = { "a" }, .rows = { { "1" } } }, { QStringLiteral("y") }, {});
        QCOMPARE(mapped.rows[0], (std::vector<std::string> { "", "1" }));
    }

    void aFirstLineThatIsDataBecomesARow()
    {
        const ExampleTable table = withoutHeader(sample());
        QCOMPARE(table.columns, (std::vector<std::string> { "1", "2" }));
        QCOMPARE(table.rows.size(), std::size_t { 5 });
        QCOMPARE(table.rows[0], (std::vector<std::string> { "text", "label" }));
    }

    void appendingGoesByTheNamesOfColumns()
    {
        const ExampleTable both
            = appended(sample(), { .columns = { "label", "note" }, .rows = { { "9", "n" } } });
        QCOMPARE(both.columns, (std::vector<std::string> { "text", "label", "note" }));
        QCOMPARE(both.rows[4], (std::vector<std::string> { "", "9", "n" }));
        QCOMPARE(both.rows[0], (std::vector<std::string> { "a", "1", "" }));
    }

    void skippedRowsAreListed()
    {
        ExampleTable file = sample();
        file.skipped = { { 5, "it has 3 fields" }, { 9, "broken" } };
        file.skippedCount = 4;
        QCOMPARE(skippedText(file),
                 QStringLiteral("line 5: it has 3 fields\nline 9: broken\nand 2 more"));
    }

    void anotherDocumentForgetsTheHistory()
    {
        Bench bench;
        bench.model.change(withoutRows(bench.model.table(), { 0 }), 1, {});
        bench.model.setTable({ .columns = { "x" }, .rows = { { "y" } } }, 5);
        QVERIFY(!bench.model.undoStack().canUndo());
        QCOMPARE(bench.model.shots(), 1);
    }
};

QTEST_MAIN(BuilderTableTest)
#include "tst_builder_table.moc"
