// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"
#include "formats/atomic_file.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::ErrorCode;

class TestAtomicFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fileAppearsWhenComplete();
    void uncommittedFileLeavesNothing();
    void failedWriteKeepsTheOldFile();
    void linkIsKept();
    void targetThatIsNoFileIsRefused();
    void missingFolderIsRefused();
};

void TestAtomicFile::fileAppearsWhenComplete()
{
    Scratch scratch;
    scratch.write("t.txt", "old");
    auto file = AtomicFile::create(scratch / "t.txt");
    QVERIFY(file);
    QVERIFY(file->write(bytesOf("new ")));
    QVERIFY(file->write(bytesOf("text")));
    QCOMPARE(scratch.read("t.txt"), QByteArray("old"));
    QVERIFY(file->commit());
    QCOMPARE(scratch.read("t.txt"), QByteArray("new text"));
    QCOMPARE(scratch.entries().size(), 1);
    QVERIFY(writeFileAtomically(scratch / "t.txt", ""));
    QCOMPARE(scratch.read("t.txt"), QByteArray());
}

void TestAtomicFile::uncommittedFileLeavesNothing()
{
    Scratch scratch;
    {
        auto file = AtomicFile::create(scratch / "t.txt");
        QVERIFY(file);
        const AtomicFile moved = *std::move(file);
        QCOMPARE(scratch.entries().size(), 1);
    }
    QVERIFY(scratch.entries().isEmpty());
}

void TestAtomicFile::failedWriteKeepsTheOldFile()
{
    Scratch scratch;
    scratch.write("t.txt", "old");
    // A full disk, played by the limit on the size of files.
    rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit tight { 1000, before.rlim_max };
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const auto done = writeFileAtomically(scratch / "t.txt", std::string(5000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Unreadable);
    QVERIFY(done.error().oneLine().find("t.txt") != std::string::npos);
    QCOMPARE(scratch.read("t.txt"), QByteArray("old"));
    QCOMPARE(scratch.entries().size(), 1);
}

void TestAtomicFile::linkIsKept()
{
    Scratch scratch;
    scratch.write("real/t.txt", "old");
    std::filesystem::create_symlink("real/t.txt", scratch / "link.txt");
    QVERIFY(writeFileAtomically(scratch / "link.txt", "new"));
    QVERIFY(std::filesystem::is_symlink(scratch / "link.txt"));
    QCOMPARE(scratch.read("real/t.txt"), QByteArray("new"));
}

void TestAtomicFile::targetThatIsNoFileIsRefused()
{
    Scratch scratch;
    const auto folder = writeFileAtomically(scratch.root(), "x");
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::InvalidArgument);
    // Renaming onto a device or a pipe would replace it for every other program.
    QCOMPARE(::mkfifo((scratch / "pipe").c_str(), 0600), 0);
    std::filesystem::create_symlink("pipe", scratch / "link");
    for (const char* name : { "pipe", "link" }) {
        const auto done = writeFileAtomically(scratch / name, "x");
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::InvalidArgument);
        QVERIFY(std::filesystem::is_fifo(scratch / "pipe"));
    }
}

void TestAtomicFile::missingFolderIsRefused()
{
    Scratch scratch;
    const auto done = writeFileAtomically(scratch / "none/t.txt", "x");
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
