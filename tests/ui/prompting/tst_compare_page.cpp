// SPDX-License-Identifier: GPL-3.0-or-later
//
// The compare page: runs, stops, shows, is found again.
#include "prompt_bench.h"
#include "prompting/answer/answer_tree_model.h"
#include "prompting/compare/compare_column.h"
#include "prompting/compare/compare_page.h"
#include "record_sample.h"

#include <QAction>
#include <QCheckBox>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTreeView>
#include <QtTest>

using namespace fe;
using namespace fe::prompting;
using State = ComparisonColumn::State;

namespace {

const QString kTied = QStringLiteral(FE_TEST_DATA "/models/llama_tied/checkpoint");
const QString kOther = QStringLiteral(FE_TEST_DATA "/models/gpt2/checkpoint");

PromptDocument sums()
{
    PromptDocument document;
    document.mode = Mode::FewShot;
    PatternPart& part = document.fewShot;
    part.pattern = QStringLiteral("{sum}={result}");
    part.examples.columns = { "sum", "result" };
    part.examples.rows = { { "1+1", "2" }, { "2+2", "4" } };
    part.shots = 2;
    part.query.insert(QStringLiteral("sum"), QStringLiteral("3+3"));
    part.expected = QStringLiteral("6");
    document.sampling.temperature = 1;
    document.sampling.newSeedEachRun = false;
    document.sampling.seed = 5;
    document.sampling.maxTokens = 6;
    return document;
}

ComparePage* pageOf(const Bench& bench)
{
    return bench.tab->findChild<ComparePage*>();
}

QPushButton* compareButton(const Bench& bench)
{
    return bench.tab->findChild<QPushButton*>(QStringLiteral("compare"));
}

// From left to right.
std::vector<CompareColumn*> columnsOf(const Bench& bench)
{
    std::vector<CompareColumn*> columns;
    const auto* splitter = pageOf(bench)->findChild<QSplitter*>();
    for (int i = 0; i < splitter->count(); ++i) {
        auto* column = qobject_cast<CompareColumn*>(splitter->widget(i));
        if (column != nullptr && !column->isHidden()) {
            columns.push_back(column);
        }
    }
    return columns;
}

Comparison shown(const Bench& bench)
{
    const std::string text
        = pageOf(bench)->saveState().value(QStringLiteral("comparison")).toString().toStdString();
    const auto json = base::parseJson(text, "test");
    auto comparison = json ? comparisonFromJson(*json) : base::Result<Comparison>(json.error());
    return comparison ? *std::move(comparison) : Comparison();
}

void showDocument(const Bench& bench, const PromptDocument& document)
{
    bench.tab->restoreState({ { QStringLiteral("document"), toJson(document) },
                              { QStringLiteral("page"), QStringLiteral("compare") } });
}

bool isDone(const Bench& bench)
{
    return compareButton(bench)->text() == QLatin1String("Compare");
}

void setWays(const Bench& bench, const QStringList& ids)
{
    for (const WayRow& row : wayRows()) {
        auto* box = pageOf(bench)->findChild<QCheckBox*>(QLatin1String(row.id));
        box->setChecked(ids.contains(QLatin1String(row.id)));
    }
}

struct RunBench {
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    ComparisonRun run { runner };

    bool load()
    {
        QSignalSpy changed(&workspace, &workspace::Workspace::languageModelChanged);
        workspace.openModel(kTied);
        return changed.wait(kPatienceMs);
    }
    bool go(Comparison comparison)
    {
        QSignalSpy finished(&run, &ComparisonRun::finished);
        run.start(std::move(comparison), { workspace.languageModel(), {}, {} });
        return !run.isActive() || finished.wait(kPatienceMs);
    }
    State state(std::size_t column) const { return run.comparison().columns[column].state; }
};

} // namespace

class ComparePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWayIsAskedWithTheSameSeed()
    {
        Bench bench;
        QVERIFY(bench.load());
        showDocument(bench, sums());
        compareButton(bench)->click();
        QVERIFY(!isDone(bench));
        QTRY_VERIFY_WITH_TIMEOUT(isDone(bench), kPatienceMs);
        const Comparison comparison = shown(bench);
        const auto columns = columnsOf(bench);
        QCOMPARE(comparison.columns.size(), std::size_t { 4 });
        QCOMPARE(columns.size(), std::size_t { 4 });
        const QString prompts[] = { QStringLiteral("3+3="), QStringLiteral("1+1=2\n\n3+3="),
                                    QStringLiteral("1+1=2\n\n2+2=4\n\n3+3="),
                                    QStringLiteral("3+3=Let's think step by step.") };
        for (std::size_t i = 0; i < 4; ++i) {
            const ComparisonColumn& column = comparison.columns[i];
            QCOMPARE(column.state, State::Done);
            QCOMPARE(column.record->options.sampling.seed, quint64 { 5 });
            QCOMPARE(QString::fromStdString(column.record->prompt), prompts[i]);
            QCOMPARE(columns[i]->findChild<QPlainTextEdit*>()->toPlainText(), prompts[i]);
            QCOMPARE(columns[i]->text(), QString::fromStdString(column.record->generation.text));
            // What differs from the first column, and nothing else, is marked.
            QCOMPARE(columns[i]->differences(),
                     i == 0 ? std::vector<TextRange>()
                            : differentWords(columns[0]->text(), columns[i]->text()));
        }
        QVERIFY(!columns[2]->findChild<TokenView*>()->marks().empty());
        QVERIFY(columns[0]->findChild<TokenView*>()->marks().empty());
    }

    void differencesCanBeHidden()
    {
        Bench bench;
        AnswerTree first { PromptDocument() };
        first.add({ recordOf("the cat sat"), -1, 0 });
        AnswerTree second { PromptDocument() };
        second.add({ recordOf("the dog sat"), -1, 0 });
        const Comparison given = comparisonOf({ first, second });
        QVERIFY(pageOf(bench)->openRun(1, QByteArray::fromStdString(base::toText(toJson(given)))));
        const auto columns = columnsOf(bench);
        QCOMPARE(columns.size(), std::size_t { 2 });
        QCOMPARE(columns[1]->differences(), (std::vector<TextRange> { { 4, 7 } }));
        for (QAction* action : pageOf(bench)->paletteActions()) {
            if (action->isCheckable()) {
                action->trigger();
            }
        }
        QVERIFY(columns[1]->differences().empty());
        QVERIFY(columns[1]->findChild<TokenView*>()->marks().empty());
    }

    void freeTextHasOneWay()
    {
        Bench bench;
        QVERIFY(bench.load());
        PromptDocument document;
        document.freeText = QStringLiteral("One and");
        document.sampling.maxTokens = 6;
        showDocument(bench, document);
        QTest::keyClick(pageOf(bench), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isDone(bench) && shown(bench).columns.size() == 1, kPatienceMs);
        QCOMPARE(shown(bench).columns[0].way, Way::AsItIs);
        QVERIFY(bench.isIdle()); // the answer was not generated beside it
        QVERIFY(bench.result().isEmpty());
    }

    void aComparisonIsFoundInTheHistory()
    {
        Bench bench;
        QVERIFY(bench.load());
        showDocument(bench, sums());
        setWays(bench, { QStringLiteral("zero-shot"), QStringLiteral("few-shot") });
        compareButton(bench)->click();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(bench), kPatienceMs);
        const Comparison before = shown(bench);
        const auto stored = [] {
            const auto history = history::RunHistory::open(RunStore::file());
            history::RunQuery query;
            query.kinds = { "comparison" };
            return history->find(query).value();
        };
        std::vector<history::RunEntry> entries;
        QTRY_VERIFY_WITH_TIMEOUT((entries = stored(), !entries.empty())
                                     && entries.front().summary.time == before.time.toStdString(),
                                 kPatienceMs);
        QCOMPARE(entries.front().summary.model, before.modelNames().toStdString());
        const std::string document
            = history::RunHistory::open(RunStore::file())->document(entries.front().id).value();
        Bench later; // with a history of its own
        QVERIFY(pageOf(later)->openRun(entries.front().id, QByteArray::fromStdString(document)));
        QCOMPARE(base::toText(toJson(shown(later))), base::toText(toJson(before)));
        QCOMPARE(columnsOf(later).size(), std::size_t { 2 });
    }

    void aBrokenRunIsSaid()
    {
        Bench bench;
        QVERIFY(pageOf(bench)->openRun(1, "{\"format\": 3}"));
        const auto banners = pageOf(bench)->findChildren<QWidget*>(QStringLiteral("messageBanner"));
        QCOMPARE(banners.size(), 1);
        QVERIFY(!banners[0]->isHidden());
        QVERIFY(columnsOf(bench).empty());
    }

    void selectedAnswersOfTheTreeStandSideBySide()
    {
        Bench bench;
        AnswerTree tree { PromptDocument() };
        tree.add({ recordOf("the cat sat"), -1, 0 });
        tree.add({ recordOf("the dog sat"), -1, 0 });
        bench.tab->restoreState(
            { { QStringLiteral("result"), QString::fromStdString(base::toText(toJson(tree))) } });
        bench.tab->findChild<QTreeView*>(QStringLiteral("answerTree"))->selectAll();
        bench.tab->findChild<QAction*>(QStringLiteral("compareAnswers"))->trigger();
        QVERIFY(pageOf(bench)->isVisible());
        const auto columns = columnsOf(bench);
        QCOMPARE(columns.size(), std::size_t { 2 });
        QCOMPARE(columns[0]->text(), QStringLiteral("the cat sat"));
        QCOMPARE(columns[1]->differences(), (std::vector<TextRange> { { 4, 7 } }));
    }

    void cancelKeepsWhatIsDone()
    {
        RunBench bench;
        QVERIFY(bench.load());
        QObject::connect(&bench.run, &ComparisonRun::columnChanged, &bench.run, [&](int column) {
            if (column == 0 && bench.state(0) == State::Done) {
                bench.run.cancel();
            }
        });
        QVERIFY(bench.go(makeComparison(sums(), { Way::ZeroShot, Way::OneShot, Way::FewShot },
                                        { { QStringLiteral("tied"), kTied } }, 5)));
        QCOMPARE(bench.state(0), State::Done);
        QVERIFY(bench.run.comparison().columns[0].record);
        QCOMPARE(bench.state(1), State::Cancelled);
        QCOMPARE(bench.state(2), State::Cancelled);
        QVERIFY(!bench.run.comparison().columns[2].record);
        QVERIFY(!bench.run.isActive());
    }

    void anotherModelIsLoadedAndLetGo()
    {
        RunBench bench;
        QVERIFY(bench.load());
        std::weak_ptr<const workspace::LoadedModel> other;
        bool loading = false;
        QObject::connect(&bench.run, &ComparisonRun::columnChanged, &bench.run, [&](int column) {
            loading = loading || bench.state(static_cast<std::size_t>(column)) == State::Loading;
            if (column >= 2 && bench.run.model()) {
                other = bench.run.model();
            }
        });
        QVERIFY(bench.go(makeComparison(
            sums(), { Way::ZeroShot, Way::OneShot },
            { { QStringLiteral("tied"), kTied }, { QStringLiteral("other"), kOther } }, 5)));
        QVERIFY(loading);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(bench.state(i), State::Done);
        }
        QCOMPARE(bench.run.comparison().columns[3].record->modelPath, kOther.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(other.expired(), kPatienceMs); // the lane lets go of it last
        QCOMPARE(workspace::roleOf(bench.workspace.languageModel()->model->info()),
                 workspace::Role::Language);
    }

    void aModelThatIsNotThereDoesNotStopTheOthers()
    {
        RunBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.go(makeComparison(sums(), { Way::ZeroShot, Way::OneShot },
                                        { { QStringLiteral("gone"), QStringLiteral("/no/such") },
                                          { QStringLiteral("tied"), kTied } },
                                        5)));
        for (const std::size_t i : { 0U, 1U }) {
            QCOMPARE(bench.state(i), State::Failed);
            QVERIFY(!bench.run.comparison().columns[i].problem.isEmpty());
        }
        QCOMPARE(bench.state(2), State::Done);
        QCOMPARE(bench.state(3), State::Done);
    }

    void aPromptThatIsTooLongFailsAlone()
    {
        RunBench bench;
        QVERIFY(bench.load());
        PromptDocument document = sums();
        document.fewShot.examples.rows[1][0] = std::string(4000, 'x');
        QVERIFY(bench.go(makeComparison(document, { Way::FewShot, Way::ZeroShot },
                                        { { QStringLiteral("tied"), kTied } }, 5)));
        QCOMPARE(bench.state(0), State::Failed);
        QCOMPARE(bench.state(1), State::Done);
    }

    void destroyingThePageWhileItRunsIsClean()
    {
        Bench bench;
        QVERIFY(bench.load());
        PromptDocument document = sums();
        document.sampling.maxTokens = 80;
        showDocument(bench, document);
        compareButton(bench)->click();
        bench.tab.reset();
        QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    }

    void stateComesBack()
    {
        QJsonObject state;
        {
            Bench bench;
            QVERIFY(bench.load());
            showDocument(bench, sums());
            setWays(bench, { QStringLiteral("one-shot") });
            compareButton(bench)->click();
            QTRY_VERIFY_WITH_TIMEOUT(isDone(bench), kPatienceMs);
            state = bench.tab->saveState();
        }
        Bench later;
        later.tab->restoreState(QJsonDocument::fromJson(QJsonDocument(state).toJson()).object());
        QVERIFY(pageOf(later)->isVisible());
        QCOMPARE(columnsOf(later).size(), std::size_t { 1 });
        QCOMPARE(pageOf(later)->saveState(),
                 state.value(QStringLiteral("pages"))
                     .toObject()
                     .value(QStringLiteral("compare"))
                     .toObject());
    }
};

QTEST_MAIN(ComparePageTest)
#include "tst_compare_page.moc"
