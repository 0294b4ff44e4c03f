// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_layout.h"

#include <QFontMetricsF>
#include <QtTest>

using fe::widgets::TokenItem;
using fe::widgets::TokenLayout;

namespace {

QList<TokenItem> items(const QStringList& texts)
{
    QList<TokenItem> result;
    for (const QString& text : texts) {
        result.append({ text, 0.5, TokenItem::Kind::Plain });
    }
    return result;
}

QStringList manyWords(int count)
{
    QStringList words;
    for (int i = 0; i < count; ++i) {
        words.append(i % 97 == 96 ? QStringLiteral(".\n")
                                  : QStringLiteral(" w%1").arg(i * 7919 % 1000));
    }
    return words;
}

// Each rectangle leads back to its unit, and rectangles of different units do not overlap.
void checkInverse(const TokenLayout& layout)
{
    for (int unit = 0; unit < layout.unitCount(); ++unit) {
        const auto rects = layout.rects(unit);
        QVERIFY(!rects.empty());
        for (const QRectF& rect : rects) {
            QVERIFY2(rect.width() > 0 && rect.height() > 0, qPrintable(QString::number(unit)));
            QCOMPARE(layout.unitAt(rect.center()), unit);
        }
    }
}

// Where every unit lies, as text to compare.
QStringList places(const TokenLayout& layout)
{
    QStringList result;
    for (int unit = 0; unit < layout.unitCount(); ++unit) {
        for (const QRectF& r : layout.rects(unit)) {
            result.append(
                QStringLiteral("%1: %2 %3 %4").arg(unit).arg(r.x()).arg(r.y()).arg(r.width()));
        }
    }
    return result;
}

} // namespace

class TokenLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rectanglesAndPointsAreInverse_data()
    {
        QTest::addColumn<QStringList>("tokens");
        QTest::addColumn<qreal>("width");
        const QStringList latin { QStringLiteral("The"), QStringLiteral(" capital"),
                                  QStringLiteral(" of"), QStringLiteral(" France"),
                                  QStringLiteral(" is"), QStringLiteral(" Paris") };
        QTest::newRow("one line") << latin << 2000.0;
        QTest::newRow("wrapped") << latin << 90.0;
        QTest::newRow("a character wide") << latin << 1.0;
        QTest::newRow("line breaks")
            << QStringList { QStringLiteral("a\n\nb"), QStringLiteral("\n"), QStringLiteral("\r\n"),
                             QStringLiteral("\tc") }
            << 300.0;
        QTest::newRow("Korean and emoji")
            << QStringList { QStringLiteral("안녕"), QStringLiteral("하세요"),
                             QStringLiteral(" 🇰🇷"), QStringLiteral(" 👩‍👩‍👧"),
                             QStringLiteral("!") }
            << 70.0;
        QTest::newRow("a word longer than the line")
            << QStringList { QString(300, u'x'), QStringLiteral("y") } << 120.0;
        QTest::newRow("spaces at the end of lines")
            << QStringList { QStringLiteral("word"), QStringLiteral(" "), QStringLiteral("word"),
                             QStringLiteral("    "), QStringLiteral("word") }
            << 45.0;
        QTest::newRow("right to left")
            << QStringList { QStringLiteral("abc "), QStringLiteral("שלום"),
                             QStringLiteral(" עולם"), QStringLiteral(" def") }
            << 400.0;
        QTest::newRow("thousands") << manyWords(3000) << 500.0;
    }
    void rectanglesAndPointsAreInverse()
    {
        QFETCH(QStringList, tokens);
        QFETCH(qreal, width);
        TokenLayout layout;
        layout.setWidth(width);
        layout.append(items(tokens));
        layout.finish();
        QCOMPARE(layout.tokenCount(), tokens.size());
        QCOMPARE(layout.text(), tokens.join(QString()));
        checkInverse(layout);
    }

    void linesStayInsideTheWidth()
    {
        TokenLayout layout;
        layout.setWidth(200);
        layout.append(items(manyWords(500)));
        const qreal lineHeight = layout.lineHeight();
        QVERIFY(layout.height() > 10 * lineHeight);
        for (int unit = 0; unit < layout.unitCount(); ++unit) {
            for (const QRectF& rect : layout.rects(unit)) {
                QVERIFY(rect.left() >= 0 && rect.right() <= 200.5);
                QVERIFY(rect.top() >= 0 && rect.bottom() <= layout.height());
            }
        }
    }

    void aSpaceThatHangsOverTheEndStaysInsideToo()
    {
        TokenLayout layout;
        layout.append(
            items({ QStringLiteral("aaaa"), QStringLiteral("      "), QStringLiteral("bbbb") }));
        const qreal width = layout.rects(0).front().width();
        layout.setWidth(width);
        for (int unit = 0; unit < 3; ++unit) {
            QVERIFY(layout.rects(unit).front().right() <= width + 0.5);
        }
        checkInverse(layout);
    }

    void wordsWrapBetweenTokens()
    {
        TokenLayout layout;
        layout.append(items({ QStringLiteral("first"), QStringLiteral(" second") }));
        layout.setWidth(QFontMetricsF(QFont()).horizontalAdvance(QStringLiteral("first sec")));
        QCOMPARE(layout.rects(0).size(), std::size_t { 1 });
        const QRectF last = layout.rects(1).back();
        QVERIFY(last.top() > layout.rects(0).front().bottom());
        QCOMPARE(last.left(), 0.0);
    }

    void aLineBreakHasAMarkAndBeginsALine()
    {
        TokenLayout layout;
        layout.setWidth(500);
        layout.append(items({ QStringLiteral("a"), QStringLiteral("\n"), QStringLiteral("b") }));
        const QRectF mark = layout.rects(1).front();
        QVERIFY(mark.width() > 3);
        QCOMPARE(mark.left(), layout.rects(0).front().right());
        QCOMPARE(layout.rects(2).front().left(), 0.0);
        QVERIFY(layout.rects(2).front().top() >= mark.bottom());
    }

    void tokensThatFormOneCharacterAreOneUnit()
    {
        TokenLayout layout;
        // A syllable out of three byte tokens, then a family out of joined emoji, then a letter.
        layout.append(items({ QString(), QString(), QStringLiteral("한"), QStringLiteral("👩"),
                              QStringLiteral("\u200d👧"), QStringLiteral("x") }));
        QCOMPARE(layout.unitCount(), 3);
        QCOMPARE(layout.unit(0).firstToken, 0);
        QCOMPARE(layout.unit(0).lastToken, 2);
        QCOMPARE(layout.unit(1).firstToken, 3);
        QCOMPARE(layout.unit(1).lastToken, 4);
        for (int token = 0; token < 3; ++token) {
            QCOMPARE(layout.unitOfToken(token), 0);
        }
        QCOMPARE(layout.unitOfToken(5), 2);
    }

    void anUnfinishedCharacterWaitsAndFinishJoinsIt()
    {
        TokenLayout layout;
        layout.append(items({ QStringLiteral("a"), QString(), QString() }));
        QCOMPARE(layout.unitCount(), 1);
        QCOMPARE(layout.unitOfToken(2), -1);
        layout.finish();
        QCOMPARE(layout.unitOfToken(1), 0);
        QCOMPARE(layout.unitOfToken(2), 0);
        QCOMPARE(layout.unit(0).lastToken, 2);
    }

    void nothingButUnfinishedTokensShowsNothing()
    {
        TokenLayout layout;
        layout.append(items({ QString(), QString() }));
        layout.finish();
        QCOMPARE(layout.unitCount(), 0);
        QCOMPARE(layout.height(), 0.0);
        QCOMPARE(layout.unitAt({ 1, 1 }), -1);
        QCOMPARE(layout.positionAt({ 1, 1 }), 0);
    }

    void streamingGivesTheSameGeometryAsSettingAtOnce_data()
    {
        QTest::addColumn<QStringList>("tokens");
        QStringList unbroken;
        for (int i = 0; i < 2500; ++i) {
            unbroken.append(QStringLiteral(" t%1").arg(i % 53));
        }
        QTest::newRow("with line breaks") << manyWords(1500);
        QTest::newRow("one long paragraph") << unbroken;
        QTest::newRow("one long word") << QStringList(2500, QStringLiteral("ab"));
    }
    void streamingGivesTheSameGeometryAsSettingAtOnce()
    {
        QFETCH(QStringList, tokens);
        TokenLayout whole;
        whole.setWidth(330);
        whole.append(items(tokens));
        TokenLayout streamed;
        streamed.setWidth(330);
        for (int i = 0; i < tokens.size(); i += 7) {
            streamed.append(items(tokens.mid(i, 7)));
        }
        QCOMPARE(places(streamed), places(whole));
        QCOMPARE(streamed.height(), whole.height());
    }

    void appendingCostsTheEndOnly()
    {
        // Work, not time, would be the better measure; the bound is wide enough for any machine:
        // setting all 20,000 tokens anew at each of 2,000 appends would take minutes.
        TokenLayout layout;
        layout.setWidth(600);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 2000; ++i) {
            layout.append(items(QStringList(10, QStringLiteral(" tok"))));
        }
        QCOMPARE(layout.tokenCount(), 20000);
        QVERIFY2(timer.elapsed() < 30000, qPrintable(QString::number(timer.elapsed())));
    }

    void positionsFollowThePoints()
    {
        TokenLayout layout;
        layout.setWidth(500);
        layout.append(items({ QStringLiteral("abc"), QStringLiteral("\n"), QStringLiteral("de") }));
        const QRectF last = layout.rects(2).front();
        QCOMPARE(layout.positionAt({ -5, 2 }), 0);
        QCOMPARE(layout.positionAt({ 400, 2 }), 3); // before the line break, not behind it
        QCOMPARE(layout.positionAt({ -5, last.center().y() }), 4);
        QCOMPARE(layout.positionAt({ 400, last.center().y() }), 6);
        QCOMPARE(layout.positionAt({ 0, 1e6 }), 6);
        QCOMPARE(layout.unitAtPosition(4), 2);
        QCOMPARE(layout.unitAtPosition(6), -1);
        QCOMPARE(layout.unitAtPosition(-1), -1);
    }

    void onlyVisibleUnitsAreGiven()
    {
        TokenLayout layout;
        layout.setWidth(300);
        layout.append(items(manyWords(5000)));
        const qreal top = 100 * layout.lineHeight();
        const auto visible = layout.unitsIn(top, top + 10 * layout.lineHeight());
        QVERIFY(!visible.empty() && visible.size() < 300);
        for (const auto& found : visible) {
            QVERIFY(found.rect.bottom() > top && found.rect.top() < top + 10 * layout.lineHeight());
        }
        QVERIFY(layout.unitsIn(1e9, 2e9).empty());
        QVERIFY(layout.unitsIn(-50, -10).empty());
    }
};

QTEST_MAIN(TokenLayoutTest)
#include "tst_token_layout.moc"
