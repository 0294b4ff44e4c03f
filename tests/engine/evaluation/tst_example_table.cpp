// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/example_table.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using namespace fe::evaluation;

namespace {

using Rows = std::vector<std::vector<std::string>>;

base::Result<ExampleTable> parse(std::string_view text,
                                 std::optional<TableFormat> format = std::nullopt)
{
    return parseTable(text, "table", { .format = format });
}

/// For QCOMPARE: one line a row, cells in brackets, then the skipped lines.
QString shown(const base::Result<ExampleTable>& table)
{
    if (!table) {
        return QString::fromStdString(table.error().oneLine());
    }
    QString text;
    const auto add = [&](const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) {
            text += QLatin1Char('[') + QString::fromStdString(cell) + QLatin1Char(']');
        }
        text += QLatin1Char('\n');
    };
    add(table->columns);
    for (const auto& row : table->rows) {
        add(row);
    }
    for (const SkippedRow& row : table->skipped) {
        text += QStringLiteral("skipped %1\n").arg(row.line);
    }
    return text;
}

} // namespace

class TestExampleTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delimitedTextIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("table");
        const auto row = [](const char* name, const QByteArray& text, const char* table) {
            QTest::newRow(name) << text << QString::fromUtf8(table);
        };
        row("plain", "a,b\n1,2\n3,4\n", "[a][b]\n[1][2]\n[3][4]\n");
        row("no line break at the end", "a,b\n1,2", "[a][b]\n[1][2]\n");
        row("CRLF", "a,b\r\n1,2\r\n", "[a][b]\n[1][2]\n");
        row("CR alone", "a,b\r1,2\r3,4", "[a][b]\n[1][2]\n[3][4]\n");
        row("byte-order mark", "\xEF\xBB\xBFtext,b\n1,2\n", "[text][b]\n[1][2]\n");
        row("semicolons", "a;b\n1,5;2\n2,5;3\n", "[a][b]\n[1,5][2]\n[2,5][3]\n");
        row("tabs", "a\tb\nx, y\tz\n", "[a][b]\n[x, y][z]\n");
        row("commas in quotes", "a;b\n\"x;y\";2\n", "[a][b]\n[x;y][2]\n");
        row("quotes", "a,b\n\"say \"\"hi\"\"\",\"\"\n", "[a][b]\n[say \"hi\"][]\n");
        row("a lone quote", "a,b\n5\" tall,it's \"so\"\n", "[a][b]\n[5\" tall][it's \"so\"]\n");
        row("line breaks in quotes", "a,b\n\"1\r\n2\n3\",4\n5,6\n",
            "[a][b]\n[1\n2\n3][4]\n[5][6]\n");
        row("empty lines", "\n\na,b\n\n1,2\n\r\n3,4\n\n", "[a][b]\n[1][2]\n[3][4]\n");
        row("empty cells", "a,b,c\n,,\n", "[a][b][c]\n[][][]\n");
        row("one column", "a\n1\n\"\"\n", "[a]\n[1]\n[]\n");
        row("spaces around names", " a , b \n 1 , 2 \n", "[a][b]\n[ 1 ][ 2 ]\n");
        row("no name", ",b\n1,2\n", "[1][b]\n[1][2]\n");
        row("Korean", "문장,감정\n좋아요,긍정\n", "[문장][감정]\n[좋아요][긍정]\n");
        row("wrong number of fields", "a,b\n1\n1,2,3\n1,2\n",
            "[a][b]\n[1][2]\nskipped 2\nskipped 3\n");
        row("text behind a quote", "a,b\n\"1\"x,2\n3,4\n", "[a][b]\n[3][4]\nskipped 2\n");
        row("behind a quote lines later", "a,b\n\"1\n3,4\n5\"x,2\n7,8\n",
            "[a][b]\n[3][4]\n[5\"x][2]\n[7][8]\nskipped 2\n");
        row("lines are counted again", "a,b\n\"1\n3,4\n5\"x,2\n7\n",
            "[a][b]\n[3][4]\n[5\"x][2]\nskipped 2\nskipped 5\n");
        row("unclosed quote", "a,b\n\"1,2\n3,4\n", "[a][b]\n[3][4]\nskipped 2\n");
        row("no UTF-8", "a,b\n\xFF,2\n3,4\n", "[a][b]\n[3][4]\nskipped 2\n");
        row("NUL", QByteArray("a,b\n1\0x,2\n", 10).replace('\0', '\x01'), "[a][b]\n[1\x01x][2]\n");
    }
    void delimitedTextIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, table);
        QCOMPARE(shown(parse(text.toStdString())), table);
    }

    void jsonLinesAreRead()
    {
        const auto table = parse("\xEF\xBB\xBF{\"a\": \"x\", \"b\": 1}\r\n"
                                 "\n"
                                 "{\"b\": null, \"c\": [1, \"\\u00e9\"]}\n"
                                 "{\"a\": true,\n"
                                 "[1]\n"
                                 "{\"a\": 0.5, \"c\": {\"d\": 1}}");
        QCOMPARE(shown(table),
                 QStringLiteral("[a][b][c]\n[x][1][]\n[][][[1,\"é\"]]\n"
                                "[0.5][][{\"d\":1}]\nskipped 4\nskipped 5\n"));
        QVERIFY(!table->skipped[0].why.empty());
        QCOMPARE(table->skippedCount, 2U);
    }

    void reasonsAreGiven()
    {
        const auto table = parse("a,b\n1\n\"x\n");
        QVERIFY(!table);
        QCOMPARE(table.error().code, base::ErrorCode::Malformed);
        QVERIFY(table.error().why.find("line 2") != std::string::npos);
        QVERIFY(table.error().why.find("1 fields, but the header has 2") != std::string::npos);
    }

    void uselessFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank") << QByteArray(" \n\n");
        QTest::newRow("header alone") << QByteArray("a,b\n");
        QTest::newRow("two columns of one name") << QByteArray("a,a\n1,2\n");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE"
                                              "a\0,\0b\0",
                                              8);
        QTest::newRow("header no UTF-8") << QByteArray("\xFF,b\n1,2\n");
        QTest::newRow("unclosed header") << QByteArray("\"a,b\n1,2\n");
        QTest::newRow("JSON without objects") << QByteArray("{\n");
    }
    void uselessFilesAreRefused()
    {
        QFETCH(QByteArray, text);
        const auto table = parse(text.toStdString());
        QVERIFY(!table);
        QCOMPARE(table.error().code, base::ErrorCode::Malformed);
        QCOMPARE(table.error().file, std::string("table"));
    }

    void withoutHeaderColumnsAreNumbered()
    {
        const auto table = parseTable("x,y\nz,w\n", "table", { .hasHeader = false });
        QCOMPARE(shown(table), QStringLiteral("[1][2]\n[x][y]\n[z][w]\n"));
    }

    void largeThingsAreRefused()
    {
        const auto wide = parse("a,b\n" + std::string(2000, ',') + "\n1,2\n");
        QCOMPARE(wide->skippedCount, 1U);
        const auto longCell = parse("a,b\n" + std::string((1U << 20U) + 1, 'x') + ",2\n1,2\n");
        QCOMPARE(longCell->skippedCount, 1U);
        QCOMPARE(longCell->rows.size(), 1U);
        std::string many = "a\n";
        for (int i = 0; i < 1'000'001; ++i) {
            many += "x\n";
        }
        QCOMPARE(parse(many).error().code, base::ErrorCode::LimitExceeded);
        std::string cells = std::string(999, ',') + "\n";
        for (int i = 0; i < 16'001; ++i) {
            cells += std::string(999, ',') + "\n";
        }
        QCOMPARE(parse(cells).error().code, base::ErrorCode::LimitExceeded);
        std::string keys;
        for (int i = 0; i <= 1000; ++i) {
            keys += "{\"k" + std::to_string(i) + "\": 1}\n";
        }
        QCOMPARE(parse(keys).error().code, base::ErrorCode::LimitExceeded);
    }

    void manyBadRowsAreCountedAndSomeListed()
    {
        std::string text = "a,b\n1,2\n";
        for (int i = 0; i < 3000; ++i) {
            text += "x\n";
        }
        const auto table = parse(text);
        QCOMPARE(table->skippedCount, 3000U);
        QCOMPARE(table->skipped.size(), 1000U);
    }

    void hostileQuotesAreNotReadAgainAndAgain()
    {
        // From each of these lines on, all that follow are one record of ever more fields.
        std::string text = "a,b\n\"1\n2\",3\n";
        for (int i = 0; i < 20'000; ++i) {
            text += "a\",b,\"c\n";
        }
        text += "\"4\n5\",6\n7,8\n";
        const auto table = parse(text);
        QVERIFY(table);
        // So much was read in vain that quotes no longer hold line breaks: the line with the 4 is
        // listed as unclosed.
        QCOMPARE(table->rows, (Rows { { "1\n2", "3" }, { "5\"", "6" }, { "7", "8" } }));
        QCOMPARE(table->skippedCount, 20'001U);
    }

    void textsReadBackAsTheyWere_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("CSV") << static_cast<int>(TableFormat::Csv);
        QTest::newRow("TSV") << static_cast<int>(TableFormat::Tsv);
        QTest::newRow("JSON Lines") << static_cast<int>(TableFormat::JsonLines);
    }
    void textsReadBackAsTheyWere()
    {
        QFETCH(int, format);
        ExampleTable table;
        table.columns = { "text", "감정", "x;y" };
        table.rows = { { "plain", "긍정", "1" },
                       { "a,b;c\td", "\"quoted\"", "line\nbreak" },
                       { "", "", "" },
                       { " space ", "5\" tall", "{\"a\": 1}" },
                       { "back\\slash", "\x01", "emoji 😀" } };
        const std::string text = tableText(table, static_cast<TableFormat>(format));
        QVERIFY(text.ends_with('\n'));
        QCOMPARE(shown(parse(text, static_cast<TableFormat>(format))), shown(table));
        ExampleTable one;
        one.columns = { "a;b" };
        one.rows = { { "" }, { "1;2" }, { "3;4" } };
        QCOMPARE(shown(parse(tableText(one, static_cast<TableFormat>(format)),
                             static_cast<TableFormat>(format))),
                 shown(one));
    }

    void filesAreReadByTheirEnding()
    {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const QByteArray& content) {
            QFile file(folder.filePath(QLatin1String(name)));
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
                qFatal("cannot write");
            }
            return file.fileName().toStdString();
        };
        QCOMPARE(shown(readTable(write("a.TSV", "a,b\tc\n1\t2\n"))),
                 QStringLiteral("[a,b][c]\n[1][2]\n"));
        QCOMPARE(shown(readTable(write("a.csv", "{a},b\n1,2\n"))),
                 QStringLiteral("[{a}][b]\n[1][2]\n"));
        QCOMPARE(shown(readTable(write("a.jsonl", "{\"a\":1}\n"))), QStringLiteral("[a]\n[1]\n"));
        QCOMPARE(shown(readTable(write("a.txt", "{\"a\":1}\n"))), QStringLiteral("[a]\n[1]\n"));
        const auto missing = readTable(folder.filePath(QStringLiteral("none.csv")).toStdString());
        QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
        const auto directory = readTable(folder.path().toStdString());
        QVERIFY(!directory);
    }

    void valuesAreFoundByName()
    {
        const auto table = parse("a,b\n1,2\n3,4\n");
        QCOMPARE(table->column("b"), std::optional<std::size_t>(1));
        QVERIFY(!table->column("c"));
        QCOMPARE(table->values(1), (FieldValues { { "a", "3" }, { "b", "4" } }));
    }
};

QTEST_APPLESS_MAIN(TestExampleTable)
#include "tst_example_table.moc"
