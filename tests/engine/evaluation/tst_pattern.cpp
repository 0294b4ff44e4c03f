// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/pattern.h"

#include <QTest>

using namespace fe;
using namespace fe::evaluation;

class TestPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreFilled_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("rendered");
        QTest::newRow("two fields") << QStringLiteral("Review: {text}\nSentiment: {label}")
                                    << QStringLiteral("Review: a {b} c\nSentiment: good");
        QTest::newRow("none") << QStringLiteral("no field") << QStringLiteral("no field");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("one alone") << QStringLiteral("{label}") << QStringLiteral("good");
        QTest::newRow("twice") << QStringLiteral("{label}{label}") << QStringLiteral("goodgood");
        QTest::newRow("literal braces")
            << QStringLiteral("{{label}} {{{label}}} }}{{") << QStringLiteral("{label} {good} }{");
        QTest::newRow("spaces around") << QStringLiteral("{ label  }") << QStringLiteral("good");
        QTest::newRow("spaces inside") << QStringLiteral("{my label}") << QStringLiteral("inner");
        QTest::newRow("Korean") << QStringLiteral("감정: {감정}") << QStringLiteral("감정: 긍정");
        QTest::newRow("empty value") << QStringLiteral("<{nothing}>") << QStringLiteral("<>");
    }
    void fieldsAreFilled()
    {
        QFETCH(QString, text);
        QFETCH(QString, rendered);
        const auto pattern = PromptPattern::parse(text.toStdString());
        QVERIFY2(pattern, pattern ? "" : pattern.error().oneLine().c_str());
        QCOMPARE(pattern->text(), text.toStdString());
        const FieldValues values { { "text", "a {b} c" },   { "label", "good" },
                                   { "my label", "inner" }, { "감정", "긍정" },
                                   { "nothing", "" },       { "unused", "x" } };
        const auto result = pattern->render(values);
        QVERIFY2(result, result ? "" : result.error().oneLine().c_str());
        QCOMPARE(QString::fromStdString(*result), rendered);
    }

    void fieldsAreListedOnceInOrder()
    {
        const auto pattern = PromptPattern::parse("{b} {a} {b} {c}");
        QCOMPARE(pattern->fields(), (std::vector<std::string> { "b", "a", "c" }));
        QVERIFY(pattern->uses("a") && !pattern->uses("d"));
        QVERIFY(PromptPattern().isEmpty() && !pattern->isEmpty());
        const std::vector<PromptPattern::Part> parts { { true, "b" }, { false, " " },
                                                       { true, "a" }, { false, " " },
                                                       { true, "b" }, { false, " " },
                                                       { true, "c" } };
        QCOMPARE(pattern->parts(), parts);
    }

    void whatIsNoPatternIsRefusedWithItsColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("column");
        QTest::newRow("open") << QByteArray("ab{text") << QByteArray("column 3");
        QTest::newRow("open at the end") << QByteArray("ab{") << QByteArray("column 3");
        QTest::newRow("close") << QByteArray("ab}") << QByteArray("column 3");
        QTest::newRow("no name") << QByteArray("a{}") << QByteArray("column 2");
        QTest::newRow("only spaces") << QByteArray("a{  }") << QByteArray("column 2");
        QTest::newRow("in a field") << QByteArray("{a{b}}") << QByteArray("column 3");
        QTest::newRow("JSON") << QByteArray("{\"a\": 1}") << QByteArray("column 2");
        QTest::newRow("line break") << QByteArray("{a\nb}") << QByteArray("column 3");
        QTest::newRow("Korean before") << QByteArray("감정: }") << QByteArray("column 5");
    }
    void whatIsNoPatternIsRefusedWithItsColumn()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, column);
        const auto pattern = PromptPattern::parse(text.toStdString());
        QVERIFY(!pattern);
        QCOMPARE(pattern.error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(pattern.error().field, column.toStdString());
    }

    void hostileTextIsRefused()
    {
        QVERIFY(!PromptPattern::parse("\xFF{a}"));
        QVERIFY(!PromptPattern::parse(std::string((1U << 20U) + 1, 'a')));
        QVERIFY(PromptPattern::parse(std::string(1U << 20U, '{'))); // half as many literal braces
    }

    void aMissingValueIsNamed()
    {
        const auto result = PromptPattern::parse("{a} {b}")->render({ { "a", "1" } });
        QVERIFY(!result);
        QVERIFY(result.error().why.find("{b}") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestPattern)
#include "tst_pattern.moc"
