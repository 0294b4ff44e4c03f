// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/answer.h"

#include <QTest>

using namespace fe;
using namespace fe::evaluation;

namespace {

using Kind = AnswerRule::Kind;

AnswerExtractor make(AnswerRule rule)
{
    auto extractor = AnswerExtractor::make(std::move(rule));
    if (!extractor) {
        qFatal("%s", extractor.error().oneLine().c_str());
    }
    return *extractor;
}

/// "-" stands for no answer.
QString extracted(const AnswerExtractor& extractor, const QString& text)
{
    const auto answer = extractor.extract(text.toStdString());
    if (!answer) {
        return QString::fromStdString(answer.error().oneLine());
    }
    return *answer ? QString::fromStdString(**answer) : QStringLiteral("-");
}

} // namespace

class TestAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("number");
        const auto row = [](const char* text, const char* number) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(number);
        };
        row("The answer is 11.", "11");
        row("5 + 6 = 11", "11");
        row("1,234", "1234");
        row("1,234,567.50 in all", "1234567.5");
        row("first 1, then 23", "23");
        row("12,34", "34"); // no thousands separator
        row("1234,567", "567");
        row("1,2345", "2345");
        row("-3.5", "-3.5");
        row("\xE2\x88\x92"
            "3.5",
            "-3.5"); // U+2212
        row("it is - 4", "4");
        row("pages 3-4", "4");
        row("A-5", "5");
        row("(-5)", "-5");
        row("$-5", "-5");
        row("007", "7");
        row("0.50", "0.5");
        row("-0.0", "0");
        row(".5", "0.5");
        row("7.", "7");
        row("1.2.3", "0.3");
        row("답은 11개입니다.", "11");
        row("사과 1,000원", "1000");
        row("3%", "3");
        row("123456789012345678901234567890", "123456789012345678901234567890");
        row("none", "-");
        row("", "-");
        row("-", "-");
    }
    void numbers()
    {
        QFETCH(QString, text);
        QFETCH(QString, number);
        QCOMPARE(extracted(make({ .kind = Kind::LastNumber }), text), number);
    }

    void wholeAndFirstLineAreTrimmed()
    {
        const QString text = QStringLiteral(" \n\u3000Paris. \nNext line\n");
        QCOMPARE(extracted(make({ .kind = Kind::Whole }), text),
                 QStringLiteral("Paris. \nNext line"));
        QCOMPARE(extracted(make({ .kind = Kind::FirstLine }), text), QStringLiteral("Paris."));
        QCOMPARE(extracted(make({ .kind = Kind::Whole }), QStringLiteral(" \n")),
                 QStringLiteral("-"));
        QCOMPARE(extracted(make({ .kind = Kind::FirstLine }), QString()), QStringLiteral("-"));
    }

    void expressions_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        QTest::newRow("group") << QStringLiteral("answer is (\\w+)")
                               << QStringLiteral("The answer is seven. The answer is nine.")
                               << QStringLiteral("nine");
        QTest::newRow("no group") << QStringLiteral("[0-9]+") << QStringLiteral("1 and 22")
                                  << QStringLiteral("22");
        QTest::newRow("second alternative")
            << QStringLiteral("x(a)|y(b)") << QStringLiteral("yb") << QStringLiteral("b");
        QTest::newRow("Unicode") << QStringLiteral("답: (\\w+)") << QStringLiteral("답: 긍정.")
                                 << QStringLiteral("긍정");
        QTest::newRow("no match") << QStringLiteral("z") << QStringLiteral("abc")
                                  << QStringLiteral("-");
        QTest::newRow("empty match")
            << QStringLiteral("b*") << QStringLiteral("abba") << QStringLiteral("-");
        QTest::newRow("a window away")
            << QStringLiteral("가+b") << QStringLiteral("가").repeated(100) + QStringLiteral("b")
            << QStringLiteral("가").repeated(100) + QStringLiteral("b");
        QTest::newRow("anchored") << QStringLiteral("^b$|(?m)^c$") << QStringLiteral("a\nc\nd")
                                  << QStringLiteral("c");
        QTest::newRow("end moved")
            << QStringLiteral("a\\Kb") << QStringLiteral("xabx") << QStringLiteral("b");
    }
    void expressions()
    {
        QFETCH(QString, expression);
        QFETCH(QString, text);
        QFETCH(QString, answer);
        const auto extractor
            = make({ .kind = Kind::Expression, .expression = expression.toStdString() });
        QCOMPARE(extracted(extractor, text), answer);
    }

    void wrongExpressionsAreRefusedWithTheirPlace()
    {
        const auto code = [](const std::string& expression) {
            return AnswerExtractor::make({ .kind = Kind::Expression, .expression = expression })
                .error();
        };
        QCOMPARE(code("a(b").code, base::ErrorCode::InvalidArgument);
        QCOMPARE(code("a(b").field, std::string("byte 4"));
        QCOMPARE(code("").code, base::ErrorCode::InvalidArgument);
        QCOMPARE(code("\xFF").code, base::ErrorCode::InvalidArgument);
        QCOMPARE(code(std::string(100'000, 'a')).code, base::ErrorCode::InvalidArgument);
    }

    void catastrophicExpressionsEnd_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::newRow("quadratic") << QStringLiteral("a*[cd]"); // each search is short, all are not
        QTest::newRow("nested") << QStringLiteral("(a+)+$");
        QTest::newRow("alternatives") << QStringLiteral("(a|aa)+$");
        QTest::newRow("a high power") << QStringLiteral("a*a*a*a*a*[cd]");
        QTest::newRow("recursive") << QStringLiteral("((?1)?a)+[bc]");
    }
    void catastrophicExpressionsEnd()
    {
        QFETCH(QString, expression);
        const auto extractor
            = make({ .kind = Kind::Expression, .expression = expression.toStdString() });
        const auto answer = extractor.extract(std::string(100'000, 'a') + "!");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, base::ErrorCode::LimitExceeded);
    }

    void labels_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("label");
        const auto row = [](const char* text, const char* label) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(label);
        };
        row("positive", "positive");
        row(" Positive.", "positive");
        row("POSITIVE\nReview: x negative", "positive");
        row("I would say negative, not positive", "negative");
        row("very  positive", "very positive");
        row("\"very positive\"", "very positive");
        row("negative side", "negative side");
        row("nonpositive but negative", "negative");
        row("positively", "-");
        row("neutral", "-");
        row("", "-");
        row("긍정입니다", "긍정");
        row("답은 긍정", "긍정");
        row("한국어positive긍정", "positive");
        row("Ärger", "ärger");
    }
    void labels()
    {
        QFETCH(QString, text);
        QFETCH(QString, label);
        const auto extractor = make({ .kind = Kind::Label,
                                      .labels = { "positive", "very positive", "negative",
                                                  "negative side", "긍정", "ärger" } });
        QCOMPARE(extracted(extractor, text), label);
    }

    void labelRulesNeedLabels()
    {
        QVERIFY(!AnswerExtractor::make({ .kind = Kind::Label }));
        QVERIFY(!AnswerExtractor::make({ .kind = Kind::Label, .labels = { "a", " " } }));
        const auto exact = make({ .kind = Kind::Label,
                                  .labels = { "Yes" },
                                  .ignoreCase = false,
                                  .ignorePunctuation = false });
        QCOMPARE(extracted(exact, QStringLiteral("yes")), QStringLiteral("-"));
        QCOMPARE(extracted(exact, QStringLiteral("Yes.")), QStringLiteral("Yes"));
    }

    void answersAgree_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("agree");
        const auto row = [](const char* a, const char* b, bool agree) {
            QTest::addRow("%s, %s", a, b) << QString::fromUtf8(a) << QString::fromUtf8(b) << agree;
        };
        row("Paris", "paris.", true);
        row("“New  York”", "new york", true);
        row("-5", "5", false);
        row("5%", "5", false);
        row("!", "!", true);
        row("!", "?", false);
        row("ÉTÉ", "été", true);
        row("a b", "ab", false);
    }
    void answersAgree()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, agree);
        const auto extractor = make({ .kind = Kind::Whole });
        QCOMPARE(extractor.agree(a.toStdString(), b.toStdString()), agree);
    }

    void numbersAgreeInAnySpelling()
    {
        const auto extractor = make({ .kind = Kind::LastNumber });
        QVERIFY(extractor.agree("1,234.0", "1234"));
        QVERIFY(extractor.agree("11", "11개"));
        QVERIFY(!extractor.agree("11", "12"));
        QVERIFY(!extractor.agree("eleven", "11"));
    }

    void theMajorityWins()
    {
        const auto extractor = make({ .kind = Kind::LastNumber });
        const Vote result = vote(extractor, { "9", "11", std::nullopt, "11.0", "9", "11", "3" });
        QCOMPARE(result.winner(), std::optional<std::string>("11"));
        QCOMPARE(result.samples, 7U);
        QCOMPARE(result.silent, 1U);
        QVERIFY(!result.tied);
        QCOMPARE(result.counts.size(), 3U);
        QCOMPARE(result.counts[0].count, 3U);
        QCOMPARE(result.counts[0].share, 0.5);
        QCOMPARE(result.counts[0].samples, (std::vector<std::size_t> { 1, 3, 5 }));
        QCOMPARE(result.counts[1].answer, std::string("9"));
    }

    void tiesAreSaidAndGoToTheFirst()
    {
        const auto extractor = make({ .kind = Kind::Whole });
        const Vote result = vote(extractor, { "b", "a", "A.", "B" });
        QVERIFY(result.tied);
        QCOMPARE(result.winner(), std::optional<std::string>("b"));
        const Vote nothing = vote(extractor, { std::nullopt, std::nullopt });
        QVERIFY(!nothing.tied && !nothing.winner());
        QCOMPARE(nothing.silent, 2U);
        QVERIFY(!vote(extractor, {}).winner());
    }

    void rulesHaveNames()
    {
        for (const Kind kind :
             { Kind::Whole, Kind::FirstLine, Kind::LastNumber, Kind::Expression, Kind::Label }) {
            QCOMPARE(answerRuleFromName(answerRuleName(kind)), std::optional(kind));
        }
        QVERIFY(!answerRuleFromName("nothing"));
    }
};

QTEST_APPLESS_MAIN(TestAnswer)
#include "tst_answer.moc"
