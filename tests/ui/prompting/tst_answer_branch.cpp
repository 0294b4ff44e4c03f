// SPDX-License-Identifier: GPL-3.0-or-later
//
// Samples and branches in the tab, with a model.
#include "prompt_bench.h"
#include "prompting/answer/answer_tree_model.h"
#include "prompting/answer_panel.h"
#include "prompting/token_details.h"
#include "record_sample.h"

#include <QAction>
#include <QLabel>
#include <QTableView>
#include <QTreeView>
#include <QtTest>

using namespace fe::prompting;

namespace {

QTableView* alternatives(const Bench& bench)
{
    return bench.tab->findChild<QTableView*>(QStringLiteral("alternatives"));
}

const AnswerTree& treeOf(const Bench& bench)
{
    auto* view = bench.tab->findChild<QTreeView*>(QStringLiteral("answerTree"));
    return qobject_cast<const AnswerTreeModel*>(view->model())->tree();
}

const RunRecord& record(const Bench& bench, int node)
{
    return *treeOf(bench).nodes().at(static_cast<std::size_t>(node)).record;
}

std::vector<fe::generation::TokenId> ids(const RunRecord& of)
{
    std::vector<fe::generation::TokenId> result;
    for (const auto& step : of.generation.steps) {
        result.push_back(step.id);
    }
    return result;
}

bool generate(Bench& bench, const QJsonObject& sampling)
{
    bench.setSampling(sampling);
    bench.button()->click();
    return QTest::qWaitFor([&] { return bench.isIdle() && !treeOf(bench).isEmpty(); }, kPatienceMs);
}

// First row that was not drawn.
int otherRow(const QTableView* table)
{
    const auto* model = qobject_cast<const AlternativesModel*>(table->model());
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->instead(row)) {
            return row;
        }
    }
    return -1;
}

// Takes another alternative at a token, by mouse or by Enter.
bool branch(Bench& bench, int token, bool byKey = false)
{
    const std::size_t before = treeOf(bench).nodes().size();
    bench.answer()->setCurrentToken(token);
    QTableView* table = alternatives(bench);
    const int row = otherRow(table);
    if (row < 0) {
        return false;
    }
    const QModelIndex index = table->model()->index(row, 0);
    table->scrollTo(index);
    if (byKey) {
        table->setCurrentIndex(index);
        QTest::keyClick(table, Qt::Key_Return);
    } else {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    return QTest::qWaitFor(
        [&] { return bench.isIdle() && treeOf(bench).nodes().size() == before + 1; }, kPatienceMs);
}

QAction* action(const Bench& bench, const char* name)
{
    return bench.tab->findChild<QAction*>(QLatin1String(name));
}

QString hint(const Bench& bench)
{
    return bench.tab->findChild<QLabel*>(QStringLiteral("branchHint"))->text();
}

QJsonObject sampled(int samples, int maxTokens)
{
    QJsonObject sampling = greedy(maxTokens);
    sampling.insert(QStringLiteral("temperature"), 1.0);
    sampling.insert(QStringLiteral("samples"), samples);
    sampling.insert(QStringLiteral("seed"), QStringLiteral("100"));
    return sampling;
}

} // namespace

class AnswerBranchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickOnAnAlternativeBranches_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("decoder") << QStringLiteral("llama_tied");
        QTest::newRow("encoder-decoder") << QStringLiteral("t5");
    }
    void aClickOnAnAlternativeBranches()
    {
        QFETCH(QString, model);
        Bench bench;
        QVERIFY(bench.load(QStringLiteral(FE_TEST_DATA "/models/") + model
                           + QStringLiteral("/checkpoint")));
        QVERIFY(generate(bench, sampled(1, 12)));
        const auto first = ids(record(bench, 0));
        QVERIFY(first.size() > 5);
        const std::string before = record(bench, 0).generation.text;
        QVERIFY(branch(bench, 3));
        const AnswerNode node = treeOf(bench).nodes()[1];
        QCOMPARE(node.parent, 0);
        const auto second = ids(*node.record);
        const std::size_t at = node.branchAt;
        QVERIFY(at >= 3 && at < first.size() && second.size() > at);
        QVERIFY(std::equal(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(at),
                           second.begin()));
        QVERIFY(second[at] != first[at]);
        const std::size_t end = record(bench, 0).generation.steps[at].textBegin;
        QCOMPARE(node.record->generation.text.substr(0, end), before.substr(0, end));
        QCOMPARE(node.record->prompt, record(bench, 0).prompt);
        QCOMPARE(bench.answer()->text(), QString::fromStdString(node.record->generation.text));
        // What it shares with the first answer stands back, the token that differs is marked.
        QCOMPARE(bench.answer()->marks().size(), std::size_t { 2 });
        QCOMPARE(bench.answer()->marks()[0].end, bench.answer()->marks()[1].begin);
        QVERIFY(bench.status().contains(QLatin1String("as in answer 1")));
    }

    void aBranchBranchesAndAllIsKept()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(generate(bench, sampled(1, 12)));
        QVERIFY(branch(bench, 2));
        QVERIFY(branch(bench, 6, true));
        const auto& nodes = treeOf(bench).nodes();
        QCOMPARE(nodes[2].parent, 1);
        const auto parent = ids(*nodes[1].record);
        const auto child = ids(*nodes[2].record);
        QVERIFY(std::equal(parent.begin(), parent.begin() + 6, child.begin()));
        QVERIFY(child[6] != parent[6]);

        // Walking shows the others; the state keeps them.
        auto* view = bench.tab->findChild<QTreeView*>(QStringLiteral("answerTree"));
        const auto* model = qobject_cast<const AnswerTreeModel*>(view->model());
        view->setCurrentIndex(model->indexOf(0));
        QCOMPARE(bench.answer()->text(), QString::fromStdString(record(bench, 0).generation.text));
        QVERIFY(bench.answer()->marks().empty());
        const QJsonObject state = bench.tab->saveState();
        Bench later;
        later.tab->restoreState(state);
        QCOMPARE(treeOf(later).nodes().size(), std::size_t { 3 });
        QCOMPARE(treeOf(later).current(), 0);
    }

    void removingTakesBranchesAlongAndCanBeUndone()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(generate(bench, sampled(1, 12)));
        QVERIFY(branch(bench, 2));
        QVERIFY(branch(bench, 6));
        auto* view = bench.tab->findChild<QTreeView*>(QStringLiteral("answerTree"));
        const auto* model = qobject_cast<const AnswerTreeModel*>(view->model());
        view->setCurrentIndex(model->indexOf(1));
        action(bench, "pruneAnswers")->trigger();
        QCOMPARE(treeOf(bench).nodes().size(), std::size_t { 1 });
        QCOMPARE(bench.answer()->text(), QString::fromStdString(record(bench, 0).generation.text));
        auto* undo = bench.tab->findChild<QPushButton*>(QStringLiteral("undoPrune"));
        QVERIFY(undo->isVisible());
        undo->click();
        QCOMPARE(treeOf(bench).nodes().size(), std::size_t { 3 });
        QVERIFY(!undo->isVisible());
        // A new answer makes the removal final.
        view->setCurrentIndex(model->indexOf(2));
        action(bench, "pruneAnswers")->trigger();
        QVERIFY(undo->isVisible());
        QVERIFY(branch(bench, 4));
        QVERIFY(!undo->isVisible());
    }

    void theEndIsAnAlternativeToo()
    {
        Bench bench;
        QVERIFY(bench.load(QStringLiteral(FE_TEST_DATA "/models/t5/checkpoint")));
        QVERIFY(generate(bench, sampled(1, 12)));
        const auto& stops = record(bench, 0).options.stopIds;
        QVERIFY(!stops.empty());
        fe::generation::Step step = record(bench, 0).generation.steps[2];
        step.id = stops.front();
        auto* panel = bench.tab->findChild<AnswerPanel*>();
        Q_EMIT panel->branchWanted({ panel->record(), 2, step });
        QTRY_COMPARE_WITH_TIMEOUT(treeOf(bench).nodes().size(), std::size_t { 2 }, kPatienceMs);
        QCOMPARE(record(bench, 1).generation.reason, fe::generation::StopReason::Eos);
        QCOMPARE(record(bench, 1).generation.steps.size(), std::size_t { 2 });
    }

    void aStopStringHidesNoAlternatives()
    {
        Bench bench;
        auto record = std::make_shared<RunRecord>(*recordOf("ab"));
        fe::generation::Step stop; // "\n", cut off
        stop.id = 10;
        stop.textBegin = stop.textEnd = 2;
        record->labels[10] = "\n";
        record->generation.steps.push_back(stop);
        AnswerTree tree { PromptDocument() };
        tree.add({ record, -1, 0 });
        bench.tab->restoreState({ { QStringLiteral("result"),
                                    QString::fromStdString(fe::base::toText(toJson(tree))) } });
        bench.answer()->setCurrentToken(1);
        QCOMPARE(alternatives(bench)->model()->index(0, 0).data().toString(), QStringLiteral("b"));
        const auto labels = bench.tab->findChild<TokenDetails*>()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("Token 2 · "));
        }));
    }

    void nothingBranchesWhileItRunsOrWithAnotherModel()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(generate(bench, sampled(1, 12)));
        bench.answer()->setCurrentToken(2);
        QCOMPARE(hint(bench), QStringLiteral("Click an alternative to branch from here."));
        bench.setSampling(sampled(1, 100));
        bench.button()->click();
        QVERIFY(hint(bench).startsWith(QLatin1String("While an answer is being written")));
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        QVERIFY(bench.load(QStringLiteral(FE_TEST_DATA "/models/gpt2/checkpoint")));
        QVERIFY2(hint(bench).contains(QLatin1String("wrote this answer")), qPrintable(hint(bench)));
        bench.answer()->setCurrentToken(2);
        QTest::mouseClick(
            alternatives(bench)->viewport(), Qt::LeftButton, {},
            alternatives(bench)->visualRect(alternatives(bench)->model()->index(0, 0)).center());
        QVERIFY(bench.isIdle());
        QCOMPARE(treeOf(bench).nodes().size(), std::size_t { 1 });
    }

    void samplesHaveSeedsOfTheirOwn()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(generate(bench, sampled(4, 12)));
        QTRY_COMPARE_WITH_TIMEOUT(treeOf(bench).samples().size(), std::size_t { 4 }, kPatienceMs);
        std::vector<std::string> texts;
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(record(bench, i).options.sampling.seed, quint64(100 + i));
            texts.push_back(record(bench, i).generation.text);
        }
        QVERIFY(std::adjacent_find(texts.begin(), texts.end(), std::not_equal_to<>())
                != texts.end());
        // A run of one sample with the third seed is the third sample.
        QJsonObject alone = sampled(1, 12);
        alone.insert(QStringLiteral("seed"), QStringLiteral("102"));
        QVERIFY(generate(bench, alone));
        QTRY_COMPARE(treeOf(bench).samples().size(), std::size_t { 1 });
        QCOMPARE(record(bench, 0).generation.text, texts[2]);
    }

    void stoppingKeepsTheSamplesThatAreThere()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(sampled(200, 60));
        bench.button()->click();
        auto* title = bench.tab->findChild<QLabel*>(QStringLiteral("samplesTitle"));
        QTRY_VERIFY_WITH_TIMEOUT(treeOf(bench).nodes().size() >= 2, kPatienceMs);
        QVERIFY2(title->text().contains(QLatin1String(" of 200")), qPrintable(title->text()));
        QTest::keyClick(bench.tab.get(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        const std::size_t there = treeOf(bench).nodes().size();
        QVERIFY(there >= 2 && there < 200);
        QVERIFY(!title->text().contains(QLatin1String(" of 200")));
        QCOMPARE(bench.tab->saveState()
                     .value(QStringLiteral("result"))
                     .toString()
                     .count(QLatin1String("\"branch_at\"")),
                 static_cast<qsizetype>(there));
        QVERIFY(branch(bench, 2)); // and on it goes
    }

    void theRuleIsThatOfTheNextRunToo()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(generate(bench, sampled(2, 8)));
        fe::evaluation::AnswerRule rule;
        rule.kind = fe::evaluation::AnswerRule::Kind::FirstLine;
        Q_EMIT bench.tab->findChild<AnswerPanel*>()->ruleEdited(rule);
        QCOMPARE(treeOf(bench).document().rule(), rule);
        QCOMPARE(documentFromJson(bench.document()).rule(), rule);
    }

    void temperatureZeroIsSaidBesideTheNumberOfSamples()
    {
        Bench bench;
        auto* note = bench.tab->findChild<QLabel*>(QStringLiteral("samplesNote"));
        QJsonObject sampling = sampled(3, 8);
        bench.setSampling(sampling);
        QVERIFY(note->isHidden());
        sampling.insert(QStringLiteral("temperature"), 0);
        bench.setSampling(sampling);
        QVERIFY(!note->isHidden());
    }
};

QTEST_MAIN(AnswerBranchTest)
#include "tst_answer_branch.moc"
