// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/stop_matcher.h"

#include <QTest>

using fe::generation::StopMatcher;

class TestStopMatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutStopsEverythingIsCertainAtOnce()
    {
        StopMatcher matcher({});
        matcher.push("ab");
        QCOMPARE(matcher.takeCertain(), std::string_view("ab"));
        matcher.push("c");
        QCOMPARE(matcher.takeCertain(), std::string_view("c"));
        QCOMPARE(matcher.takeRest(), std::string_view());
    }

    void aPossibleBeginningIsHeldBackUntilItIsDecided()
    {
        StopMatcher matcher({ "\nUser:" });
        matcher.push("Hi\nUs");
        QCOMPARE(matcher.takeCertain(), std::string_view("Hi"));
        matcher.push("eful");
        QCOMPARE(matcher.takeCertain(), std::string_view("\nUseful"));
        matcher.push("!\n");
        QCOMPARE(matcher.takeCertain(), std::string_view("!"));
        QCOMPARE(matcher.takeRest(), std::string_view("\n"));
        QVERIFY(!matcher.stopped());
    }

    void stopsAcrossManyPieces()
    {
        StopMatcher matcher({ "STOP" });
        std::string seen;
        for (const char* piece : { "a", "S", "T", "O", "P", "b" }) {
            matcher.push(piece);
            seen += matcher.takeCertain();
        }
        QVERIFY(matcher.stopped());
        QCOMPARE(matcher.text(), std::string("a"));
        QCOMPARE(seen, std::string("a"));
        QCOMPARE(matcher.takeRest(), std::string_view());
    }

    void aFalseStartMayHoldTheRealOne()
    {
        StopMatcher matcher({ "aab" });
        matcher.push("aa");
        matcher.push("ab");
        QVERIFY(matcher.stopped());
        QCOMPARE(matcher.text(), std::string("a"));
    }

    void theEarliestOfSeveralWins()
    {
        for (const auto& stops : { std::vector<std::string> { "later", "x" }, { "x", "later" } }) {
            StopMatcher matcher(stops);
            matcher.push("1x2later");
            QCOMPARE(matcher.text(), std::string("1"));
        }
    }

    void aStopMayBeInsideOnePiece()
    {
        StopMatcher matcher({ "|" });
        matcher.push("left|right");
        QCOMPARE(matcher.takeCertain(), std::string_view("left"));
        matcher.push("more");
        QCOMPARE(matcher.text(), std::string("left"));
    }

    void everySplitGivesTheSame()
    {
        const std::string text = "one END two, E EN nearly; END";
        for (std::size_t first = 0; first <= text.size(); ++first) {
            for (std::size_t second = first; second <= text.size(); ++second) {
                StopMatcher matcher({ "END t", "END" });
                std::string seen;
                for (const auto& piece :
                     { text.substr(0, first), text.substr(first, second - first),
                       text.substr(second) }) {
                    matcher.push(piece);
                    seen += matcher.takeCertain();
                }
                seen += matcher.takeRest();
                QCOMPARE(matcher.text(), std::string("one "));
                QCOMPARE(seen, matcher.text());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestStopMatcher)
#include "tst_stop_matcher.moc"
