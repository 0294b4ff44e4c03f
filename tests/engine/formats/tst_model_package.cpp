// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"

#include <QCryptographicHash>
#include <QTest>

#include <sys/stat.h>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::ErrorCode;

class TestModelPackage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contentDecidesNotTheName();
    void whatIsNoModelIsRefused_data();
    void whatIsNoModelIsRefused();
    void pipeIsRefusedWithoutWaiting();
    void partOfATensorIsRead();
    void readOutsideTheTensorIsRefused();
    void fileThatShrinksIsAnError();
    void checksumIsThatOfTheFile();
    void checksumOfShardsIsThatOfAllBytes();
    void checksumCanBeCancelled();
    void textAboveTheLimitIsRefused();

private:
    static QByteArray gguf() { return dataFile("reference/all_types.gguf"); }
    static QByteArray safetensors() { return dataFile("reference/all_types.safetensors"); }
};

void TestModelPackage::contentDecidesNotTheName()
{
    Scratch scratch;
    const auto first = openPackage(scratch.write("a.safetensors", gguf()));
    QVERIFY(first);
    QCOMPARE((*first)->kind(), PackageKind::Gguf);
    const auto second = openPackage(scratch.write("b.gguf", safetensors()));
    QVERIFY(second);
    QCOMPARE((*second)->kind(), PackageKind::Safetensors);
    QVERIFY(openPackage(scratch.write("c", gguf())));
}

void TestModelPackage::whatIsNoModelIsRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const QByteArray& content, const char* reason) {
        QTest::newRow(name) << QByteArray(name) << content << QByteArray(reason);
    };
    row("model.pt", "PK\x03\x04" + QByteArray(100, 'x'), "no central directory");
    row("renamed.gguf", "PK\x03\x04" + QByteArray(100, 'x'), "no central directory");
    row("old.pt", "\x80\x02}" + QByteArray(100, 'x'), "Python pickle");
    row("text.pt", "hello", "no TorchScript archive");
    row("picture.png", "\x89PNG\r\n" + QByteArray(100, 'x'), "neither a GGUF nor a safetensors");
    row("page.html", "<!doctype html><html>", "neither a GGUF nor a safetensors");
    row("one.gguf", "G", "does not begin with \"GGUF\"");
    row("one.safetensors", "x", "the file has 1 bytes");
    row("empty", "", "the file is empty");
    // 0x80 0x02 is how a pickle begins, and the length 640 of a safetensors header.
    row("looks-like-pickle.bin", safetensorsFile("{" + QByteArray(639, ' ')), "not valid JSON");
}

void TestModelPackage::whatIsNoModelIsRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    const QByteArray line = refusal(scratch.write(name.constData(), content));
    QVERIFY2(line.contains(reason), line.constData());
    QVERIFY2(line.contains(name), line.constData());
}

void TestModelPackage::pipeIsRefusedWithoutWaiting()
{
    Scratch scratch;
    QCOMPARE(::mkfifo((scratch / "pipe.gguf").c_str(), 0600), 0);
    QVERIFY(refusal(scratch / "pipe.gguf").contains("not a regular file"));
    const auto missing = openPackage(scratch / "missing.gguf");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestModelPackage::partOfATensorIsRead()
{
    Scratch scratch;
    const auto package = openPackage(scratch.write("t.gguf", gguf()));
    QVERIFY(package);
    const TensorEntry* tensor = (*package)->findTensor("cube");
    float values[2] = {};
    QVERIFY(
        (*package)->read(*tensor, std::as_writable_bytes(std::span(values)), 5 * sizeof(float)));
    QCOMPARE(values[0], 5.0F);
    QCOMPARE(values[1], 6.0F);
}

void TestModelPackage::readOutsideTheTensorIsRefused()
{
    Scratch scratch;
    const auto package = openPackage(scratch.write("t.gguf", gguf()));
    QVERIFY(package);
    TensorEntry tensor = *(*package)->findTensor("cube");
    std::vector<std::byte> out(tensor.bytes);
    QVERIFY((*package)->read(tensor, out));
    QVERIFY(!(*package)->read(tensor, out, 1));
    QVERIFY(!(*package)->read(tensor, out, tensor.bytes + 1));
    QVERIFY(!(*package)->read(tensor, out, UINT64_MAX));
    // The file goes on behind this one: its neighbour's bytes are not its own.
    const TensorEntry& first = *(*package)->findTensor("t.F32");
    QVERIFY(first.offset < tensor.offset);
    QVERIFY((*package)->read(first, std::span(out).first(first.bytes)));
    QVERIFY(!(*package)->read(first, std::span(out).first(first.bytes + 1)));
    QVERIFY(!(*package)->read(first, std::span(out).first(first.bytes), 1));
    tensor.file = 1;
    QVERIFY(!(*package)->read(tensor, out));
    tensor.file = 0;
    tensor.offset = UINT64_MAX - 8; // an entry that no package gave
    QVERIFY(!(*package)->read(tensor, out));
}

void TestModelPackage::fileThatShrinksIsAnError()
{
    Scratch scratch;
    const auto path = scratch.write("t.gguf", gguf());
    const auto package = openPackage(path);
    QVERIFY(package);
    const TensorEntry* tensor = (*package)->findTensor("cube");
    std::vector<std::byte> out(tensor->bytes);
    std::filesystem::resize_file(path, tensor->offset + 10);
    const auto done = (*package)->read(*tensor, out);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Unreadable);
    QVERIFY(done.error().oneLine().find("cube") != std::string::npos);
}

void TestModelPackage::checksumIsThatOfTheFile()
{
    Scratch scratch;
    // More than two chunks of reading, and not a whole number of them.
    const qsizetype size = (2 << 20U) + 12345;
    const QByteArray file
        = safetensorsFile(R"({"a":{"dtype":"U8","shape":[)" + QByteArray::number(size)
                              + R"(],"data_offsets":[0,)" + QByteArray::number(size) + "]}}",
                          QByteArray(size, 'q'));
    const auto package = openPackage(scratch.write("t.safetensors", file));
    QVERIFY(package);
    fe::base::CancelToken cancel;
    fe::base::Progress progress;
    const auto checksum = packageSha256(**package, cancel, progress);
    QVERIFY(checksum);
    QCOMPARE(QByteArray::fromStdString(*checksum),
             QCryptographicHash::hash(file, QCryptographicHash::Sha256).toHex());
    QCOMPARE(progress.total(), (*package)->fileBytes());
    QCOMPARE(progress.done(), progress.total());
}

void TestModelPackage::checksumOfShardsIsThatOfAllBytes()
{
    Scratch scratch;
    const QByteArray first
        = safetensorsFile(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "1");
    const QByteArray second
        = safetensorsFile(R"({"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "2");
    scratch.write("config.json", "{}");
    scratch.write("1.safetensors", first);
    scratch.write("2.safetensors", second);
    scratch.write("model.safetensors.index.json",
                  R"({"weight_map":{"b":"2.safetensors","a":"1.safetensors"}})");
    const auto package = openPackage(scratch.root());
    QVERIFY(package);
    fe::base::CancelToken cancel;
    fe::base::Progress progress;
    const auto checksum = packageSha256(**package, cancel, progress);
    QVERIFY(checksum);
    QCOMPARE(
        QByteArray::fromStdString(*checksum),
        QCryptographicHash::hash(QByteArray(first + second), QCryptographicHash::Sha256).toHex());
}

void TestModelPackage::checksumCanBeCancelled()
{
    Scratch scratch;
    const auto package = openPackage(scratch.write("t.gguf", gguf()));
    QVERIFY(package);
    fe::base::CancelToken cancel;
    cancel.cancel();
    fe::base::Progress progress;
    const auto checksum = packageSha256(**package, cancel, progress);
    QVERIFY(!checksum);
    QCOMPARE(checksum.error().code, ErrorCode::Cancelled);
}

void TestModelPackage::textAboveTheLimitIsRefused()
{
    Scratch scratch;
    const auto path = scratch.write("t.txt", "12345");
    const auto whole = readTextFile(path, 5);
    QVERIFY(whole);
    QCOMPARE(*whole, std::string("12345"));
    const auto refused = readTextFile(path, 4);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    QVERIFY(!readTextFile(scratch.root(), 100));
}

QTEST_GUILESS_MAIN(TestModelPackage)
#include "tst_model_package.moc"
