// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/answer_tree.h"
#include "record_sample.h"

#include <QtTest>

using namespace fe::prompting;
using fe::base::Json;

namespace {

// Two samples; the first has a branch with a branch of its own, and one more.
AnswerTree family()
{
    PromptDocument document;
    document.mode = Mode::Free;
    document.freeText = QStringLiteral("Say it");
    AnswerTree tree(document);
    tree.add({ recordOf("11 apples"), -1, 0 });
    tree.add({ recordOf("12"), -1, 0 });
    tree.add({ recordOf("11 pears"), 0, 3 });
    tree.add({ recordOf("11 plums"), 2, 4 });
    tree.add({ recordOf("17"), 0, 1 });
    return tree;
}

std::vector<std::string> texts(const AnswerTree& tree)
{
    std::vector<std::string> result;
    for (const AnswerNode& node : tree.nodes()) {
        result.push_back(node.record->generation.text);
    }
    return result;
}

using Texts = std::vector<std::string>;

} // namespace

class AnswerTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAddedIsShown()
    {
        AnswerTree tree;
        QVERIFY(tree.isEmpty());
        QCOMPARE(tree.currentRecord(), nullptr);
        QCOMPARE(tree.add({ recordOf("a"), -1, 0 }), 0);
        QCOMPARE(tree.add({ recordOf("b"), 0, 1 }), 1);
        QCOMPARE(tree.currentRecord()->generation.text, std::string("b"));
        tree.setCurrent(7); // no such node
        QCOMPARE(tree.current(), 1);
        QCOMPARE(family().samples(), (std::vector<int> { 0, 1 }));
        QCOMPARE(family().childrenOf(0), (std::vector<int> { 2, 4 }));
    }

    void pruningTakesTheBranchesAlong()
    {
        AnswerTree tree = family();
        tree.setCurrent(3);
        tree.prune(2);
        QCOMPARE(texts(tree), (Texts { "11 apples", "12", "17" }));
        QCOMPARE(tree.current(), 0); // the parent of what was pruned
        QCOMPARE(tree.nodes()[2].parent, 0);
        tree.setCurrent(2);
        tree.prune(1);
        QCOMPARE(texts(tree), (Texts { "11 apples", "17" }));
        QCOMPARE(tree.currentRecord()->generation.text, std::string("17")); // it was not touched
        tree.prune(0);
        QVERIFY(tree.isEmpty());
        QCOMPARE(tree.current(), -1);
        tree.prune(0);
    }

    void pruningKeepsTheParentsOfTheRest()
    {
        AnswerTree tree = family();
        tree.prune(1);
        QCOMPARE(texts(tree), (Texts { "11 apples", "11 pears", "11 plums", "17" }));
        QCOMPARE(tree.nodes()[2].parent, 1);
        QCOMPARE(tree.nodes()[3].parent, 0);
    }

    void samplesVoteAndBranchesDoNot()
    {
        AnswerTree tree = family();
        tree.add({ recordOf("I say 11."), -1, 0 });
        fe::evaluation::AnswerRule rule;
        rule.kind = fe::evaluation::AnswerRule::Kind::LastNumber;
        tree.setRule(rule);
        const auto vote = tree.vote();
        QVERIFY(vote.hasValue());
        QCOMPARE(vote->samples, 3U);
        QCOMPARE(vote->winner().value(), std::string("11"));
        QCOMPARE(vote->counts.front().count, 2U);
        rule.kind = fe::evaluation::AnswerRule::Kind::Expression;
        rule.expression = "(";
        tree.setRule(rule);
        QVERIFY(!tree.vote());
    }

    void aTreeComesBackFromItsJson()
    {
        AnswerTree tree = family();
        tree.setCurrent(2);
        const std::string text = fe::base::toText(toJson(tree));
        const auto read = answerTreeFromJson(fe::base::parseJson(text, "test").value());
        QVERIFY(read.hasValue());
        QCOMPARE(texts(*read), texts(tree));
        QCOMPARE(read->current(), 2);
        QCOMPARE(read->nodes()[3].parent, 2);
        QCOMPARE(read->nodes()[3].branchAt, 4U);
        QCOMPARE(read->document().freeText, tree.document().freeText);
        QCOMPARE(fe::base::toText(toJson(*read)), text);
    }

    void otherJsonIsRefused_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("format") << QStringLiteral("answers-1") << QStringLiteral("answers-9");
        QTest::newRow("parent after child")
            << QStringLiteral("\"parent\":2") << QStringLiteral("\"parent\":3");
        QTest::newRow("parent no number")
            << QStringLiteral("\"parent\":2") << QStringLiteral("\"parent\":\"2\"");
        QTest::newRow("negative branch")
            << QStringLiteral("\"branch_at\":4") << QStringLiteral("\"branch_at\":-4");
        QTest::newRow("no nodes") << QStringLiteral("\"nodes\"") << QStringLiteral("\"knots\"");
        QTest::newRow("record") << QStringLiteral("\"rank\"") << QStringLiteral("\"tank\"");
    }

    void otherJsonIsRefused()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QString text = QString::fromStdString(fe::base::toText(toJson(family())));
        text.remove(QRegularExpression(QStringLiteral("\\s+(?=[\"\\d-])")));
        QVERIFY(text.contains(from));
        text.replace(from, to);
        const auto json = fe::base::parseJson(text.toStdString(), "test");
        QVERIFY(json.hasValue());
        QVERIFY(!answerTreeFromJson(*json));
    }
};

QTEST_GUILESS_MAIN(AnswerTreeTest)
#include "tst_answer_tree.moc"
