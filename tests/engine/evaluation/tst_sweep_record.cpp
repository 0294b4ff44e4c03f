// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/sweep_journal.h"
#include "fake_text_model.h"
#include "sweep_plans.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <tuple>

using namespace fe;
using namespace fe::evaluation;
using namespace fe::test;

namespace {

/// With everything in it that can be stored.
SweepRecord fullRecord()
{
    SweepRecord record;
    record.provenance
        = { "model", "abc", "f32", "cpu", "data.csv", "1.2.3", "2024-01-02T03:04:05Z" };
    SweepPlan& plan = record.plan;
    plan = reviewPlan(3);
    plan.table.rows[0][0] = "한국어 \"quoted\"\n";
    plan.pool.columns = { "text", "label" };
    plan.pool.rows = { { "a", "good" }, { "b", "bad" } };
    plan.prompt.instruction = "Judge.";
    plan.prompt.separator = "\n---\n";
    plan.shots = { 0, 2 };
    plan.seeds = { 4, UINT64_MAX };
    plan.balanced = true;
    plan.limit = 2;
    plan.calibrated = true;
    plan.contentFree = { "", "N/A" };
    record.cells = { { .query = 0,
                       .shots = 0,
                       .seed = 4,
                       .scores = { { -1.25, 1, 5 }, { -0.1, 2, 4 } },
                       .contentFree = { -0.5, -1.0 / 3 } },
                     { .query = 1, .shots = 2, .seed = UINT64_MAX, .refusal = "too long" } };
    record.tokensRead = 12;
    record.uniqueTokens = 11;
    return record;
}

SweepRecord generatingRecord()
{
    SweepRecord record = fullRecord();
    SweepPlan& plan = record.plan;
    plan.calibrated = false;
    plan.labels.clear();
    plan.prompt.trigger = "Think.";
    plan.prompt.reasonedAnswer = *PromptPattern::parse("{text} So {label}.");
    plan.generated = GeneratedAnswers {};
    plan.generated->rule = { .kind = AnswerRule::Kind::Expression,
                             .expression = "So (\\w+)",
                             .labels = { "x" },
                             .ignoreCase = false,
                             .ignorePunctuation = false };
    plan.generated->sampling = { .temperature = 0.7,
                                 .topK = 5,
                                 .topP = 0.9,
                                 .minP = 0.1,
                                 .typicalP = 0.8,
                                 .repetitionPenalty = 1.1,
                                 .frequencyPenalty = 0.2,
                                 .presencePenalty = 0.3 };
    plan.generated->maxTokens = 9;
    plan.generated->stop = { "\n\n", "Q:" };
    record.cells = { { .query = 1, .shots = 0, .seed = 4, .generated = " a\nb" } };
    return record;
}

/// Through text, as a file.
base::Result<SweepRecord> reread(const base::Json& json)
{
    return sweepRecordFromJson(*base::parseJson(base::toText(json, 1), "text"), "text");
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot read");
}

void append(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write");
    }
}

SweepRecord plainRecord()
{
    SweepRecord record;
    record.provenance.model = "fake";
    record.plan = reviewPlan(12);
    record.plan.shots = { 0, 2 };
    return record;
}

std::vector<SweepCell> sorted(std::vector<SweepCell> cells)
{
    std::sort(cells.begin(), cells.end(), [](const SweepCell& a, const SweepCell& b) {
        return std::tie(a.query, a.shots, a.seed) < std::tie(b.query, b.shots, b.seed);
    });
    return cells;
}

} // namespace

class TestSweepRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsReadBackAsTheyWere_data()
    {
        QTest::addColumn<bool>("generating");
        QTest::newRow("likelihood") << false;
        QTest::newRow("generating") << true;
    }
    void recordsReadBackAsTheyWere()
    {
        QFETCH(bool, generating);
        const SweepRecord record = generating ? generatingRecord() : fullRecord();
        const auto again = reread(toJson(record));
        QVERIFY2(again, again ? "" : again.error().oneLine().c_str());
        QCOMPARE(again->provenance, record.provenance);
        QCOMPARE(again->cells, record.cells);
        QCOMPARE(again->tokensRead, record.tokensRead);
        QCOMPARE(again->uniqueTokens, record.uniqueTokens);
        QCOMPARE(base::toText(toJson(again->plan)), base::toText(toJson(record.plan)));
        const SweepPlan& plan = again->plan;
        QCOMPARE(plan.seeds, record.plan.seeds);
        QCOMPARE(plan.limit, record.plan.limit);
        QVERIFY(plan.prompt == record.plan.prompt);
        QVERIFY(plan.table == record.plan.table && plan.pool == record.plan.pool);
        QCOMPARE(plan.generated.has_value(), generating);
        if (generating) {
            QVERIFY(plan.generated->rule == record.plan.generated->rule);
            QCOMPARE(plan.generated->sampling.topP, 0.9);
            QCOMPARE(plan.generated->stop, record.plan.generated->stop);
        }
    }

    void everyDamageIsRefusedByName()
    {
        const base::Json good = toJson(fullRecord());
        QVERIFY(reread(good));
        for (const auto& [key, value] : *good.asObject()) {
            base::Json damaged = good;
            std::erase_if(*damaged.asObject(), [&name = key](const base::Json::Member& member) {
                return member.first == name;
            });
            QCOMPARE(reread(damaged).hasValue(), key == "data_sha256");
            damaged.set(key, base::Json(base::Json::Array { base::Json(-1) }));
            const auto result = reread(damaged);
            QCOMPARE(result.hasValue(), key == "data_sha256");
            if (!result) {
                QCOMPARE(result.error().code, base::ErrorCode::Malformed);
                QVERIFY(!result.error().field.empty());
            }
        }
        base::Json later = good;
        later.set("version", 2);
        QCOMPARE(reread(later).error().code, base::ErrorCode::Unsupported);
    }

    void everyDamageInsideThePlanIsRefused()
    {
        for (const SweepRecord& record : { fullRecord(), generatingRecord() }) {
            const base::Json good = toJson(record.plan);
            for (const auto& [key, value] : *good.asObject()) {
                base::Json damaged = good;
                damaged.set(key, 3.5);
                const auto result = sweepPlanFromJson(damaged, "f");
                QVERIFY2(!result, key.c_str());
                QCOMPARE(result.error().file, std::string("f"));
            }
        }
        base::Json ragged = toJson(fullRecord().plan);
        ragged.set("table",
                   *base::parseJson(R"({"columns": ["text", "label"], "rows": [["a"]]})", ""));
        QVERIFY(!sweepPlanFromJson(ragged, "f"));
    }

    void fingerprintsFollowWhatACellDependsOn()
    {
        const SweepPlan plan = fullRecord().plan;
        const std::string print = planFingerprint(plan);
        QCOMPARE(print.size(), 64U);
        SweepPlan grown = plan;
        grown.shots = { 0, 1, 2 };
        grown.seeds = { 1 };
        grown.limit = 0;
        QCOMPARE(planFingerprint(grown), print);
        const auto changed = [&](const auto& change) {
            SweepPlan other = plan;
            change(other);
            return planFingerprint(other) != print;
        };
        QVERIFY(changed([](SweepPlan& p) { p.table.rows[2][0] += ' '; }));
        QVERIFY(changed([](SweepPlan& p) { p.pool.rows.pop_back(); }));
        QVERIFY(changed([](SweepPlan& p) { p.prompt.separator = " "; }));
        QVERIFY(changed([](SweepPlan& p) { std::swap(p.labels[0], p.labels[1]); }));
        QVERIFY(changed([](SweepPlan& p) { p.balanced = false; }));
        QVERIFY(changed([](SweepPlan& p) { p.contentFree.pop_back(); }));
        QVERIFY(changed([](SweepPlan& p) { p.generated = GeneratedAnswers {}; }));
        QCOMPARE(dataSha256(plan.table).size(), 64U);
        QVERIFY(dataSha256(plan.table) != dataSha256(plan.pool));
    }

    void aJournalHoldsWhatWasAppended()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("a.jsonl")).toStdString();
        const SweepRecord record = fullRecord();
        {
            auto journal = SweepJournal::create(path, record);
            QVERIFY2(journal, journal ? "" : journal.error().oneLine().c_str());
            for (const SweepCell& cell : record.cells) {
                QVERIFY(journal->append(cell));
            }
            const auto open = readJournal(path); // while it is written to
            QCOMPARE(open->record.cells, record.cells);
        }
        const auto read = readJournal(path);
        QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
        QCOMPARE(read->record.cells, record.cells);
        QCOMPARE(read->record.provenance, record.provenance);
        QCOMPARE(base::toText(toJson(read->record.plan)), base::toText(toJson(record.plan)));
        QVERIFY(!read->record.complete);
        QVERIFY(!SweepJournal::create(path, record)); // never overwritten
    }

    void aCutLastLineDoesNotCountAndIsCutOff()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.jsonl"));
        const SweepRecord record = fullRecord();
        {
            auto journal = SweepJournal::create(path.toStdString(), record);
            QVERIFY(journal->append(record.cells[0]));
        }
        const QByteArray sound = contentOf(path);
        append(path, "{\"cell\":{\"query\":1,");
        JournalContent found;
        {
            auto journal = SweepJournal::resume(path.toStdString(), record, found);
            QVERIFY2(journal, journal ? "" : journal.error().oneLine().c_str());
            QCOMPARE(found.record.cells.size(), 1U);
            QCOMPARE(contentOf(path), sound);
            QVERIFY(journal->append(record.cells[1]));
        }
        QVERIFY(contentOf(path).startsWith(sound));
        QCOMPARE(readJournal(path.toStdString())->record.cells, record.cells);
        append(path, "not JSON\n");
        const auto damaged = readJournal(path.toStdString());
        QCOMPARE(damaged.error().code, base::ErrorCode::Malformed);
        QCOMPARE(damaged.error().field, std::string("line 4"));
    }

    void everyCutOfAJournalIsReadOrRefused()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.jsonl"));
        const SweepRecord record = fullRecord();
        {
            auto journal = SweepJournal::create(path.toStdString(), record);
            for (const SweepCell& cell : record.cells) {
                QVERIFY(journal->append(cell));
            }
        }
        const QByteArray whole = contentOf(path);
        const qsizetype header = whole.indexOf('\n') + 1;
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const QString cut = folder.filePath(QStringLiteral("cut.jsonl"));
            QFile::remove(cut);
            append(cut, whole.left(length));
            const auto read = readJournal(cut.toStdString());
            QCOMPARE(read.hasValue(), length >= header);
            if (read) {
                QCOMPARE(read->record.cells.size(),
                         static_cast<std::size_t>(whole.left(length).count('\n') - 1));
            }
        }
    }

    void otherSweepsModelsAndWritersAreRefused()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("a.jsonl")).toStdString();
        const SweepRecord record = fullRecord();
        JournalContent found;
        {
            auto journal = SweepJournal::create(path, record);
            const auto second = SweepJournal::resume(path, record, found);
            QVERIFY(second.error().why.find("another process") != std::string::npos);
        }
        const auto why = [&](const auto& change) {
            SweepRecord other = record;
            change(other);
            const auto journal = SweepJournal::resume(path, other, found);
            return journal ? std::string() : journal.error().why;
        };
        QCOMPARE(why([](SweepRecord&) {}), std::string());
        QVERIFY(why([](SweepRecord& r) { r.plan.labels[0] = "x"; }).find("other data")
                != std::string::npos);
        QVERIFY(why([](SweepRecord& r) { r.provenance.modelSha256 = "x"; }).find("weights")
                != std::string::npos);
        QVERIFY(why([](SweepRecord& r) { r.provenance.weights = "bf16"; }).find("f32")
                != std::string::npos);
        QCOMPARE(why([](SweepRecord& r) { r.provenance.version = "9"; }), std::string());
        QCOMPARE(why([](SweepRecord& r) { r.plan.shots = { 0, 1, 2 }; }), std::string());
        const auto missing = SweepJournal::resume(path + "x", record, found);
        QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
        const auto nowhere = SweepJournal::create(path + "/x", record);
        QCOMPARE(nowhere.error().code, base::ErrorCode::Unreadable);
    }

    void aSmallerSweepTakesOnlyItsCells()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("a.jsonl")).toStdString();
        SweepRecord record = fullRecord();
        {
            auto journal = SweepJournal::create(path, record);
            for (const SweepCell& cell : record.cells) {
                QVERIFY(journal->append(cell));
            }
        }
        record.plan.shots = { 0 };
        JournalContent found;
        QVERIFY(SweepJournal::resume(path, record, found));
        QCOMPARE(found.record.cells.size(), 1U);
    }

    void nothingFinishedIsLostByKill()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("a.jsonl")).toStdString();
        const SweepRecord record = plainRecord();
        FakeTextModel model;
        base::CancelToken cancel;
        base::Progress progress;
        const auto whole = runSweep(record.plan, model, {}, {}, cancel, progress);
        std::size_t finished = 0;
        for (int run = 0; finished < whole->cells.size(); ++run) {
            QVERIFY(run < 10);
            const pid_t child = ::fork();
            if (child == 0) { // ends itself by SIGKILL in the middle of the fifth append
                JournalContent found;
                auto journal = run == 0 ? SweepJournal::create(path, record)
                                        : SweepJournal::resume(path, record, found);
                std::size_t appended = 0;
                const auto sink = [&](const SweepCell& cell) {
                    auto stored = journal->append(cell);
                    if (++appended == 5) {
                        ::kill(::getpid(), SIGKILL);
                    }
                    return stored;
                };
                const auto ran = journal
                    ? runSweep(record.plan, model, found.record.cells, sink, cancel, progress)
                    : base::Result<SweepRun>(journal.error());
                ::_exit(ran ? 0 : 1);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            finished += 5;
            const auto read = readJournal(path);
            QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
            QCOMPARE(read->record.cells.size(), std::min(finished, whole->cells.size()));
            QCOMPARE(WIFSIGNALED(status) != 0, finished <= whole->cells.size());
        }
        const auto read = readJournal(path);
        QVERIFY(read->record.complete);
        QCOMPARE(read->record.cells, sorted(whole->cells));
    }
};

QTEST_APPLESS_MAIN(TestSweepRecord)
#include "tst_sweep_record.moc"
