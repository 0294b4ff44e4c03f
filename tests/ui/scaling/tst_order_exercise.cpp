// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages_bench.h"
#include "scaling/emergence/order_exercise.h"

#include <QLabel>
#include <QPushButton>

#include <cmath>
#include <memory>

using namespace fe::scaling_tab;
using Mark = CardOrder::Mark;

namespace {

KnownScalesPtr known()
{
    fe::base::Progress progress;
    const auto scales = readKnownScales(fe::base::CancelToken(), progress);
    return scales ? *scales : nullptr;
}

struct Exercise {
    OrderExercise widget;
    Exercise()
    {
        widget.setScales(known());
        widget.resize(900, 500);
        widget.show();
    }
    [[nodiscard]] CardOrder& cards() const { return widget.cards(); }
    void check() const { widget.findChild<QPushButton*>(QStringLiteral("checkOrder"))->click(); }
    [[nodiscard]] QString verdict() const
    {
        const auto* label = widget.findChild<QLabel*>(QStringLiteral("orderVerdict"));
        return label->isHidden() ? QString() : label->text();
    }
};

} // namespace

class OrderExerciseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void scalesComeFromTheTables()
    {
        const KnownScalesPtr scales = known();
        QVERIFY(scales);
        QCOMPARE(scales->published.size(), 22U);
        QCOMPARE(std::round(scales->abilities[0].after / 1e9), 7.0); // GPT-3 with 0.9 %
        QCOMPARE(std::round(scales->abilities[0].at / 1e9), 13.0); // with 8.4 %
        QVERIFY(scales->abilities[1].after > 2e10 && scales->abilities[1].at > 1e11);
        QCOMPARE(scales->abilities[2].at, 6.8e10);
        QCOMPARE(scales->abilities[3].at, 1.8e12);
    }

    void onlyWhatTheSourcesTellIsWrong()
    {
        const KnownScalesPtr scales = known();
        // Unscrambling and chains of thought overlap: either may come first.
        const QVector<Mark> open { Mark::Right, Mark::Open, Mark::Open, Mark::Right };
        QCOMPARE(orderMarks({ 0, 1, 2, 3 }, *scales), open);
        QCOMPARE(orderMarks({ 0, 2, 1, 3 }, *scales), open);
        QCOMPARE(orderMarks({ 3, 1, 2, 0 }, *scales),
                 (QVector<Mark> { Mark::Wrong, Mark::Wrong, Mark::Wrong, Mark::Wrong }));
        QCOMPARE(orderMarks({ 1, 0, 2, 3 }, *scales)[0], Mark::Wrong);
    }

    void cardsAreMovedByKeyboard()
    {
        Exercise exercise;
        exercise.cards().setOrder({ 1, 0, 2, 3 });
        exercise.check();
        QVERIFY(exercise.verdict().contains(QStringLiteral("Not yet")));
        exercise.cards().setFocus();
        QTest::keyClick(&exercise.cards(), Qt::Key_Down);
        QCOMPARE(exercise.cards().current(), 1);
        QTest::keyClick(&exercise.cards(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(exercise.cards().order(), (QVector<int> { 0, 1, 2, 3 }));
        QCOMPARE(exercise.cards().current(), 0);
        QVERIFY(exercise.verdict().isEmpty()); // of the order before
        exercise.check();
        QVERIFY(exercise.verdict().contains(QStringLiteral("That is the order")));
        QTest::keyClick(&exercise.cards(), Qt::Key_Up, Qt::AltModifier); // no further
        QCOMPARE(exercise.cards().order(), (QVector<int> { 0, 1, 2, 3 }));
    }

    void cardsAreDragged()
    {
        Exercise exercise;
        exercise.cards().setOrder({ 3, 0, 1, 2 });
        CardOrder& cards = exercise.cards();
        const QPoint from = cards.cardRect(0).center();
        const QPoint to = cards.cardRect(3).center();
        QTest::mousePress(&cards, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 10; ++step) {
            QTest::mouseMove(&cards, from + (to - from) * step / 10);
        }
        QTest::mouseRelease(&cards, Qt::LeftButton, {}, to);
        QCOMPARE(cards.order(), (QVector<int> { 0, 1, 2, 3 }));
        QTest::mouseMove(&cards, from); // let go
        QCOMPARE(cards.order(), (QVector<int> { 0, 1, 2, 3 }));
        exercise.check();
        QVERIFY(exercise.verdict().contains(QStringLiteral("That is the order")));
        keepPage(exercise.widget, QStringLiteral("exercise"));
    }

    void theAnswerNamesItsSources()
    {
        Exercise exercise;
        exercise.widget.solve();
        QString all;
        for (const QLabel* label : exercise.widget.findChildren<QLabel*>()) {
            all += label->text() + u'\n';
        }
        for (const char* source :
             { "arXiv:2005.14165", "arXiv:2206.04615", "arXiv:2206.07682",
               "doi:10.1073/pnas.2405460121", "From the data", "From the literature" }) {
            QVERIFY2(all.contains(QLatin1String(source)), source);
        }
    }

    void shufflingChangesTheOrderAndForgetsTheVerdict()
    {
        Exercise exercise;
        exercise.widget.solve();
        const QVector<int> before = exercise.cards().order();
        exercise.widget.shuffle();
        QVERIFY(exercise.cards().order() != before);
        QVERIFY(exercise.verdict().isEmpty());
    }

    void damagedStatesAreLeftOut()
    {
        Exercise exercise;
        const QVector<int> before = exercise.cards().order();
        exercise.cards().setOrder({ 0, 0, 1, 2 });
        exercise.cards().setOrder({ 0, 1, 2 });
        exercise.cards().setOrder({ 0, 1, 2, 9 });
        QCOMPARE(exercise.cards().order(), before);
    }
};

QTEST_MAIN(OrderExerciseTest)
#include "tst_order_exercise.moc"
