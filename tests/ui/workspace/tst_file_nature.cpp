// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/file_nature.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace fe::workspace;

namespace {

QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(content);
    }
    return path;
}

/// Eight bytes of length, then the header.
QByteArray safetensors()
{
    const QByteArray header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    QByteArray file(8, '\0');
    file[0] = static_cast<char>(header.size());
    return file + header + QByteArray(4, '\0');
}

} // namespace

class TestFileNature : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contentAndNameDecide_data();
    void contentAndNameDecide();
    void everyOtherNatureIsExplained();
    void partsStandForTheirFolder_data();
    void partsStandForTheirFolder();
    void foldersAreLookedInto();
    void whatIsNoFileIsMissing();
};

void TestFileNature::contentAndNameDecide_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("nature");
    const auto row = [](const char* title, const char* name, const QByteArray& content,
                        FileNature nature) {
        QTest::newRow(title) << QString::fromUtf8(name) << content << static_cast<int>(nature);
    };
    const QByteArray png("\x89PNG\r\n\x1a\n\0\0", 10);
    const QByteArray zip("PK\x03\x04 ");
    row("GGUF by name", "m.gguf", "broken", FileNature::Model);
    row("GGUF by content", "m.dat", "GGUF\x03", FileNature::Model);
    row("GGUF called text", "m.txt", "GGUF\x03", FileNature::Model);
    row("broken weights", "model.safetensors", QByteArray(8, '\0'), FileNature::Model);
    row("weights alone", "model.safetensors", safetensors(), FileNature::LoneWeights);
    row("weights called picture", "model.jpg", safetensors(), FileNature::LoneWeights);
    row("TorchScript", "m.pt", zip + "m/data.pkl m/constants.pkl", FileNature::Model);
    row("TorchScript by content", "m.zip", zip + "m/data.pkl m/constants.pkl", FileNature::Model);
    row("broken TorchScript", "m.pt", zip, FileNature::Model);
    row("torch.save", "m.pt", zip + "m/data.pkl m/data/0", FileNature::Pickle);
    row("torch.save of old", "pytorch_model.bin", "\x80\x02}q", FileNature::Pickle);
    row("pickle called picture", "a.png", "\x80\x04\x95", FileNature::Pickle);
    row("archive", "a.zip", zip, FileNature::Archive);
    row("LFS pointer", "m.bin", "version https://git-lfs.github.com/spec/v1\n",
        FileNature::LfsPointer);
    row("text", "a.txt", "hello", FileNature::Text);
    row("empty text", "a.txt", "", FileNature::Text);
    row("Korean text", "글.md", "안녕", FileNature::Text);
    row("JSONL", "a.jsonl", "{\"text\": 1}\n", FileNature::Text);
    row("config without weights", "config.json", "{}", FileNature::Text);
    row("source is text", "a.py", "print(1)\n", FileNature::Text);
    row("picture", "a.png", png, FileNature::Picture);
    row("picture called text", "a.txt", png, FileNature::Picture);
    row("nothing", "a.bin", "", FileNature::Empty);
    row("noise", "a.bin", QByteArray("\x01\x00\xff\x02", 4), FileNature::Other);
}

void TestFileNature::contentAndNameDecide()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const int, nature);
    const QTemporaryDir folder;
    const QString path = write(folder, name, content);
    const FileLook look = lookAt(path);
    QCOMPARE(static_cast<int>(look.nature), nature);
    QCOMPARE(look.modelPath, look.nature == FileNature::Model ? path : QString());
    const auto why = whyNoModel(look, path);
    QCOMPARE(why.has_value(), look.nature != FileNature::Model);
    if (why) {
        QVERIFY2(why->headline.contains(name), qPrintable(why->headline));
        QVERIFY(!why->headline.contains(QLatin1Char('%')));
        QVERIFY(!why->reason.isEmpty() && !why->advice.isEmpty());
    }
}

void TestFileNature::everyOtherNatureIsExplained()
{
    for (int nature = 0; nature <= static_cast<int>(FileNature::Other); ++nature) {
        const FileLook look { static_cast<FileNature>(nature), QStringLiteral("thing"), {} };
        const auto why = whyNoModel(look, QStringLiteral("/a/b"));
        QCOMPARE(why.has_value(), look.nature != FileNature::Model);
        if (why) {
            QVERIFY2(!why->advice.isEmpty(), qPrintable(why->headline));
        }
    }
}

void TestFileNature::partsStandForTheirFolder_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "model.safetensors", "config.json", "other.safetensors" }) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestFileNature::partsStandForTheirFolder()
{
    QFETCH(const QString, name);
    const QTemporaryDir folder;
    write(folder, QStringLiteral("config.json"), "{}");
    write(folder, QStringLiteral("model.safetensors"), safetensors());
    write(folder, QStringLiteral("other.safetensors"), safetensors());
    const FileLook look = lookAt(folder.filePath(name));
    QVERIFY(look.nature == FileNature::Model);
    QCOMPARE(QDir(look.modelPath), QDir(folder.path()));
}

void TestFileNature::foldersAreLookedInto()
{
    const QTemporaryDir folder;
    const QString path = folder.path();
    QVERIFY(lookAt(path).nature == FileNature::OtherFolder);
    write(folder, QStringLiteral("a.gguf"), "GGUF");
    QVERIFY(lookAt(path).nature == FileNature::Model);
    write(folder, QStringLiteral("b.gguf"), "GGUF");
    QVERIFY(lookAt(path).nature == FileNature::FolderOfModels);
    write(folder, QStringLiteral("config.json"), "{}");
    QVERIFY(lookAt(path).nature == FileNature::Model);
    QVERIFY(lookAt(path + QLatin1Char('/')).nature == FileNature::Model);
}

void TestFileNature::whatIsNoFileIsMissing()
{
    const QString nowhere = QStringLiteral("/there/is/none");
    QVERIFY(lookAt(nowhere).nature == FileNature::Missing);
    QVERIFY(whyNoModel(lookAt(nowhere), nowhere)->headline.contains(nowhere));
    QVERIFY(lookAt(QString()).nature == FileNature::Missing);
#if defined(__unix__)
    QVERIFY(lookAt(QStringLiteral("/dev/zero")).nature == FileNature::Missing);
#endif
}

QTEST_GUILESS_MAIN(TestFileNature)
#include "tst_file_nature.moc"
