// SPDX-License-Identifier: GPL-3.0-or-later
//
// Samples and branches without a model: the tree's rows, the vote, the rule.
#include "prompting/alternatives_model.h"
#include "prompting/answer/answer_tree_model.h"
#include "prompting/answer/rule_editor.h"
#include "prompting/answer/samples_card.h"
#include "prompting/answer/vote_chart.h"
#include "prompting/answer/vote_view.h"
#include "prompting/answer_status.h"
#include "prompting/exports.h"
#include "record_sample.h"
#include "widgets/segmented_control.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

#include <limits>

using namespace fe;
using namespace fe::prompting;
using evaluation::AnswerRule;

namespace {

// As an endpoint answers that gives no log-probabilities.
RunRecordPtr untold(const std::string& text)
{
    auto record = std::make_shared<RunRecord>(*recordOf(text));
    record->promptIds.clear();
    for (generation::Step& step : record->generation.steps) {
        step.logProb = step.entropy = std::numeric_limits<float>::quiet_NaN();
        step.rank = 0;
    }
    return record;
}

AnswerTree treeOf(const std::vector<std::string>& samples,
                  AnswerRule::Kind kind = AnswerRule::Kind::LastNumber)
{
    AnswerTree tree { PromptDocument() };
    AnswerRule rule;
    rule.kind = kind;
    tree.setRule(rule);
    for (const std::string& sample : samples) {
        tree.add({ recordOf(sample), -1, 0 });
    }
    return tree;
}

// "it is 11" with a branch "it is 12", which has a branch "it was 9"; and the sample "it is 7".
AnswerTree family()
{
    AnswerTree tree = treeOf({ "it is 11" });
    tree.add({ recordOf("it is 12"), 0, 7 });
    tree.add({ recordOf("it was 9"), 1, 3 });
    tree.add({ recordOf("it is 7"), -1, 0 });
    return tree;
}

QString cell(const AnswerTreeModel& model, int node, int column)
{
    return model.data(model.indexOf(node, column), Qt::DisplayRole).toString();
}

QLabel* label(const QWidget& widget, const char* name)
{
    return widget.findChild<QLabel*>(QLatin1String(name));
}

QAction* action(const QWidget& widget, const char* name)
{
    return widget.findChild<QAction*>(QLatin1String(name));
}

} // namespace

class AnswerSamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAnEndpointDoesNotTellIsNotGuessed()
    {
        const RunRecordPtr record = untold("ab");
        AnswerTree tree { PromptDocument() };
        tree.add({ record, -1, 0 });
        AnswerTreeModel model;
        model.setTree(tree);
        QCOMPARE(cell(model, 0, AnswerTreeModel::LogProbability), QStringLiteral("–"));
        QVERIFY(model.data(model.indexOf(0), Qt::ToolTipRole)
                    .toString()
                    .contains(QLatin1String("log-probability is not available")));
        const generation::Step& step = record->generation.steps[0];
        QCOMPARE(stepText(step, QStringLiteral("a")),
                 QStringLiteral("\"a\" · probability not available"));
        QVERIFY(statusText(*record).contains(QLatin1String("mean ln p not available")));
        QVERIFY(!statusText(*record).contains(QLatin1String("prompt")));
        const QString csv = QString::fromStdString(exportText(*record, ExportFormat::Csv));
        QCOMPARE(csv.section(u'\n', 1, 1), QStringLiteral("1,97,a,,,,"));
        const QString text = QString::fromStdString(exportText(*record, ExportFormat::Markdown));
        QVERIFY(text.contains(QLatin1String("- mean log-probability: not available")));
        QVERIFY(text.contains(QLatin1String("- prompt tokens: not available")));
        const base::Json json = toJson(*record);
        const auto back = recordFromJson(json);
        QVERIFY(back && std::isnan(back->generation.steps[0].logProb));
        QVERIFY(!stepText(recordOf("a")->generation.steps[0], QStringLiteral("a"))
                     .contains(QLatin1String("not available")));
    }

    void theTreeKeepsTheRulesOfModels()
    {
        AnswerTreeModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        AnswerTree tree = treeOf({ "11" });
        model.setTree(tree);
        tree.add({ recordOf("12"), 0, 1 });
        tree.add({ recordOf("13"), 1, 1 });
        tree.add({ recordOf("14"), -1, 0 });
        model.setTree(tree);
        QCOMPARE(model.rowCount(), 2);
        tree.prune(1);
        model.setTree(tree);
        QCOMPARE(model.rowCount(model.indexOf(0)), 0);
        model.retranslate();
        model.setTree({});
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsStayWhileTheTreeGrows()
    {
        AnswerTreeModel model;
        AnswerTree tree = treeOf({ "11" });
        model.setTree(tree);
        const QPersistentModelIndex first = model.indexOf(0);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        tree.add({ recordOf("12"), 0, 1 });
        model.setTree(tree);
        // The model's hash came: other records with the same answers.
        tree.replace(0, recordOf("11"));
        model.setTree(tree);
        QCOMPARE(resets.count(), 0);
        QVERIFY(first.isValid());
        QCOMPARE(model.rowCount(first), 1);
        model.setTree(treeOf({ "17", "18" }));
        QCOMPARE(resets.count(), 1);
    }

    void rowsBeginWhereTheyDiffer()
    {
        AnswerTreeModel model;
        model.setTree(family());
        QCOMPARE(cell(model, 0, AnswerTreeModel::Text), QStringLiteral("1  it is 11"));
        QCOMPARE(cell(model, 1, AnswerTreeModel::Text), QStringLiteral("1.1  …2"));
        QCOMPARE(cell(model, 2, AnswerTreeModel::Text), QStringLiteral("1.1.1  …was 9"));
        QCOMPARE(cell(model, 3, AnswerTreeModel::Text), QStringLiteral("2  …7"));
        AnswerTree ended = family();
        ended.add({ recordOf("it is"), 0, 5 }); // the branch took the end of the answer
        model.setTree(ended);
        QCOMPARE(cell(model, 4, AnswerTreeModel::Text), QStringLiteral("1.2  (ends here)"));
        QCOMPARE(cell(model, 2, AnswerTreeModel::Answer), QStringLiteral("9"));
        QCOMPARE(cell(model, 3, AnswerTreeModel::LogProbability), QLocale().toString(-0.5, 'f', 2));
        QCOMPARE(cell(model, 3, AnswerTreeModel::Tokens), QStringLiteral("7"));
    }

    void sharedTokensAreThoseOfTheOrigin()
    {
        const AnswerTree tree = family();
        QCOMPARE(sharedTokens(tree, 0), std::size_t { 0 });
        QCOMPARE(sharedTokens(tree, 1), std::size_t { 7 });
        QCOMPARE(sharedTokens(tree, 2), std::size_t { 3 });
        QCOMPARE(sharedTokens(tree, 3), std::size_t { 6 });
    }

    void anAlternativeBecomesAStepAndTheDrawnOneDoesNot()
    {
        AlternativesModel model;
        generation::Step step { 2, -1.5F, 2, 0.75F, { { 1, -0.5F }, { 2, -1.5F }, { 3, -2.5F } },
                                4, 5 };
        model.setStep(step, [](generation::TokenId id) { return QString::number(id); }, { 3 });
        QVERIFY(!model.instead(1));
        QVERIFY(!model.instead(7));
        const auto taken = model.instead(2);
        QVERIFY(taken);
        QCOMPARE(taken->id, 3);
        QCOMPARE(taken->logProb, -2.5F);
        QCOMPARE(taken->rank, 3);
        QCOMPARE(taken->entropy, 0.75F);
        QCOMPARE(taken->top.size(), std::size_t { 3 });
        QVERIFY(model.data(model.index(2, 0), Qt::DisplayRole)
                    .toString()
                    .contains(QLatin1String("end of the answer")));
        const QString tip = model.data(model.index(2, 0), Qt::ToolTipRole).toString();
        for (const char* part : { "rank 3", "ln p -2.5", "entropy of the step 0.75" }) {
            QVERIFY2(tip.contains(QLatin1String(part)), qPrintable(tip));
        }
        QVERIFY(!tip.contains(QLatin1String("Click")));
        model.setBranching(true);
        QVERIFY(model.data(model.index(2, 0), Qt::ToolTipRole)
                    .toString()
                    .contains(QLatin1String("Click")));
    }

    void theVoteCountsAndTheWinnerIsMarked()
    {
        VoteView view;
        view.setTree(treeOf({ "so 11", "12", "it is 11.", "none" }));
        view.resize(400, 300);
        const auto* chart = view.findChild<VoteChart*>();
        QCOMPARE(chart->data().rows.size(), 2);
        QCOMPARE(chart->data().rows[0].label, QStringLiteral("★ 11"));
        QCOMPARE(chart->data().rows[0].value, 2.0);
        QCOMPARE(chart->data().rows[1].label, QStringLiteral("12"));
        QVERIFY2(view.summary().contains(QLatin1String("2 of 3 agree")),
                 qPrintable(view.summary()));
        QVERIFY(view.summary().contains(QLatin1String("1 sample without an answer")));
        QCOMPARE(chart->csv(),
                 QByteArray("answer,count,share,samples\n11,2,0.6666666666666666,1 3\n"
                            "12,1,0.3333333333333333,2\n"));
    }

    void aTieIsNoMajority()
    {
        VoteView view;
        view.setTree(treeOf({ "11", "12", "12", "11", "3" }));
        const auto* chart = view.findChild<VoteChart*>();
        QCOMPARE(chart->data().rows[0].label, QStringLiteral("= 11"));
        QCOMPARE(chart->data().rows[1].label, QStringLiteral("= 12"));
        QCOMPARE(chart->data().rows[2].label, QStringLiteral("3"));
        QVERIFY(view.summary().startsWith(QLatin1String("a tie")));
        QVERIFY(!view.summary().contains(QLatin1String("agree")));
    }

    void temperatureZeroIsSaid()
    {
        PromptDocument document;
        document.sampling.temperature = 0;
        AnswerTree tree(document);
        tree.add({ recordOf("1"), -1, 0 });
        tree.add({ recordOf("1"), -1, 0 });
        VoteView view;
        view.setTree(tree);
        QVERIFY(view.summary().contains(QLatin1String("temperature 0")));
    }

    void aBarSelectsItsSamples()
    {
        SamplesCard card;
        card.resize(500, 300);
        card.show();
        AnswerTree tree = treeOf({ "11" });
        tree.add({ recordOf("15"), 0, 1 }); // a branch does not vote, but it has a number
        tree.add({ recordOf("12"), -1, 0 });
        tree.add({ recordOf("11 "), -1, 0 });
        card.setTree(tree);
        auto* views = card.findChild<widgets::SegmentedControl*>();
        views->setCurrent(1);
        auto* chart = card.findChild<VoteChart*>();
        QVERIFY(chart->isVisible());
        QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->rowRect(0).center());
        QCOMPARE(views->current(), 0);
        QSignalSpy compared(&card, &SamplesCard::compareWanted);
        action(card, "compareAnswers")->trigger();
        QCOMPARE(compared.count(), 1);
        QCOMPARE(compared[0][0].value<std::vector<int>>(), (std::vector<int> { 0, 3 }));
    }

    void walkingChoosesAndRemovingLeavesOne()
    {
        SamplesCard card;
        card.resize(500, 300);
        card.show();
        AnswerTree tree = family();
        tree.setCurrent(0);
        card.setTree(tree);
        QSignalSpy chosen(&card, &SamplesCard::nodeChosen);
        QSignalSpy pruned(&card, &SamplesCard::pruneWanted);
        auto* view = card.findChild<QTreeView*>(QStringLiteral("answerTree"));
        QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[1][0].toInt(), 2);
        action(card, "pruneAnswers")->trigger();
        QCOMPARE(pruned.count(), 1);
        QCOMPARE(pruned[0][0].value<std::vector<int>>(), (std::vector<int> { 2 }));
        view->selectAll();
        QVERIFY(!action(card, "pruneAnswers")->isEnabled());
        view->clearSelection();
        card.setRunning(1, 3);
        view->selectAll();
        QVERIFY(!action(card, "compareAnswers")->isEnabled());
        QVERIFY(label(card, "samplesTitle")->text().contains(QLatin1String("1 of 3")));
    }

    void oneAnswerSaysHowToGetMore()
    {
        SamplesCard card;
        card.show();
        card.setTree(treeOf({ "11" }));
        QVERIFY(!card.findChild<QTreeView*>()->isVisible());
        AnswerTree two = treeOf({ "11", "12" });
        card.setTree(two);
        QVERIFY(card.findChild<QTreeView*>()->isVisible());
        card.offerUndo(3);
        QVERIFY(card.findChild<QPushButton*>(QStringLiteral("undoPrune"))->isVisible());
    }

    void aWrongExpressionIsSaidAndTheLastRuleStays()
    {
        RuleEditor editor;
        editor.show();
        AnswerRule rule;
        rule.kind = AnswerRule::Kind::LastNumber;
        editor.setRule(rule);
        auto* kind = editor.findChild<QComboBox*>(QStringLiteral("answerRule"));
        auto* text = editor.findChild<QLineEdit*>(QStringLiteral("answerRuleText"));
        QLabel* error = label(editor, "answerRuleError");
        QVERIFY(!text->isVisible());
        QSignalSpy edited(&editor, &RuleEditor::ruleEdited);
        kind->setCurrentIndex(kind->findData(static_cast<int>(AnswerRule::Kind::Expression)));
        Q_EMIT kind->activated(kind->currentIndex());
        QVERIFY(text->isVisible());
        QTest::keyClicks(text, QStringLiteral("(a"));
        QVERIFY(error->isVisible());
        QVERIFY(!error->text().isEmpty());
        const auto last = editor.rule();
        QVERIFY(last.expression != "(a");
        editor.setRule(last); // the echo of what was said last
        QCOMPARE(text->text(), QStringLiteral("(a"));
        QTest::keyClicks(text, QStringLiteral("|b)"));
        QVERIFY(!error->isVisible());
        QCOMPARE(editor.rule().expression, std::string("(a|b)"));
        QCOMPARE(edited.last()[0].value<AnswerRule>().kind, AnswerRule::Kind::Expression);
    }
};

QTEST_MAIN(AnswerSamplesTest)
#include "tst_answer_samples.moc"
