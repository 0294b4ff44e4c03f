// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process that fills an index is killed in the middle, again and again: what it had reported as
// done is there, and no picture is encoded twice but those of the batch that was open.
#include "picture_bench.h"

#include <sys/wait.h>
#include <unistd.h>

using namespace fe;
using namespace fe::pictures;
using namespace fe::test;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPictures = 1500;
constexpr std::size_t kBatch = 16;

/// The child: reports after each step how many it has encoded.
[[noreturn]] void fill(const fs::path& file, const PictureModel& model, const std::string& folder,
                       int pipe)
{
    base::CancelToken cancel;
    base::Progress progress;
    auto index = valueOf(PictureIndex::open(file));
    const auto key = valueOf(index.modelKey(model, cancel, progress));
    auto update = valueOf(IndexUpdate::begin(index, model, key, folder));
    while (!update.isFinished()) {
        if (!update.step({ std::chrono::hours(1), kBatch }, cancel)) {
            ::_exit(1);
        }
        const std::uint64_t encoded = update.count().encoded;
        if (::write(pipe, &encoded, sizeof encoded) != sizeof encoded) {
            ::_exit(1);
        }
    }
    ::_exit(0);
}

/// Lets a child fill the index until it has encoded at least `enough`, and kills it.
/// @return what it reported last
std::uint64_t fillAndKill(const fs::path& file, const PictureModel& model,
                          const std::string& folder, std::uint64_t enough)
{
    std::array<int, 2> ends {};
    if (::pipe(ends.data()) != 0) {
        qFatal("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        fill(file, model, folder, ends[1]);
    }
    ::close(ends[1]);
    std::uint64_t encoded = 0;
    while (encoded < enough && ::read(ends[0], &encoded, sizeof encoded) == sizeof encoded) { }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &encoded, sizeof encoded) == sizeof encoded) { } // said before it died
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
        qFatal("the child ended by itself");
    }
    return encoded;
}

} // namespace

class TestIndexKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killsLoseTheOpenBatchAtMost()
    {
        QTemporaryDir place;
        const fs::path root = place.path().toStdString();
        const std::string folder = (root / "pictures").string();
        for (std::uint32_t i = 0; i < kPictures; ++i) {
            writePicture(fs::path(folder) / (std::to_string(i) + ".bmp"), i);
        }
        const fs::path file = root / "index.sqlite";
        const PictureModel model = loadStarter();
        base::CancelToken cancel;
        base::Progress progress;
        std::uint64_t done = 0;
        for (const std::uint64_t enough : { 1, 100, 200, 30 }) {
            const std::uint64_t reported = fillAndKill(file, model, folder, enough);
            QVERIFY(reported >= enough);
            auto index = valueOf(PictureIndex::open(file)); // refuses a damaged file
            const auto key = valueOf(index.modelKey(model, cancel, progress));
            const auto kept = valueOf(index.vectors(std::span(&folder, 1), key)).files.size();
            const QByteArray story = QByteArray::number(static_cast<qulonglong>(kept)) + " kept, "
                + QByteArray::number(static_cast<qulonglong>(done + reported)) + " reported";
            QVERIFY2(kept >= done + reported && kept <= done + reported + kBatch,
                     story.constData());
            done = kept;
        }
        auto index = valueOf(PictureIndex::open(file));
        const auto key = valueOf(index.modelKey(model, cancel, progress));
        const auto count = valueOf(updateFolder(index, model, key, folder, cancel, progress));
        QCOMPARE(count.encoded, kPictures - done);
        QCOMPARE(valueOf(index.vectors(std::span(&folder, 1), key)).files.size(), kPictures);
    }
};

QTEST_GUILESS_MAIN(TestIndexKill)
#include "tst_index_kill.moc"
