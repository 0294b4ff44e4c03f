// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process that writes runs and parts is killed in the middle, again and again: what it had
// reported as written is there, whole.
#include "history/run_history.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>

#include <sys/wait.h>
#include <unistd.h>

using namespace fe::history;
namespace fs = std::filesystem;

namespace {

/// The child: a run, its parts two by two, the run again; reports after each how many parts in all
/// its runs have.
[[noreturn]] void write(const fs::path& file, int pipe)
{
    auto history = fe::history::RunHistory::open(file);
    std::uint64_t written = 0;
    const RunSummary summary { "sweep", "2026-11-26T10:00:00Z", "model", "title", "result", false };
    while (history) {
        const auto id = history->add(summary, "text", std::string(5000, 'd'));
        for (int i = 0; id && i < 5; ++i) {
            if (!history->append(*id, { std::string(2000, 'p'), std::string(2000, 'q') })) {
                ::_exit(1);
            }
            written += 2;
            if (::write(pipe, &written, sizeof written) != sizeof written) {
                ::_exit(1);
            }
        }
        if (!id || !history->replace(*id, summary, "text", std::string(6000, 'e'))) {
            ::_exit(1);
        }
    }
    ::_exit(1);
}

/// @return parts that it reported last
std::uint64_t writeAndKill(const fs::path& file, std::uint64_t enough)
{
    std::array<int, 2> ends {};
    if (::pipe(ends.data()) != 0) {
        qFatal("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        write(file, ends[1]);
    }
    ::close(ends[1]);
    std::uint64_t written = 0;
    while (written < enough && ::read(ends[0], &written, sizeof written) == sizeof written) { }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &written, sizeof written) == sizeof written) { } // said before it died
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
        qFatal("the child ended by itself");
    }
    return written;
}

} // namespace

class TestHistoryKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasReportedIsThereWhole()
    {
        QTemporaryDir place;
        const fs::path file = fs::path(place.path().toStdString()) / "history.sqlite";
        std::uint64_t reported = 0;
        std::uint64_t kills = 0;
        for (const std::uint64_t enough : { 2U, 40U, 7U, 100U }) {
            reported += writeAndKill(file, enough);
            ++kills;
            const auto history = RunHistory::open(file);
            QVERIFY(history);
            std::uint64_t parts = 0;
            RunQuery all;
            all.most = 1'000'000;
            const auto entries = history->find(all).value();
            for (const RunEntry& entry : entries) {
                const auto found = history->parts(entry.id).value();
                QVERIFY(found.size() % 2 == 0); // a pair is one transaction
                for (std::size_t i = 0; i < found.size(); ++i) {
                    QCOMPARE(found[i], std::string(2000, i % 2 == 0 ? 'p' : 'q'));
                }
                const std::string document = history->document(entry.id).value();
                QVERIFY(document == std::string(5000, 'd') || document == std::string(6000, 'e'));
                parts += found.size();
            }
            QVERIFY(parts >= reported);
            QVERIFY(parts <= reported + 2 * kills); // written, but killed before it could say so
        }
    }
};

QTEST_GUILESS_MAIN(TestHistoryKill)
#include "tst_history_kill.moc"
