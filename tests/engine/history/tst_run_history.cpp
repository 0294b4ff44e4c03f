// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/run_history.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace fe;
using namespace fe::history;
namespace fs = std::filesystem;

namespace {

RunSummary summaryOf(const std::string& title, const std::string& kind = "answer")
{
    return { kind, "2026-11-26T10:00:00Z", "SmolLM2", title, "blue", true };
}

std::vector<std::string> titles(const base::Result<std::vector<RunEntry>>& entries)
{
    std::vector<std::string> result;
    for (const RunEntry& entry : entries.value()) {
        result.push_back(entry.summary.title);
    }
    return result;
}

using Titles = std::vector<std::string>;

} // namespace

class TestRunHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_file = fs::path(m_place->path().toStdString()) / "new folder" / "history.sqlite";
        m_history.emplace(RunHistory::open(m_file).value());
    }

    void whatIsAddedIsThereAfterOpeningAgain()
    {
        RunSummary summary = summaryOf("Why is the sky blue?", "sweep");
        summary.finished = false;
        const RunId id = m_history->add(summary, "prompt", R"({"a":1})").value();
        m_history.reset();
        m_history.emplace(RunHistory::open(m_file).value());
        const RunEntry entry = m_history->entry(id).value();
        QCOMPARE(entry.id, id);
        QCOMPARE(entry.summary.title, summary.title);
        QCOMPARE(entry.summary.kind, summary.kind);
        QCOMPARE(entry.summary.time, summary.time);
        QCOMPARE(entry.summary.model, summary.model);
        QCOMPARE(entry.summary.result, summary.result);
        QVERIFY(!entry.summary.finished);
        QCOMPARE(m_history->document(id).value(), std::string(R"({"a":1})"));
        QCOMPARE(m_history->count().value(), 1);
    }

    void theNewestComesFirstPageByPage()
    {
        for (int i = 1; i <= 5; ++i) {
            QVERIFY(m_history->add(summaryOf(std::to_string(i)), {}, {}));
        }
        RunQuery query;
        query.most = 2;
        auto page = m_history->find(query);
        QCOMPARE(titles(page), (Titles { "5", "4" }));
        query.before = page->back().id;
        page = m_history->find(query);
        QCOMPARE(titles(page), (Titles { "3", "2" }));
        query.before = page->back().id;
        QCOMPARE(titles(m_history->find(query)), (Titles { "1" }));
    }

    void runsAreFoundByWordsInAnyCase()
    {
        QVERIFY(m_history->add(summaryOf("Ode an die ÜBUNG"), "100 % of_it", {}));
        QVERIFY(m_history->add(summaryOf("감정 분석", "sweep"), "이 영화는 좋다", {}));
        const auto found = [this](const std::string& words) {
            return titles(m_history->find({ .words = words, .kinds = {}, .before = {} }));
        };
        QCOMPARE(found("übung ode"), (Titles { "Ode an die ÜBUNG" }));
        QCOMPARE(found("영화"), (Titles { "감정 분석" }));
        QCOMPARE(found("  SMOLLM2\t"), (Titles { "감정 분석", "Ode an die ÜBUNG" }));
        QCOMPARE(found("100 %"), (Titles { "Ode an die ÜBUNG" })); // no wildcards
        QCOMPARE(found("o_it"), Titles {});
        QCOMPARE(found("ode 영화"), Titles {});
        QCOMPARE(titles(m_history->find({ .words = {}, .kinds = { "sweep" }, .before = {} })),
                 (Titles { "감정 분석" }));
        QCOMPARE(found("'; DROP TABLE runs; --"), Titles {});
        QCOMPARE(m_history->count().value(), 2);
    }

    void partsComeBackInTheirOrder()
    {
        const RunId first = m_history->add(summaryOf("1", "sweep"), {}, {}).value();
        const RunId second = m_history->add(summaryOf("2", "sweep"), {}, {}).value();
        QVERIFY(m_history->append(first, { "a", "b" }));
        QVERIFY(m_history->append(second, { "x" }));
        QVERIFY(m_history->append(first, {}));
        QVERIFY(m_history->append(first, { "c" }));
        QCOMPARE(m_history->parts(first).value(), (Titles { "a", "b", "c" }));
        QCOMPARE(m_history->parts(second).value(), (Titles { "x" }));
        QVERIFY(m_history->replace(first, summaryOf("now"), "done", "{}"));
        QCOMPARE(m_history->parts(first)->size(), 3U);
        QCOMPARE(titles(m_history->find({ .words = "now done", .kinds = {}, .before = {} })),
                 (Titles { "now" }));
    }

    void whatIsRemovedIsGoneAndItsNumberToo()
    {
        const RunId kept = m_history->add(summaryOf("kept"), {}, {}).value();
        const RunId gone = m_history->add(summaryOf("gone"), {}, {}).value();
        QVERIFY(m_history->append(gone, { "a" }));
        QVERIFY(m_history->remove({ gone, 999 }));
        QCOMPARE(m_history->document(gone).error().code, base::ErrorCode::NotFound);
        QCOMPARE(m_history->parts(gone).error().code, base::ErrorCode::NotFound);
        QCOMPARE(m_history->append(gone, { "b" }).error().code, base::ErrorCode::NotFound);
        QCOMPARE(m_history->replace(gone, summaryOf("x"), {}, {}).error().code,
                 base::ErrorCode::NotFound);
        QVERIFY(m_history->entry(kept));
        const RunId next = m_history->add(summaryOf("next"), {}, {}).value();
        QVERIFY(next > gone);
        QVERIFY(m_history->parts(next)->empty());
    }

    void twoProgramsShareAFile()
    {
        auto other = RunHistory::open(m_file).value();
        const RunId mine = m_history->add(summaryOf("mine"), {}, {}).value();
        const RunId theirs = other.add(summaryOf("theirs"), {}, {}).value();
        QVERIFY(theirs != mine);
        QCOMPARE(titles(m_history->find({})), (Titles { "theirs", "mine" }));
    }

    void wrongFilesAreRefusedLeftAndCanBeSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no database") << QByteArray("this is a text, and a long one at that");
        QTest::newRow("cut") << QByteArray();
        QTest::newRow("other program") << QByteArray("\x01\x02\x03\x04", 4);
        QTest::newRow("newer") << QByteArray("\0\0\0\x63", 4);
    }

    void wrongFilesAreRefusedLeftAndCanBeSetAside()
    {
        QFETCH(const QByteArray, content);
        const std::string name = QTest::currentDataTag();
        QVERIFY(m_history->add(summaryOf("a"), {}, std::string(20'000, 'x')));
        m_history.reset();
        if (name == "no database") {
            std::ofstream(m_file, std::ios::trunc) << content.toStdString();
        } else if (name == "cut") {
            fs::resize_file(m_file, fs::file_size(m_file) / 2);
        } else {
            std::fstream file(m_file, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(name == "newer" ? 60 : 68); // SQLite's header: user_version, application_id
            file.write(content.data(), content.size());
        }
        const auto size = fs::file_size(m_file);
        const auto opened = RunHistory::open(m_file);
        QVERIFY(!opened);
        QVERIFY2(opened.error().oneLine().find("history of runs") != std::string::npos,
                 opened.error().oneLine().c_str());
        QCOMPARE(opened.error().file, m_file.string());
        QCOMPARE(fs::file_size(m_file), size);
        const fs::path aside = RunHistory::setAside(m_file).value();
        QCOMPARE(fs::file_size(aside), size);
        QCOMPARE(RunHistory::open(m_file)->count().value(), 0);
    }

    void aPlaceThatCannotBeWrittenIsRefused()
    {
        QCOMPARE(RunHistory::open({}).error().code, base::ErrorCode::InvalidArgument);
        QVERIFY(!RunHistory::open(m_file.parent_path()));
        QVERIFY(!RunHistory::open(m_file / "below a file"));
    }

    void aDocumentThatIsTooLongIsRefusedAndNothingIsLost()
    {
        QVERIFY(m_history->add(summaryOf("a"), {}, {}));
        const auto refused = m_history->add(summaryOf("b"), {}, std::string(20'000'000, 'x'));
        QVERIFY(!refused);
        QCOMPARE(titles(m_history->find({})), (Titles { "a" }));
        QVERIFY(m_history->add(summaryOf("c"), {}, {})); // the lock is free again
    }

private:
    std::unique_ptr<QTemporaryDir> m_place;
    fs::path m_file;
    std::optional<RunHistory> m_history;
};

QTEST_GUILESS_MAIN(TestRunHistory)
#include "tst_run_history.moc"
