// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/fuzzy_match.h"

#include <QTest>

using fe::shell::fuzzyMatch;

class TestFuzzyMatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptyQueryMatchesEverything();
    void findsLettersInOrder_data();
    void findsLettersInOrder();
    void betterMatchScoresHigher_data();
    void betterMatchScoresHigher();
    void positionsNameTheQuerysLetters();
    void longQueriesStayQuick();
};

void TestFuzzyMatch::emptyQueryMatchesEverything()
{
    QVERIFY(fuzzyMatch(QString(), QStringLiteral("Open")));
    QVERIFY(fuzzyMatch(QStringLiteral("  "), QString()));
    QVERIFY(!fuzzyMatch(QStringLiteral("a"), QString()));
}

void TestFuzzyMatch::findsLettersInOrder_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    const auto row = [](const char* name, const QString& query, const QString& text, bool found) {
        QTest::newRow(name) << query << text << found;
    };
    row("initials", QStringLiteral("of"), QStringLiteral("Open file…"), true);
    row("any case", QStringLiteral("DARK"), QStringLiteral("Dark theme"), true);
    row("across words with a blank", QStringLiteral("op fo"), QStringLiteral("Open model folder…"),
        true);
    row("wrong order", QStringLiteral("fo"), QStringLiteral("of"), false);
    row("letter too often", QStringLiteral("oo"), QStringLiteral("Open"), false);
    row("Korean syllables", QStringLiteral("파일"), QStringLiteral("파일 열기…"), true);
    row("Korean gap", QStringLiteral("파열"), QStringLiteral("파일 열기…"), true);
    row("beyond the plane", QStringLiteral("😀"), QStringLiteral("a 😀"), true);
}

void TestFuzzyMatch::findsLettersInOrder()
{
    QFETCH(const QString, query);
    QFETCH(const QString, text);
    QFETCH(const bool, found);
    QCOMPARE(fuzzyMatch(query, text).has_value(), found);
}

void TestFuzzyMatch::betterMatchScoresHigher_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("initials before inner letters")
        << QStringLiteral("of") << QStringLiteral("Open file…") << QStringLiteral("Close effects");
    QTest::newRow("together before apart") << QStringLiteral("them") << QStringLiteral("Dark theme")
                                           << QStringLiteral("Catch every poem");
    QTest::newRow("begin before middle")
        << QStringLiteral("quit") << QStringLiteral("Quit") << QStringLiteral("Do not quit");
}

void TestFuzzyMatch::betterMatchScoresHigher()
{
    QFETCH(const QString, query);
    QFETCH(const QString, better);
    QFETCH(const QString, worse);
    const auto high = fuzzyMatch(query, better);
    const auto low = fuzzyMatch(query, worse);
    QVERIFY(high && low);
    QVERIFY2(high->score > low->score,
             qPrintable(QStringLiteral("%1 <= %2").arg(high->score).arg(low->score)));
}

void TestFuzzyMatch::positionsNameTheQuerysLetters()
{
    const QString text = QStringLiteral("Open model folder");
    const auto match = fuzzyMatch(QStringLiteral("omfol"), text);
    QVERIFY(match);
    QCOMPARE(match->positions, (QList<qsizetype> { 0, 5, 11, 12, 13 }));
}

void TestFuzzyMatch::longQueriesStayQuick()
{
    const QString text(2000, QLatin1Char('a'));
    QVERIFY(fuzzyMatch(text.left(500), text));
    QVERIFY(!fuzzyMatch(text + QLatin1Char('a'), text));
}

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
