// SPDX-License-Identifier: GPL-3.0-or-later
//
// Index files that are damaged, newer, of another program or in the wrong place.
#include "database/database.h"
#include "picture_bench.h"

using namespace fe;
using namespace fe::pictures;
using namespace fe::test;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

constexpr std::size_t kVersionAt = 60; // SQLite's header: user_version, application_id
constexpr std::size_t kApplicationAt = 68;

} // namespace

Q_DECLARE_METATYPE(fe::base::ErrorCode)

class TestIndexFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const fs::path file = place() / "sound.sqlite";
        const fs::path pictures = place() / "pictures";
        for (std::uint32_t i = 0; i < 40; ++i) {
            writePicture(pictures / (std::to_string(i) + ".bmp"), i);
        }
        {
            auto index = valueOf(PictureIndex::open(file));
            const auto model = loadStarter();
            const auto key = valueOf(index.modelKey(model, m_cancel, m_progress));
            valueOf(updateFolder(index, model, key, pictures.string(), m_cancel, m_progress));
        }
        m_sound = contentOf(file); // closed: nothing is left in a log
        QVERIFY(m_sound.size() > 40'000);
        QVERIFY(PictureIndex::open(file));
    }

    void wrongFilesAreRefusedAndLeftAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<base::ErrorCode>("code");
        const auto row = [](const char* name, const std::string& content, base::ErrorCode code) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << code;
        };
        const auto changed = [this](std::size_t at, const std::string& bytes) {
            return std::string(m_sound).replace(at, bytes.size(), bytes);
        };
        row("no database", "this is a text that is long enough to be looked at",
            base::ErrorCode::Malformed);
        row("cut in the middle", m_sound.substr(0, m_sound.size() / 2), base::ErrorCode::Malformed);
        row("cut in the header", m_sound.substr(0, 50), base::ErrorCode::Malformed);
        row("a page overwritten", changed(4096, std::string(4096, '\x5a')),
            base::ErrorCode::Malformed);
        row("a newer version", changed(kVersionAt, std::string("\0\0\0\2", 4)),
            base::ErrorCode::Unsupported);
        row("an impossible version", changed(kVersionAt, std::string("\0\0\0\0", 4)),
            base::ErrorCode::Malformed);
        row("another program", changed(kApplicationAt, "ABCD"), base::ErrorCode::Unsupported);
        std::string renamed = m_sound;
        const std::size_t at = renamed.find("CREATE TABLE vectors");
        row("a table missing", renamed.replace(at, 20, "CREATE TABLE vectorz"),
            base::ErrorCode::Malformed);
    }
    void wrongFilesAreRefusedAndLeftAsTheyAre()
    {
        QFETCH(QByteArray, content);
        QFETCH(base::ErrorCode, code);
        const fs::path file = place() / "wrong.sqlite";
        writeFile(file, content.toStdString());
        const auto index = PictureIndex::open(file);
        QVERIFY(!index);
        QVERIFY2(index.error().code == code, index.error().oneLine().c_str());
        QVERIFY(index.error().oneLine().find("wrong.sqlite") != std::string::npos);
        QVERIFY(!index.error().fix.empty());
        QCOMPARE(contentOf(file), content.toStdString());

        const auto aside = PictureIndex::setAside(file);
        QVERIFY2(aside, aside ? "" : aside.error().oneLine().c_str());
        QCOMPARE(contentOf(*aside), content.toStdString());
        QVERIFY(PictureIndex::open(file));
        QVERIFY(PictureIndex::setAside(file)); // and under yet another name
        QCOMPARE(contentOf(*aside), content.toStdString());
        fs::remove(*aside);
    }

    void placesThatTakeNoFileAreRefused()
    {
        writeFile(place() / "file", "x");
        const fs::path folder = place() / "folder";
        fs::create_directory(folder);
        for (const fs::path& wrong :
             { fs::path(), folder, place() / "file" / "index.sqlite",
               fs::path("/proc/no-such-folder/index.sqlite"), fs::path("/dev/null") }) {
            const auto index = PictureIndex::open(wrong);
            QVERIFY2(!index, wrong.c_str());
            QVERIFY2(index.error().code != base::ErrorCode::Internal,
                     index.error().oneLine().c_str());
        }
    }

    void vectorsThatAreNoneAreEncodedAgain()
    {
        // The 40 vectors lie in the file as they are; one number of one becomes an infinity.
        const fs::path file = place() / "infinite.sqlite";
        const fs::path pictures = place() / "pictures";
        writeFile(file, m_sound);
        const auto model = loadStarter();
        const std::string folder = pictures.string();
        std::string key;
        FolderVectors vectors;
        {
            auto index = valueOf(PictureIndex::open(file));
            key = valueOf(index.modelKey(model, m_cancel, m_progress));
            vectors = valueOf(index.vectors(std::span(&folder, 1), key));
            QCOMPARE(vectors.files.size(), 40U);
        }
        std::string content = contentOf(file);
        std::string number(4, '\0');
        std::memcpy(number.data(), vectors.vector(7).data() + 10, 4);
        const std::size_t at = content.find(number);
        QVERIFY(at != std::string::npos);
        writeFile(file, content.replace(at, 4, std::string("\0\0\x80\x7f", 4)));
        auto index = valueOf(PictureIndex::open(file));
        const auto after = valueOf(index.vectors(std::span(&folder, 1), key));
        QCOMPARE(after.files.size(), 39U);
        QCOMPARE(after.waiting, 1U);
        QCOMPARE(valueOf(updateFolder(index, model, key, folder, m_cancel, m_progress)).encoded,
                 1U);
        const auto whole = valueOf(index.vectors(std::span(&folder, 1), key));
        QCOMPARE(whole.files, vectors.files);
        for (std::size_t i = 0; i < vectors.values.size(); ++i) {
            QVERIFY(std::abs(whole.values[i] - vectors.values[i]) < 2e-6F);
        }
    }

    /// Of the first row, which nothing comes before, as of any other.
    void oneVectorOfAnotherLengthLeavesTheOthersAlone()
    {
        const fs::path file = place() / "longer.sqlite";
        writeFile(file, m_sound);
        const auto model = loadStarter();
        const std::string folder = (place() / "pictures").string();
        auto index = valueOf(PictureIndex::open(file));
        const auto key = valueOf(index.modelKey(model, m_cancel, m_progress));
        const auto before = valueOf(index.vectors(std::span(&folder, 1), key));
        // 0.bmp is the first by name; its vector was the first to be made.
        QVERIFY(before.files[0].ends_with("/0.bmp"));
        QVERIFY(index.database().execute("UPDATE vectors SET vector = zeroblob(length(vector) + 4) "
                                         "WHERE content = (SELECT content FROM files "
                                         "ORDER BY path LIMIT 1)"));
        const auto after = valueOf(index.vectors(std::span(&folder, 1), key));
        QCOMPARE(after.dimensions, before.dimensions);
        QCOMPARE(after.waiting, 1U);
        QCOMPARE(after.files,
                 std::vector<std::string>(before.files.begin() + 1, before.files.end()));
        QCOMPARE(valueOf(updateFolder(index, model, key, folder, m_cancel, m_progress)).encoded,
                 1U);
        QCOMPARE(valueOf(index.vectors(std::span(&folder, 1), key)).files, before.files);
    }

    /// One against one: both are made again.
    void twoLengthsAlikeAreBothForgotten()
    {
        const fs::path folder = place() / "two";
        writePicture(folder / "a.bmp", 1);
        writePicture(folder / "b.bmp", 2);
        const std::string name = folder.string();
        const auto model = loadStarter();
        auto index = valueOf(PictureIndex::open(place() / "two.sqlite"));
        const auto key = valueOf(index.modelKey(model, m_cancel, m_progress));
        valueOf(updateFolder(index, model, key, name, m_cancel, m_progress));
        QVERIFY(index.database().execute("UPDATE vectors SET vector = zeroblob(8) WHERE id = 1"));
        const auto after = valueOf(index.vectors(std::span(&name, 1), key));
        QVERIFY(after.files.empty() && after.values.empty());
        QCOMPARE(after.dimensions, std::int64_t { 0 });
        QCOMPARE(after.waiting, 2U);
        QCOMPARE(valueOf(updateFolder(index, model, key, name, m_cancel, m_progress)).encoded, 2U);
        QCOMPARE(valueOf(index.vectors(std::span(&name, 1), key)).files.size(), 2U);
    }

    void twoProgramsMayHaveItOpen()
    {
        const fs::path file = place() / "shared.sqlite";
        auto first = valueOf(PictureIndex::open(file));
        auto second = valueOf(PictureIndex::open(file));
        const auto model = loadStarter();
        const std::string folder = (place() / "pictures").string();
        const auto key = valueOf(first.modelKey(model, m_cancel, m_progress));
        auto ours = valueOf(IndexUpdate::begin(first, model, key, folder));
        auto theirs = valueOf(IndexUpdate::begin(second, model, key, folder));
        while (!ours.isFinished() || !theirs.isFinished()) {
            QVERIFY(ours.step({ std::chrono::hours(1), 3 }, m_cancel));
            QVERIFY(theirs.step({ std::chrono::hours(1), 5 }, m_cancel));
        }
        QVERIFY(ours.count().encoded + theirs.count().encoded < 80); // they use each other's work
        QCOMPARE(valueOf(first.vectors(std::span(&folder, 1), key)).files.size(), 40U);
    }

private:
    fs::path place() const { return m_place.path().toStdString(); }

    QTemporaryDir m_place;
    std::string m_sound;
    base::CancelToken m_cancel;
    base::Progress m_progress;
};

QTEST_GUILESS_MAIN(TestIndexFile)
#include "tst_index_file.moc"
