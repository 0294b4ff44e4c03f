// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/gallery.h"
#include "evaluation/sweep.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace fe;
using namespace fe::evaluation;

namespace {

std::vector<FieldValues> examplesOf(const GalleryTask& task)
{
    std::vector<FieldValues> examples;
    for (std::size_t i = 0; i < task.shots; ++i) {
        examples.push_back(task.examples.values(i));
    }
    return examples;
}

AnswerExtractor extractorOf(const GalleryTask& task)
{
    auto extractor = AnswerExtractor::make(task.rule);
    if (!extractor) {
        qFatal("%s: %s", task.id.c_str(), extractor.error().oneLine().c_str());
    }
    return *extractor;
}

std::vector<std::vector<std::string>> rowsOf(const char* id, std::size_t rows)
{
    return makeDataSet(id, rows, 7).value().rows;
}

/// "12 + 12 = 24" and the like, in any language.
bool sumsAreRight(const std::string& rationale)
{
    const QRegularExpression sum(QStringLiteral("(\\d+) ([-+x]) (\\d+) = (\\d+)"));
    auto matches = sum.globalMatch(QString::fromStdString(rationale));
    bool right = matches.hasNext();
    while (matches.hasNext()) {
        const auto match = matches.next();
        const int a = match.captured(1).toInt();
        const int b = match.captured(3).toInt();
        const QString sign = match.captured(2);
        const int result = sign == QLatin1String("+") ? a + b
            : sign == QLatin1String("-")              ? a - b
                                                      : a * b;
        right = right && result == match.captured(4).toInt();
    }
    return right;
}

} // namespace

class TestGallery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTaskOpensReadyToRun()
    {
        std::set<std::string> ids;
        for (const GalleryTask& task : gallery()) {
            QVERIFY2(ids.insert(task.id).second, task.id.c_str());
            QCOMPARE(findTask(task.id), &task);
            QVERIFY2(!task.title.empty() && !task.summary.empty() && !task.family.empty(),
                     task.id.c_str());
            QVERIFY2(task.shots <= task.examples.rows.size(), task.id.c_str());
            const auto prompt = buildPrompt(task.plan, examplesOf(task), task.query);
            QVERIFY2(prompt, prompt ? "" : prompt.error().oneLine().c_str());
            QVERIFY2(!prompt->text.empty() && !prompt->lead.empty(), task.id.c_str());
            QVERIFY2(!task.plan.pattern.isEmpty(), task.id.c_str());
            QCOMPARE(task.query.contains(task.plan.answerField), false);
            for (const auto& row : task.examples.rows) {
                QCOMPARE(row.size(), task.examples.columns.size());
            }
        }
        QVERIFY(!findTask("nothing"));
    }

    void theClassicsAreThereInBothLanguages()
    {
        std::map<std::string, std::set<std::string>> families;
        for (const GalleryTask& task : gallery()) {
            families[task.language].insert(task.family);
        }
        const std::set<std::string> wanted { "sentiment",  "translation", "entities",  "addition",
                                             "unscramble", "tennis",      "cafeteria", "topics" };
        QCOMPARE(families["en"], wanted);
        QCOMPARE(families["ko"], wanted);
        QCOMPARE(families.size(), 2U);
        QCOMPARE(findTask("translation-zero")->shots, 0U);
        QCOMPARE(findTask("translation-one")->shots, 1U);
        QCOMPARE(findTask("translation-few")->shots, 3U);
        QCOMPARE(findTask("sentiment")->shots, 3U);
        QCOMPARE(findTask("topics")->labels.size(), 3U);
        QVERIFY(findTask("tennis-direct")->mode == PromptMode::FewShot);
        QVERIFY(findTask("tennis-steps")->mode == PromptMode::ChainOfThought);
        QVERIFY(!findTask("cafeteria-zero")->plan.trigger.empty());
    }

    void expectedAnswersFollowTheirOwnRule()
    {
        for (const GalleryTask& task : gallery()) {
            const AnswerExtractor extractor = extractorOf(task);
            const auto answer = extractor.extract(' ' + task.expected + ".\n");
            QVERIFY2(answer && *answer, task.id.c_str());
            QVERIFY2(extractor.agree(**answer, task.expected), task.id.c_str());
            const bool known = task.labels.empty()
                || std::find(task.labels.begin(), task.labels.end(), task.expected)
                    != task.labels.end();
            QVERIFY2(known, task.id.c_str());
        }
    }

    void noExampleIsItsOwnQuery()
    {
        for (const GalleryTask& task : gallery()) {
            for (std::size_t i = 0; i < task.examples.rows.size(); ++i) {
                FieldValues values = task.examples.values(i);
                const bool same
                    = std::all_of(task.query.begin(), task.query.end(), [&](const auto& field) {
                          return values[field.first] == field.second;
                      });
                QVERIFY2(!same, task.id.c_str());
            }
        }
    }

    void sumsAndWordsAreRight()
    {
        for (const char* id : { "addition", "addition-ko" }) {
            const GalleryTask& task = *findTask(id);
            for (const auto& row : task.examples.rows) {
                QCOMPARE(std::stoi(row[0]) + std::stoi(row[1]), std::stoi(row[2]));
            }
            QCOMPARE(std::stoi(task.query.at("a")) + std::stoi(task.query.at("b")),
                     std::stoi(task.expected));
        }
        const auto letters = [](const std::string& text) {
            QString sorted = QString::fromStdString(text);
            std::sort(sorted.begin(), sorted.end());
            return sorted;
        };
        for (const char* id : { "unscramble", "unscramble-ko" }) {
            const GalleryTask& task = *findTask(id);
            for (const auto& row : task.examples.rows) {
                QCOMPARE(letters(row[0]), letters(row[1]));
            }
            QCOMPARE(letters(task.query.at("letters")), letters(task.expected));
        }
    }

    void reasoningAddsUp()
    {
        for (const GalleryTask& task : gallery()) {
            const auto column = task.examples.column("rationale");
            for (std::size_t i = 0; column && i < task.examples.rows.size(); ++i) {
                const std::string& rationale = task.examples.rows[i][*column];
                QVERIFY2(sumsAreRight(rationale), rationale.c_str());
                const auto answer = extractorOf(task).extract(rationale);
                QCOMPARE(**answer, task.examples.values(i).at("answer"));
            }
        }
    }

    void dataSetsFitTheirTasks()
    {
        for (const GalleryDataSet& set : galleryDataSets()) {
            const GalleryTask* task = findTask(set.taskId);
            QVERIFY2(task != nullptr, set.id.c_str());
            const auto table = makeDataSet(set.id, set.rows, 1);
            QVERIFY2(table, table ? "" : table.error().oneLine().c_str());
            QCOMPARE(table->rows.size(), set.rows);
            std::set<std::vector<std::string>> distinct(table->rows.begin(), table->rows.end());
            QCOMPARE(distinct.size(), set.rows);
            SweepPlan plan;
            plan.table = *table;
            plan.prompt = task->plan;
            plan.labels = task->labels;
            plan.shots = { 0, 4 };
            if (plan.labels.empty()) {
                plan.generated = GeneratedAnswers {};
                plan.generated->rule = task->rule;
            }
            const auto sound = checkSweep(plan);
            QVERIFY2(sound, sound ? "" : sound.error().oneLine().c_str());
            QVERIFY(makeDataSet(set.id, set.rows, 2)->rows != table->rows);
        }
        QVERIFY(!makeDataSet("nothing", 1, 1));
        QVERIFY(!makeDataSet("reviews", 961, 1));
        QCOMPARE(makeDataSet("reviews", 960, 3)->rows.size(), 960U);
    }

    void dataSetsAreTheSameEverywhere()
    {
        const auto stored = readTable(FE_TEST_DATA "/evaluation/reviews.csv");
        QVERIFY2(stored, stored ? "" : stored.error().oneLine().c_str());
        const auto made = makeDataSet("reviews", 200, 1);
        QVERIFY(made->rows == stored->rows);
        std::map<std::string, int> labels;
        for (const auto& row : made->rows) {
            ++labels[row[1]];
        }
        QCOMPARE(labels, (std::map<std::string, int> { { "positive", 100 }, { "negative", 100 } }));
    }

    void generatedAnswersAreRight()
    {
        for (const auto& row : rowsOf("sums", 500)) {
            QCOMPARE(std::stoi(row[0]) + std::stoi(row[1]), std::stoi(row[2]));
            QVERIFY(row[0].size() == 3 && row[1].size() == 3);
        }
        for (const auto& row : rowsOf("word-problems", 500)) {
            QVERIFY2(sumsAreRight(row[1]), row[1].c_str());
            QVERIFY(row[1].ends_with("= " + row[2] + '.'));
            QVERIFY(row[0].find('#') == std::string::npos);
        }
        for (const char* id : { "anagrams", "anagrams-ko" }) {
            for (const auto& row : rowsOf(id, 40)) {
                QVERIFY(row[0] != row[1] && row[0].size() == row[1].size());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestGallery)
#include "tst_gallery.moc"
