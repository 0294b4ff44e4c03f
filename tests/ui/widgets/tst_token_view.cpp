// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_palette.h"
#include "widgets/token_view.h"

#include <QAccessible>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

#include <cmath>

using namespace fe::widgets;

namespace {

QList<TokenItem> sentence()
{
    QList<TokenItem> items;
    for (const char* text : { "The", " cat", " sat", "\n", "안녕" }) {
        items.append({ QString::fromUtf8(text), 0.5, TokenItem::Kind::Plain });
    }
    return items;
}

double luminance(const QColor& color)
{
    const auto linear
        = [](float c) { return c <= 0.04045F ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace

class TokenViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrowKeysWalkFromTokenToToken()
    {
        TokenView view;
        view.resize(400, 200);
        view.append(sentence());
        view.finish();
        QSignalSpy current(&view, &TokenView::currentTokenChanged);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 1);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentToken(), 4);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 4);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view.currentToken(), 0);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentToken(), 3);
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view.currentToken(), 4);
        QCOMPARE(current.last().at(0).toInt(), 4);
    }

    void shiftSelectsAndCopyTakesTheSelectionOrEverything()
    {
        TokenView view;
        view.resize(400, 200);
        view.append(sentence());
        view.setCurrentToken(1);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), QStringLiteral(" cat sat"));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral(" cat sat"));
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view.selectedText(), QStringLiteral("The cat sat\n안녕"));
        view.select(0, 0);
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("The cat sat\n안녕"));
    }

    void clickMakesATokenCurrentAndDragSelects()
    {
        TokenView view;
        view.resize(500, 200);
        view.show();
        view.append(sentence());
        const QPoint from = view.unitRect(0).center();
        const QPoint to = view.unitRect(2).center();
        QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::NoModifier, from);
        QCOMPARE(view.currentToken(), 0);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::NoModifier, to);
        QVERIFY(view.selectedText().contains(QStringLiteral(" cat")));
        QSignalSpy hovered(&view, &TokenView::tokenHovered);
        QTest::mouseMove(view.viewport(), view.unitRect(1).center());
        QTRY_VERIFY(!hovered.isEmpty());
        QCOMPARE(hovered.last().at(0).toInt(), 1);
    }

    void gapsAreNeverCurrent()
    {
        TokenView view;
        view.resize(500, 200);
        view.append({ { QStringLiteral("a"), 0.5, TokenItem::Kind::Plain },
                      { QStringLiteral("  "), 0.5, TokenItem::Kind::Gap },
                      { QStringLiteral("b"), 0.5, TokenItem::Kind::Plain } });
        view.setCurrentToken(0);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentToken(), 2);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.currentToken(), 0);
    }

    void streamingFollowsTheEndUnlessTheUserScrolledAway()
    {
        TokenView view;
        view.resize(300, 120);
        view.show();
        QList<TokenItem> lines(40, { QStringLiteral("line\n"), 0.5, TokenItem::Kind::Plain });
        view.append(lines);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        view.verticalScrollBar()->setValue(10);
        view.append(lines);
        QCOMPARE(view.verticalScrollBar()->value(), 10);
    }

    void clearForgetsSelectionAndCurrentToken()
    {
        TokenView view;
        view.append(sentence());
        view.setCurrentToken(2);
        view.selectAll();
        view.clear();
        QCOMPARE(view.currentToken(), -1);
        QVERIFY(view.selectedText().isEmpty());
        QVERIFY(view.text().isEmpty());
    }

    void screenReadersFindTheText()
    {
        TokenView view;
        view.resize(400, 100);
        view.append(sentence());
        view.setCurrentToken(1);
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(accessible != nullptr);
        QAccessibleTextInterface* text = accessible->textInterface();
        QVERIFY(text != nullptr);
        QCOMPARE(text->characterCount(), 14);
        QCOMPARE(text->text(0, 7), QStringLiteral("The cat"));
        QCOMPARE(text->cursorPosition(), 3);
        text->setCursorPosition(8);
        QCOMPARE(view.currentToken(), 2);
        view.select(0, 3);
        QCOMPARE(text->selectionCount(), 1);
        QVERIFY(accessible->state().readOnly);
    }

    void paintsTenThousandTokens()
    {
        TokenView view;
        view.resize(800, 600);
        QList<TokenItem> items;
        for (int i = 0; i < 10000; ++i) {
            items.append(
                { QStringLiteral(" tok%1").arg(i), (i % 100) / 99.0, TokenItem::Kind::Plain });
        }
        view.append(items);
        const QImage first = view.grab().toImage();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QVERIFY(view.grab().toImage() != first);
    }

    void marksAreDrawnWhereTheyAreAndStay()
    {
        TokenView view;
        view.resize(400, 100);
        view.setShading(TokenView::Shading::None);
        view.append({ { QStringLiteral("The"), 0.5 }, { QStringLiteral(" cat"), 0.5 } });
        const QImage plain = view.grab().toImage();
        const auto changed = [&view, &plain](int unit) {
            const QImage now = view.grab().toImage();
            const QRect rect = view.unitRect(unit).adjusted(1, 1, -1, -1);
            return now.copy(rect) != plain.copy(rect);
        };
        for (const TextMark::Kind kind :
             { TextMark::Kind::Band, TextMark::Kind::Underline, TextMark::Kind::Quiet }) {
            view.setMarks({ { 4, 7, kind, 1 } });
            QVERIFY(!changed(0));
            QVERIFY(changed(1));
            view.setMarks({});
            QVERIFY(!changed(1));
        }
        view.setMarks({ { 4, 7000 } });
        view.clear();
        view.append({ { QStringLiteral("The"), 0.5 }, { QStringLiteral(" cat"), 0.5 } });
        QVERIFY(changed(1));
    }

    void tintsAreEvenAndReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void tintsAreEvenAndReadable()
    {
        QFETCH(bool, dark);
        const ThemeTokens& theme = dark ? darkTokens() : lightTokens();
        QCOMPARE(probabilityTint(0, theme).name(), theme.probabilityLow.name());
        QCOMPARE(probabilityTint(0.5, theme).name(), theme.card.name());
        QCOMPARE(probabilityTint(1, theme).name(), theme.probabilityHigh.name());
        QCOMPARE(probabilityTint(-3, theme), probabilityTint(0, theme));
        for (int i = 0; i <= 20; ++i) {
            QVERIFY(contrast(theme.text, probabilityTint(i / 20.0, theme)) >= 4.5);
        }
        // Lightness moves one way on each side of the middle.
        for (int i = 0; i < 10; ++i) {
            const double nearer = luminance(probabilityTint(0.5 + i / 20.0, theme));
            const double farther = luminance(probabilityTint(0.5 + (i + 1) / 20.0, theme));
            QVERIFY(dark ? farther > nearer : farther < nearer);
        }
        QVERIFY(alternatingTint(0, theme) != alternatingTint(1, theme));
        QCOMPARE(alternatingTint(0, theme), alternatingTint(2, theme));
        QVERIFY(contrast(theme.text, alternatingTint(0, theme)) >= 4.5);
        QVERIFY(contrast(theme.text, alternatingTint(1, theme)) >= 4.5);
    }
};

QTEST_MAIN(TokenViewTest)
#include "tst_token_view.moc"
