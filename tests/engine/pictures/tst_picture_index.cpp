// SPDX-License-Identifier: GPL-3.0-or-later
//
// The index keeps up with what happens to the pictures of a folder, and encodes each once.
#include "picture_bench.h"
#include "pictures/picture_search.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

using namespace fe;
using namespace fe::pictures;
using namespace fe::test;
namespace fs = std::filesystem;

class TestPictureIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_model = loadStarter(); }
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_place->path().toStdString()) / "pictures";
        fs::create_directory(m_folder);
        m_index.emplace(valueOf(PictureIndex::open(m_folder.parent_path() / "index.sqlite")));
        m_key = valueOf(m_index->modelKey(m_model, m_cancel, m_progress));
    }
    void cleanup() { m_index.reset(); }

    void unchangedFoldersAreNotReadAgain()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "below" / "deep" / "b.bmp", 2);
        UpdateCount count = update();
        QCOMPARE(count.total, 2U);
        QCOMPARE(count.done, 2U);
        QCOMPARE(count.encoded, 2U);
        count = update();
        QCOMPARE(count.done, 2U);
        QCOMPARE(count.read, 0U);
        QCOMPARE(count.encoded, 0U);
        const FolderVectors vectors = found();
        QCOMPARE(vectors.files,
                 (std::vector<std::string> { (m_folder / "a.bmp").string(),
                                             (m_folder / "below/deep/b.bmp").string() }));
        for (std::size_t i = 0; i < 2; ++i) {
            const auto single = valueOf(pictureVector(m_model, vectors.files[i], m_cancel));
            for (std::size_t j = 0; j < single.size(); ++j) {
                // As in batches: sums in another order.
                QVERIFY(std::abs(single[j] - vectors.vector(i)[j]) < 2e-6F);
            }
        }
    }

    /// A file that changes twice within the clock's step would look unchanged.
    void filesOfThisMomentAreReadAgain()
    {
        writePicture(m_folder / "a.bmp", 1, 0);
        QCOMPARE(update().encoded, 1U);
        const UpdateCount again = update();
        QCOMPARE(again.read, 1U);
        QCOMPARE(again.encoded, 0U);
    }

    void movedAndCopiedPicturesAreNotEncodedAgain()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "b.bmp", 2);
        QCOMPARE(update().encoded, 2U);
        fs::create_directory(m_folder / "sub");
        fs::rename(m_folder / "a.bmp", m_folder / "sub" / "z.bmp");
        fs::copy(m_folder / "b.bmp", m_folder / "c.bmp");
        const UpdateCount count = update();
        QCOMPARE(count.read, 2U);
        QCOMPARE(count.encoded, 0U);
        QCOMPARE(found().files.size(), 3U);
    }

    void twoNamesOfOnePictureAreEncodedOnce()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "b.bmp", 1);
        QCOMPARE(update().encoded, 1U);
        QCOMPARE(found().files.size(), 2U);
    }

    void changedPicturesAreEncodedAnew()
    {
        writePicture(m_folder / "a.bmp", 1, 120);
        update();
        const auto before = found().values;
        writePicture(m_folder / "a.bmp", 2, 60);
        QCOMPARE(update().encoded, 1U);
        QVERIFY(found().values != before);
        QCOMPARE(found().files.size(), 1U);
    }

    void deletedPicturesVanishAndComeBackForNothing()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "b.bmp", 2);
        update();
        fs::remove(m_folder / "a.bmp");
        QCOMPARE(update().total, 1U);
        QCOMPARE(found().files.size(), 1U);
        writePicture(m_folder / "again.bmp", 1);
        QCOMPARE(update().encoded, 0U);
        QCOMPARE(found().files.size(), 2U);
    }

    void badFilesAreNotedAndLeftUntilTheyChange_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("why");
        const QByteArray png = QByteArrayLiteral("\x89PNG\r\n\x1a\n");
        const QByteArray header = QByteArray::fromHex("0000000d49484452")
            + QByteArray::fromHex("0000ffff0000ffff0802000000") + QByteArray::fromHex("6ffd5e1c");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("text named as a picture")
            << QByteArray("not at all") << QStringLiteral("text");
        QTest::newRow("a picture of 65535 x 65535") << png + header << QStringLiteral("65,535");
        QTest::newRow("cut") << QByteArray::fromStdString(pictureBytes(3)).first(100) << QString();
    }
    void badFilesAreNotedAndLeftUntilTheyChange()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, why);
        const fs::path bad = m_folder / "bad.png";
        writeFile(bad, content.toStdString());
        age(bad, 120);
        writePicture(m_folder / "good.txt", 1); // the content counts, not the name
        UpdateCount count = update();
        QCOMPARE(count.done, 2U);
        QCOMPARE(count.encoded, 1U);
        const FolderVectors vectors = found();
        QCOMPARE(vectors.files.size(), 1U);
        QCOMPARE(vectors.skipped.size(), 1U);
        QCOMPARE(vectors.skipped[0].file, bad.string());
        const QString reason = QString::fromStdString(vectors.skipped[0].why.oneLine());
        QVERIFY2(reason.contains(why) && reason.contains(QStringLiteral("bad.png")),
                 qPrintable(reason));
        QCOMPARE(update().read, 0U);
        writePicture(bad, 4);
        QCOMPARE(update().encoded, 1U);
        QVERIFY(found().skipped.empty());
    }

    void filesThatCannotBeReadAreTriedAgain()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "b.bmp", 2);
        auto begun = valueOf(IndexUpdate::begin(*m_index, m_model, m_key, m_folder.string()));
        QCOMPARE(begun.count().total, 2U);
        fs::rename(m_folder / "a.bmp", m_folder.parent_path() / "away.bmp");
        while (!begun.isFinished()) {
            QVERIFY(begun.step({}, m_cancel));
        }
        QCOMPARE(found().skipped.size(), 1U);
        QCOMPARE(found().skipped[0].why.code, base::ErrorCode::NotFound);
        fs::rename(m_folder.parent_path() / "away.bmp", m_folder / "a.bmp");
        QCOMPARE(update().encoded, 1U);
        QVERIFY(found().skipped.empty());
    }

    /// The system's refusal is of the moment: the file has the same size and time afterwards.
    void refusalsOfTheSystemAreTriedAgain()
    {
        writePicture(m_folder / "a.bmp", 1);
        auto begun = valueOf(IndexUpdate::begin(*m_index, m_model, m_key, m_folder.string()));
        rlimit usual {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &usual), 0);
        rlimit none = usual;
        none.rlim_cur = 0; // what is open stays open
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
        const auto stepped = begun.step({}, m_cancel);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &usual), 0);
        QVERIFY(stepped);
        QCOMPARE(found().skipped.size(), 1U);
        QCOMPARE(found().skipped[0].why.code, base::ErrorCode::Unreadable);
        QCOMPARE(update().encoded, 1U);
        QVERIFY(found().skipped.empty());
    }

    void closedFilesAndFoldersAreNoted()
    {
        if (::getuid() == 0) {
            QSKIP("nothing is closed to root");
        }
        writePicture(m_folder / "closed.bmp", 1);
        writePicture(m_folder / "shut" / "b.bmp", 2);
        ::chmod((m_folder / "closed.bmp").c_str(), 0);
        ::chmod((m_folder / "shut").c_str(), 0);
        update();
        QCOMPARE(found().skipped.size(), 2U);
        ::chmod((m_folder / "closed.bmp").c_str(), 0600);
        ::chmod((m_folder / "shut").c_str(), 0700);
        QCOMPARE(update().encoded, 2U);
        QVERIFY(found().skipped.empty());
    }

    void linksInCirclesAndNamesOfAnyBytes()
    {
        const std::string name = "caf\xe9 \xff.bmp"; // no UTF-8
        writePicture(m_folder / "sub" / name, 1);
        fs::create_directory_symlink(m_folder, m_folder / "sub" / "up");
        fs::create_directory_symlink("self", m_folder / "self");
        fs::create_symlink("nowhere", m_folder / "dangling.bmp");
        const UpdateCount count = update();
        QCOMPARE(count.total, 1U);
        QCOMPARE(count.encoded, 1U);
        QCOMPARE(found().files[0], (m_folder / "sub" / name).string());
        QCOMPARE(update().read, 0U);
    }

    void everyNameOfAFolderIsTheSameFolder()
    {
        writePicture(m_folder / "sub" / "a.bmp", 1);
        update();
        const std::string slash = m_folder.string() + "/";
        const std::string dots = (m_folder / "sub" / "..").string();
        fs::create_directory_symlink(m_folder, m_folder.parent_path() / "link");
        const std::string link = (m_folder.parent_path() / "link").string();
        for (const std::string& other : { slash, dots, link }) {
            QCOMPARE(
                valueOf(updateFolder(*m_index, m_model, m_key, other, m_cancel, m_progress)).read,
                0U);
            const auto vectors = valueOf(m_index->vectors(std::span(&other, 1), m_key));
            QCOMPARE(vectors.files, std::vector { (fs::path(other) / "sub/a.bmp").string() });
        }
        fs::remove(link);
    }

    void filesOfTwoFoldersComeOnce()
    {
        writePicture(m_folder / "sub" / "a.bmp", 1);
        writePicture(m_folder / "b.bmp", 2);
        update();
        const std::vector<std::string> both { m_folder.string(), (m_folder / "sub").string() };
        QCOMPARE(
            valueOf(updateFolder(*m_index, m_model, m_key, both[1], m_cancel, m_progress)).encoded,
            0U);
        QCOMPARE(valueOf(m_index->vectors(both, m_key)).files.size(), 2U);
    }

    void stepsAreKeptAndCancelLosesTheOpenOne()
    {
        for (std::uint32_t i = 0; i < 9; ++i) {
            writePicture(m_folder / (std::to_string(i) + ".bmp"), i);
        }
        const StepOptions two { std::chrono::hours(1), 2 };
        {
            auto begun = valueOf(IndexUpdate::begin(*m_index, m_model, m_key, m_folder.string()));
            QVERIFY(begun.step(two, m_cancel)); // one: how long one takes is not known
            QCOMPARE(begun.count().encoded, 1U);
            QVERIFY(begun.step(two, m_cancel));
            QCOMPARE(begun.count().encoded, 3U);
            base::CancelToken cancelled;
            cancelled.cancel();
            const auto stopped = begun.step(two, cancelled);
            QVERIFY(!stopped && stopped.error().code == base::ErrorCode::Cancelled);
            QCOMPARE(begun.count().done, 3U);
            QVERIFY(begun.step(two, m_cancel)); // and goes on
            QCOMPARE(begun.count().done, 5U);
        }
        QCOMPARE(found().files.size(), 5U);
        auto later = valueOf(IndexUpdate::begin(*m_index, m_model, m_key, m_folder.string()));
        QCOMPARE(later.count().done, 5U);
        QCOMPARE(update().encoded, 4U);
    }

    void listingCanBeCancelled()
    {
        writePicture(m_folder / "a.bmp", 1);
        writePicture(m_folder / "sub" / "b.bmp", 2);
        update();
        fs::remove(m_folder / "a.bmp");
        base::CancelToken cancelled;
        cancelled.cancel();
        const std::string name = m_folder.string();
        std::vector<SkippedPicture> unreadable;
        const auto isCancelled = [](const auto& result) {
            return !result && result.error().code == base::ErrorCode::Cancelled;
        };
        QVERIFY(isCancelled(listPictures(std::span(&name, 1), { true, &unreadable, &cancelled })));
        const std::vector<std::string> files(3, (m_folder / "sub" / "b.bmp").string());
        QVERIFY(isCancelled(listPictures(files, { .cancel = &cancelled })));
        QVERIFY(unreadable.empty());
        QVERIFY(isCancelled(readLabelledFolder(m_folder, &cancelled)));
        QVERIFY(isCancelled(IndexUpdate::begin(*m_index, m_model, m_key, name, &cancelled)));
        QCOMPARE(found().files.size(), 2U); // the index does not know yet what is gone
        QCOMPARE(update().total, 1U);
        QCOMPARE(found().files.size(), 1U);
    }

    /// A token that is set while a folder is read: in one flat folder nothing else would stop it.
    void listingOneLargeFolderCanBeCancelled()
    {
        constexpr int kFiles = 20'000;
        for (int i = 0; i < kFiles; ++i) {
            std::ofstream(m_folder / std::to_string(i));
        }
        const std::string name = m_folder.string();
        const auto isStopped = [&](std::chrono::microseconds delay) {
            base::CancelToken cancel;
            std::thread stopper([&] {
                std::this_thread::sleep_for(delay);
                cancel.cancel();
            });
            const auto listed = listPictures(std::span(&name, 1), { .cancel = &cancel });
            stopper.join();
            return !listed && listed.error().code == base::ErrorCode::Cancelled;
        };
        bool stopped = false;
        for (int attempt = 0; attempt < 50 && !stopped; ++attempt) {
            stopped = isStopped(std::chrono::microseconds(1000));
        }
        QVERIFY(stopped);
    }

    void modelsDoNotShareVectors()
    {
        writePicture(m_folder / "a.bmp", 1);
        update();
        const PictureModel exact = loadStarter(models::WeightForm::BF16);
        PictureModel other = m_model;
        other.processor.normalise->mean[1] += 1e-9;
        for (const PictureModel& model : { exact, other }) {
            const auto key = valueOf(m_index->modelKey(model, m_cancel, m_progress));
            QVERIFY(key != m_key);
            const std::string folder = m_folder.string();
            auto vectors = valueOf(m_index->vectors(std::span(&folder, 1), key));
            QVERIFY(vectors.files.empty());
            QCOMPARE(vectors.waiting, 1U);
            QCOMPARE(
                valueOf(updateFolder(*m_index, model, key, folder, m_cancel, m_progress)).encoded,
                1U);
        }
        QCOMPARE(update().read, 0U); // the first one's are still there
        QCOMPARE(valueOf(m_index->modelKey(loadStarter(), m_cancel, m_progress)), m_key);
    }

    /// The checksum of the weights is remembered by the index, so that it is made once.
    void weightsAreHashedOnce()
    {
        const fs::path copy = m_folder.parent_path() / "model";
        fs::copy(kStarter, copy);
        for (const auto& entry : fs::directory_iterator(copy)) {
            age(entry.path());
        }
        PictureModel model = m_model;
        model.package = valueOf(formats::openPackage(copy));
        base::Progress first;
        const auto key = valueOf(m_index->modelKey(model, m_cancel, first));
        QCOMPARE(first.done(), fs::file_size(copy / "model.safetensors"));
        QCOMPARE(key, m_key); // not by its path
        base::Progress second;
        QCOMPARE(valueOf(m_index->modelKey(model, m_cancel, second)), key);
        QCOMPARE(second.done(), 0U);
    }

    void whatIsNoFolderIsRefused()
    {
        writePicture(m_folder / "a.bmp", 1);
        for (const fs::path& wrong : { m_folder / "a.bmp", m_folder / "nowhere" }) {
            QVERIFY(!IndexUpdate::begin(*m_index, m_model, m_key, wrong.string()));
        }
    }

private:
    UpdateCount update()
    {
        return valueOf(
            updateFolder(*m_index, m_model, m_key, m_folder.string(), m_cancel, m_progress));
    }
    FolderVectors found()
    {
        const std::string folder = m_folder.string();
        return valueOf(m_index->vectors(std::span(&folder, 1), m_key));
    }

    PictureModel m_model;
    std::unique_ptr<QTemporaryDir> m_place;
    fs::path m_folder;
    std::optional<PictureIndex> m_index;
    std::string m_key;
    base::CancelToken m_cancel;
    base::Progress m_progress;
};

QTEST_GUILESS_MAIN(TestPictureIndex)
#include "tst_picture_index.moc"
