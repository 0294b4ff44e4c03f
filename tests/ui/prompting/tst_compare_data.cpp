// SPDX-License-Identifier: GPL-3.0-or-later
//
// Comparisons as data: ways of prompting, differing words, files.
#include "prompting/compare/comparison_export.h"
#include "prompting/compare/word_difference.h"
#include "record_sample.h"

#include <QtTest>

using namespace fe;
using namespace fe::prompting;

namespace {

QStringList words(const QString& text, const std::vector<TextRange>& ranges)
{
    QStringList result;
    for (const TextRange& range : ranges) {
        result.append(text.mid(range.begin, range.end - range.begin));
    }
    return result;
}

PromptDocument reviews(int rows, int shots)
{
    PromptDocument document;
    document.mode = Mode::FewShot;
    PatternPart& part = document.fewShot;
    part.pattern = QStringLiteral("Q: {text}\nA: {label}");
    part.examples.columns = { "text", "label" };
    for (int i = 0; i < rows; ++i) {
        part.examples.rows.push_back({ "text " + std::to_string(i), "good" });
    }
    part.shots = shots;
    part.query.insert(QStringLiteral("text"), QStringLiteral("and this"));
    part.labels = { QStringLiteral("good"), QStringLiteral("bad") };
    part.expected = QStringLiteral("good");
    part.rule.kind = evaluation::AnswerRule::Kind::FirstLine;
    document.sampling.maxTokens = 4;
    document.sampling.stop = { QStringLiteral("\n") };
    return document;
}

QString promptOf(const PromptDocument& document, Way way)
{
    const auto asked = documentOf(document, way);
    if (!asked) {
        return QString::fromStdString(asked.error().oneLine());
    }
    const auto built = buildPrompt(*asked->part());
    return built ? QString::fromStdString(built->text)
                 : QString::fromStdString(built.error().oneLine());
}

Comparison sample()
{
    Comparison comparison
        = makeComparison(reviews(3, 3), { Way::ZeroShot, Way::FewShot },
                         { { QStringLiteral("Tiny, \"1\""), QStringLiteral("/m/tiny") } },
                         18'446'744'073'709'551'615U);
    comparison.columns[0].state = ComparisonColumn::State::Done;
    comparison.columns[0].record = recordOf(" bad\nQ");
    comparison.columns[1].state = ComparisonColumn::State::Done;
    comparison.columns[1].record = recordOf(" Good.");
    return comparison;
}

} // namespace

class CompareDataTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsThatDifferAreFound_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("different");
        const auto row = [](const char* name, const char* reference, const char* text,
                            const QStringList& different) {
            QTest::newRow(name) << QString::fromUtf8(reference) << QString::fromUtf8(text)
                                << different;
        };
        row("same", "the cat sat.", "the cat sat.", {});
        row("white space", "the cat  sat", " the\ncat sat ", {});
        row("changed", "the cat sat.", "the dog sat.", { QStringLiteral("dog") });
        row("added", "the cat sat", "the big old cat sat down",
            { QStringLiteral("big old"), QStringLiteral("down") });
        row("dropped", "the big old cat sat", "the cat sat", {});
        row("moved", "a b c d", "b c d a", { QStringLiteral("a") });
        row("sign", "It works.", "It works!", { QStringLiteral("!") });
        row("nothing before", "", "all of it", { QStringLiteral("all of it") });
        row("nothing now", "all of it", "", {});
        row("Korean", "하늘은 파란 색이다", "하늘은 붉은 색이다", { QStringLiteral("붉은") });
    }
    void wordsThatDifferAreFound()
    {
        QFETCH(QString, reference);
        QFETCH(QString, text);
        QFETCH(QStringList, different);
        QCOMPARE(words(text, differentWords(reference, text)), different);
    }

    void longTextsWithNothingInCommonAreDoneAtOnce()
    {
        QString a = QStringLiteral("same ");
        QString b = a;
        for (int i = 0; i < 20'000; ++i) {
            a += QStringLiteral("a%1 ").arg(i);
            b += QStringLiteral("b%1 ").arg(i);
        }
        const auto ranges = differentWords(a + QStringLiteral("end"), b + QStringLiteral("end"));
        QCOMPARE(ranges.size(), std::size_t { 1 });
        QCOMPARE(ranges[0].begin, 5);
        QCOMPARE(ranges[0].end, static_cast<int>(b.size()) - 1);
    }

    void waysDifferInExamplesAlone()
    {
        const PromptDocument document = reviews(3, 2);
        const QString query = QStringLiteral("Q: and this\nA:");
        const QString first = QStringLiteral("Q: text 0\nA: good\n\n");
        const QString second = QStringLiteral("Q: text 1\nA: good\n\n");
        QCOMPARE(promptOf(document, Way::ZeroShot), query);
        QCOMPARE(promptOf(document, Way::OneShot), first + query);
        QCOMPARE(promptOf(document, Way::FewShot), first + second + query);
        QCOMPARE(promptOf(document, Way::AsItIs), first + second + query);
        QCOMPARE(promptOf(document, Way::ChainOfThought),
                 query + QStringLiteral(" Let's think step by step."));
        // The slider at 0: few-shot takes all there are.
        QVERIFY(promptOf(reviews(3, 0), Way::FewShot).contains(QStringLiteral("text 2")));
    }

    void reasoningHasRoomAndIsFoundAtItsEnd()
    {
        const auto thought = documentOf(reviews(3, 2), Way::ChainOfThought);
        QVERIFY(thought);
        QVERIFY(thought->sampling.maxTokens >= 100);
        QVERIFY(thought->sampling.stop.isEmpty());
        QCOMPARE(thought->rule().kind, evaluation::AnswerRule::Kind::Label);
        PromptDocument korean = reviews(3, 2);
        korean.fewShot.pattern = QStringLiteral("문장: {text}\n답: {label}");
        QVERIFY(promptOf(korean, Way::ChainOfThought).endsWith(QStringLiteral("생각해 봅시다.")));
        // The builder's own chain of thought is taken as it is.
        PromptDocument own = reviews(3, 2);
        own.mode = Mode::ChainOfThought;
        own.thought = own.fewShot;
        own.thought.trigger = QStringLiteral("Slowly now.");
        QVERIFY(promptOf(own, Way::ChainOfThought).endsWith(QStringLiteral("Slowly now.")));
        QVERIFY(!promptOf(own, Way::ZeroShot).contains(QStringLiteral("Slowly")));
        QCOMPARE(documentOf(own, Way::ChainOfThought)->sampling.maxTokens, 4);
    }

    void waysThatCannotBeAskedAreRefused()
    {
        QVERIFY(!documentOf(reviews(0, 0), Way::OneShot));
        QVERIFY(!documentOf(reviews(1, 1), Way::FewShot));
        QVERIFY(documentOf(reviews(0, 0), Way::ZeroShot));
        PromptDocument free;
        QVERIFY(!documentOf(free, Way::ZeroShot));
        QVERIFY(documentOf(free, Way::AsItIs));
        const Comparison comparison = makeComparison(
            reviews(0, 0), { Way::OneShot }, { { QStringLiteral("m"), QStringLiteral("p") } }, 1);
        QCOMPARE(comparison.columns[0].state, ComparisonColumn::State::Failed);
        QVERIFY(!comparison.columns[0].problem.isEmpty());
    }

    void answersAreRightOrWrong()
    {
        const Comparison comparison = sample();
        QCOMPARE(comparison.columns[0].answer(), std::optional<std::string>("bad"));
        QCOMPARE(comparison.columns[0].isRight(), std::optional(false));
        QCOMPARE(comparison.columns[1].isRight(), std::optional(true)); // case, full stop
        ComparisonColumn unknown = comparison.columns[1];
        unknown.document.fewShot.expected.clear();
        QCOMPARE(unknown.isRight(), std::optional<bool>());
        QCOMPARE(comparison.columns[1].heading(), QStringLiteral("Few-shot, 3 examples"));
    }

    void filesReadBackTheSame()
    {
        Comparison comparison = sample();
        comparison.columns.push_back(comparison.columns[0]);
        comparison.columns[2].state = ComparisonColumn::State::Running;
        comparison.columns[2].record = nullptr;
        const std::string text = exportText(comparison, ExportFormat::Json);
        const auto json = base::parseJson(text, "test");
        QVERIFY(json);
        const auto read = comparisonFromJson(*json);
        QVERIFY(read);
        QCOMPARE(read->seed, comparison.seed);
        QCOMPARE(read->columns.size(), std::size_t { 3 });
        QCOMPARE(read->columns[1].document, comparison.columns[1].document);
        QCOMPARE(read->columns[1].record->generation.text, std::string(" Good."));
        QCOMPARE(read->columns[2].state, ComparisonColumn::State::Cancelled);
        comparison.columns[2].state = ComparisonColumn::State::Cancelled;
        QCOMPARE(exportText(*read, ExportFormat::Json), exportText(comparison, ExportFormat::Json));
    }

    void foreignAndNewerFilesAreRefused()
    {
        const base::Json good = toJson(sample());
        base::Json json = good;
        json.set("version", 2);
        QCOMPARE(comparisonFromJson(json).error().code, base::ErrorCode::Unsupported);
        for (const char* key :
             { "format", "version", "time", "seed", "given", "document", "columns" }) {
            json = good;
            json.set(key, base::Json(base::Json::Array { 1 }));
            const auto read = comparisonFromJson(json);
            QVERIFY2(!read, key);
            QVERIFY2(read.error().code == base::ErrorCode::Malformed,
                     (key + (": " + read.error().oneLine())).c_str());
        }
        for (const char* key :
             { "way", "title", "model", "model_path", "document", "state", "problem", "record" }) {
            json = good;
            json.asObject()->back().second.asArray()->front().set(key, 7);
            QVERIFY2(!comparisonFromJson(json), key);
        }
        QVERIFY(!comparisonFromJson(base::Json()));
    }

    void tablesAndTextsHoldEveryColumn()
    {
        const Comparison comparison = sample();
        const QString csv = QString::fromStdString(exportText(comparison, ExportFormat::Csv));
        QVERIFY2(csv.contains(QStringLiteral("zero-shot,Zero-shot,\"Tiny, \"\"1\"\"\",0,")),
                 qPrintable(csv));
        QVERIFY(csv.contains(QStringLiteral(",\" bad\nQ\",bad,good,false,-0.5,6,2,0")));
        QVERIFY(csv.contains(QStringLiteral("\"Few-shot, 3 examples\"")));
        const QString markdown
            = QString::fromStdString(exportText(comparison, ExportFormat::Markdown));
        QVERIFY(markdown.contains(QStringLiteral("- answer: bad (wrong)")));
        QVERIFY(markdown.contains(QStringLiteral("- answer: Good. (right)")));
        QVERIFY(markdown.contains(QStringLiteral("- expected answer: good")));
    }

    void answersOfTheHistoryBecomeColumns()
    {
        AnswerTree first { reviews(2, 2) };
        first.add({ recordOf("good", "One"), -1, 0 });
        AnswerTree second = first;
        second.add({ recordOf("bad", "Two"), -1, 0 });
        const Comparison comparison = comparisonOf({ first, second, AnswerTree() });
        QVERIFY(comparison.given);
        QCOMPARE(comparison.columns.size(), std::size_t { 2 });
        QCOMPARE(comparison.columns[1].model, QStringLiteral("Two"));
        QCOMPARE(comparison.columns[1].heading(), QStringLiteral("and this"));
        QCOMPARE(comparison.modelNames(), QStringLiteral("One, Two"));
    }
};

QTEST_MAIN(CompareDataTest)
#include "tst_compare_data.moc"
