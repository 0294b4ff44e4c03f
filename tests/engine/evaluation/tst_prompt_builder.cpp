// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/prompt_builder.h"

#include <QTest>

using namespace fe;
using namespace fe::evaluation;

namespace {

PromptPlan reviews()
{
    PromptPlan plan;
    plan.instruction = "Classify.";
    plan.pattern = *PromptPattern::parse("Review: {text}\nSentiment: {label}");
    plan.answerField = "label";
    return plan;
}

PromptPlan sums()
{
    PromptPlan plan;
    plan.pattern = *PromptPattern::parse("Q: {question}\nA: {answer}");
    plan.answerField = "answer";
    return plan;
}

const std::vector<FieldValues> kReviews { { { "text", "Lovely." }, { "label", "positive" } },
                                          { { "text", "Awful." }, { "label", "negative" } } };

std::string slice(const BuiltPrompt& prompt, std::size_t begin, std::size_t end)
{
    return prompt.text.substr(begin, end - begin);
}

} // namespace

class TestPromptBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theQueryEndsBeforeItsAnswerAndItsSpace()
    {
        const auto prompt = buildPrompt(reviews(), kReviews, { { "text", "Fine." } });
        QVERIFY2(prompt, prompt ? "" : prompt.error().oneLine().c_str());
        QCOMPARE(prompt->text,
                 std::string("Classify.\n\nReview: Lovely.\nSentiment: positive\n\n"
                             "Review: Awful.\nSentiment: negative\n\nReview: Fine.\nSentiment:"));
        QCOMPARE(prompt->lead, std::string(" "));
    }

    void spansCutThePrompt()
    {
        const auto prompt = buildPrompt(reviews(), kReviews, { { "text", "Fine." } });
        QCOMPARE(prompt->spans.size(), 4U);
        QCOMPARE(prompt->spans[0].kind, PromptSpan::Kind::Instruction);
        QCOMPARE(slice(*prompt, prompt->spans[0].begin, prompt->spans[0].end),
                 std::string("Classify."));
        QCOMPARE(prompt->spans[2].kind, PromptSpan::Kind::Example);
        QCOMPARE(prompt->spans[2].example, 1U);
        QCOMPARE(slice(*prompt, prompt->spans[2].begin, prompt->spans[2].end),
                 std::string("Review: Awful.\nSentiment: negative"));
        QCOMPARE(slice(*prompt, prompt->spans[2].answerBegin, prompt->spans[2].answerEnd),
                 std::string("negative"));
        QCOMPARE(prompt->spans[3].kind, PromptSpan::Kind::Query);
        QCOMPARE(slice(*prompt, prompt->spans[3].begin, prompt->spans[3].end),
                 std::string("Review: Fine.\nSentiment:"));
    }

    void zeroShotIsThePatternAlone()
    {
        PromptPlan plan = reviews();
        plan.instruction.clear();
        const auto prompt = buildPrompt(plan, {}, { { "text", "Fine." }, { "label", "hidden" } });
        QCOMPARE(prompt->text, std::string("Review: Fine.\nSentiment:"));
        QCOMPARE(prompt->spans.size(), 1U);
    }

    void leadIsWhateverStoodBeforeTheAnswer_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("lead");
        QTest::newRow("line break")
            << QStringLiteral("{q}\n{a}") << QStringLiteral("Q") << QStringLiteral("\n");
        QTest::newRow("nothing") << QStringLiteral("{q}:{a}") << QStringLiteral("Q:") << QString();
        QTest::newRow("text behind")
            << QStringLiteral("{q}: {a}. Next!") << QStringLiteral("Q:") << QStringLiteral(" ");
        QTest::newRow("ideographic space")
            << QStringLiteral("{q}:\u3000\u00A0{a}") << QStringLiteral("Q:")
            << QStringLiteral("\u3000\u00A0");
        QTest::newRow("space of the value")
            << QStringLiteral("{s}{a}") << QStringLiteral("S") << QStringLiteral(" \n");
    }
    void leadIsWhateverStoodBeforeTheAnswer()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QString, lead);
        PromptPlan plan;
        plan.pattern = *PromptPattern::parse(pattern.toStdString());
        plan.answerField = "a";
        const auto prompt = buildPrompt(plan, {}, { { "q", "Q" }, { "s", "S \n" } });
        QVERIFY2(prompt, prompt ? "" : prompt.error().oneLine().c_str());
        QCOMPARE(QString::fromStdString(prompt->text), text);
        QCOMPARE(QString::fromStdString(prompt->lead), lead);
        QCOMPARE(prompt->spans.back().end, prompt->text.size());
    }

    void fewShotChainOfThoughtShowsTheReasoning()
    {
        PromptPlan plan = sums();
        plan.reasonedAnswer = *PromptPattern::parse("{rationale} The answer is {answer}.");
        const std::vector<FieldValues> examples {
            { { "question", "1 + 1?" }, { "rationale", "One more than one." }, { "answer", "2" } },
            { { "question", "2 + 1?" }, { "rationale", "  " }, { "answer", "3" } },
            { { "question", "3 + 1?" }, { "answer", "4" } }
        };
        const auto prompt = buildPrompt(plan, examples, { { "question", "4 + 1?" } });
        QVERIFY2(prompt, prompt ? "" : prompt.error().oneLine().c_str());
        QCOMPARE(prompt->text,
                 std::string("Q: 1 + 1?\nA: One more than one. The answer is 2.\n\n"
                             "Q: 2 + 1?\nA: 3\n\nQ: 3 + 1?\nA: 4\n\nQ: 4 + 1?\nA:"));
        QCOMPARE(prompt->lead, std::string(" "));
    }

    void zeroShotChainOfThoughtBeginsTheAnswer()
    {
        PromptPlan plan = sums();
        plan.trigger = "Let's think step by step.";
        const auto prompt = buildPrompt(plan, {}, { { "question", "4 + 1?" } });
        QCOMPARE(prompt->text, std::string("Q: 4 + 1?\nA: Let's think step by step."));
        QCOMPARE(prompt->lead, std::string(" "));
        QCOMPARE(answerPrompt(*prompt, " Four and one. ", "Therefore, the answer is "),
                 std::string("Q: 4 + 1?\nA: Let's think step by step. Four and one.\n"
                             "Therefore, the answer is"));
    }

    void examplesWithReasoningBeginWithTheTriggerToo()
    {
        PromptPlan plan = sums();
        plan.trigger = "Think.";
        plan.reasonedAnswer = *PromptPattern::parse("{rationale} So {answer}.");
        const std::vector<FieldValues> examples {
            { { "question", "a" }, { "rationale", "Because." }, { "answer", "2" } },
            { { "question", "b" }, { "answer", "3" } }
        };
        const auto prompt = buildPrompt(plan, examples, { { "question", "c" } });
        QCOMPARE(prompt->text,
                 std::string("Q: a\nA: Think. Because. So 2.\n\nQ: b\nA: 3\n\nQ: c\nA: Think."));
    }

    void freeTextStaysAsItIs()
    {
        PromptPlan plan;
        plan.pattern = *PromptPattern::parse("Once upon a time, ");
        const auto prompt = buildPrompt(plan, {}, {});
        QCOMPARE(prompt->text, std::string("Once upon a time, "));
        QCOMPARE(prompt->lead, std::string());
    }

    void plansThatAskNothingAreRefused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("reasoned");
        QTest::newRow("no answer") << QStringLiteral("{q}") << QString();
        QTest::newRow("answer first") << QStringLiteral("{a} {q}") << QString();
        QTest::newRow("answer twice") << QStringLiteral("{q} {a} {a}") << QString();
        QTest::newRow("reasoning alone") << QStringLiteral("{q} {a}") << QStringLiteral("{r}");
    }
    void plansThatAskNothingAreRefused()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, reasoned);
        PromptPlan plan;
        plan.pattern = *PromptPattern::parse(pattern.toStdString());
        plan.reasonedAnswer = *PromptPattern::parse(reasoned.toStdString());
        plan.answerField = "a";
        QCOMPARE(checkPlan(plan).error().code, base::ErrorCode::InvalidArgument);
        QVERIFY(!buildPrompt(plan, {}, { { "q", "1" }, { "a", "2" } }));
    }

    void missingValuesAreNamedWithTheirExample()
    {
        const auto example
            = buildPrompt(reviews(), { { kReviews[0], { { "text", "x" } } } }, { { "text", "y" } });
        QCOMPARE(example.error().field, std::string("example 2"));
        QVERIFY(example.error().why.find("{label}") != std::string::npos);
        const auto query = buildPrompt(reviews(), kReviews, { { "label", "y" } });
        QCOMPARE(query.error().field, std::string("query"));
        QVERIFY(query.error().why.find("{text}") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestPromptBuilder)
#include "tst_prompt_builder.moc"
