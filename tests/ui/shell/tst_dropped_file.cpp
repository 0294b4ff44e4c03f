// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/dropped_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fe::shell;

class TestDroppedFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contentAndNameDecide_data();
    void contentAndNameDecide();
    void folderIsAModel();
    void whatIsNoFileIsMissing();
};

void TestDroppedFile::contentAndNameDecide_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("use");
    const auto row
        = [](const char* title, const char* name, const QByteArray& content, FileUse use) {
              QTest::newRow(title) << QString::fromUtf8(name) << content << static_cast<int>(use);
          };
    row("GGUF by name", "m.gguf", "broken", FileUse::Model);
    row("GGUF by content", "m.dat", "GGUF\x03", FileUse::Model);
    row("GGUF called text", "m.txt", "GGUF\x03", FileUse::Model);
    row("weights", "model.safetensors", QByteArray(8, '\0'), FileUse::Model);
    row("TorchScript", "m.pt", "PK\x03\x04", FileUse::Model);
    row("text", "a.txt", "hello", FileUse::Text);
    row("empty text", "a.txt", "", FileUse::Text);
    row("Korean text", "글.md", "안녕", FileUse::Text);
    row("JSONL", "a.jsonl", "{\"text\": 1}\n", FileUse::Text);
    row("source is text", "a.py", "print(1)\n", FileUse::Text);
    row("picture", "a.png", QByteArray("\x89PNG\r\n\x1a\n\0\0", 10), FileUse::Unknown);
    row("picture called text", "a.txt", QByteArray("\x89PNG\r\n\x1a\n\0\0", 10), FileUse::Unknown);
    row("archive", "a.zip", "PK\x03\x04", FileUse::Unknown);
}

void TestDroppedFile::contentAndNameDecide()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const int, use);
    const QTemporaryDir folder;
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const DroppedFile got = lookAtFile(file.fileName());
    QCOMPARE(static_cast<int>(got.use), use);
    QVERIFY(got.use != FileUse::Unknown || !got.description.isEmpty());
}

void TestDroppedFile::folderIsAModel()
{
    const QTemporaryDir folder;
    QVERIFY(lookAtFile(folder.path()).use == FileUse::Model);
}

void TestDroppedFile::whatIsNoFileIsMissing()
{
    QVERIFY(lookAtFile(QStringLiteral("/there/is/none")).use == FileUse::Missing);
    QVERIFY(lookAtFile(QString()).use == FileUse::Missing);
#if defined(__unix__)
    QVERIFY(lookAtFile(QStringLiteral("/dev/zero")).use == FileUse::Missing);
#endif
}

QTEST_GUILESS_MAIN(TestDroppedFile)
#include "tst_dropped_file.moc"
