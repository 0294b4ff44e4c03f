// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"
#include "engine/formats/gguf_builder.h"

#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;

using Builder = GgufBuilder;

class TestGguf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothVersionsAreRead_data();
    void bothVersionsAreRead();
    void shapesAreTurnedRound();
    void ownAlignmentIsFollowed();
    void nestedArraysAreKept();
    void fileWithoutTensorsIsOpened();
    void faultIsRefused_data();
    void faultIsRefused();
    void smallArraysCannotFillTheMemory();
    void headerLargerThanTheReadWindowIsRead();
};

namespace {

Builder model()
{
    return Builder().text("general.architecture", "llama");
}

} // namespace

void TestGguf::bothVersionsAreRead_data()
{
    QTest::addColumn<quint32>("version");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("1") << 1U << false;
    QTest::newRow("2") << 2U << true;
    QTest::newRow("3") << 3U << true;
    QTest::newRow("4") << 4U << false;
}

void TestGguf::bothVersionsAreRead()
{
    QFETCH(quint32, version);
    QFETCH(bool, isRead);
    Scratch scratch;
    const auto path = scratch.write(
        "m.gguf",
        Builder(version).text("general.architecture", "llama").tensor("a", { 8 }, 0, 0).file(32));
    const auto package = openPackage(path);
    QCOMPARE(package.hasValue(), isRead);
    if (isRead) {
        QCOMPARE((*package)->kind(), PackageKind::Gguf);
        QCOMPARE((*package)->name(), std::string("m"));
        QCOMPARE((*package)->tensors().size(), std::size_t(1));
    } else {
        QCOMPARE(package.error().code, fe::base::ErrorCode::Unsupported);
    }
}

void TestGguf::shapesAreTurnedRound()
{
    Scratch scratch;
    const auto package = openPackage(scratch.write("m.gguf",
                                                   model()
                                                       .tensor("w", { 64, 3, 2 }, 2, 0)
                                                       .tensor("scalar", {}, 0, 224)
                                                       .tensor("q", { 32 }, 9, 256)
                                                       .file(292)));
    QVERIFY(package);
    const TensorEntry* tensor = (*package)->findTensor("w");
    QCOMPARE(tensor->shape, (fe::base::Shape { 2, 3, 64 }));
    QCOMPARE(tensor->bytes, std::uint64_t(2 * 3 * 2 * 18)); // two Q4_0 blocks a row
    QCOMPARE((*package)->findTensor("q")->dtype, fe::base::DType::Q8_1);
    QCOMPARE((*package)->findTensor("q")->bytes, std::uint64_t(36));
    QCOMPARE((*package)->findTensor("scalar")->bytes, std::uint64_t(4));
    QCOMPARE((*package)->findTensor("scalar")->offset - tensor->offset, std::uint64_t(224));
}

void TestGguf::ownAlignmentIsFollowed()
{
    Scratch scratch;
    const QByteArray file = model()
                                .uint32("general.alignment", 128)
                                .tensor("a", { 4 }, 0, 0)
                                .tensor("b", { 4 }, 0, 128)
                                .file(256, 128);
    const auto package = openPackage(scratch.write("m.gguf", file));
    QVERIFY(package);
    QCOMPARE((*package)->findTensor("a")->offset % 128, std::uint64_t(0));
    QCOMPARE((*package)->findTensor("b")->offset, std::uint64_t(file.size() - 128));
}

void TestGguf::nestedArraysAreKept()
{
    Scratch scratch;
    const QByteArray inner = Builder::number(quint32(1)) + Builder::number(quint64(2)) + "\x01\xFF";
    const auto package
        = openPackage(scratch.write("m.gguf", model().array("a", 9, 2, inner + inner).file()));
    QVERIFY(package);
    QCOMPARE(fe::base::toText(*(*package)->config().find("a")), std::string("[[1,-1],[1,-1]]"));
}

void TestGguf::fileWithoutTensorsIsOpened()
{
    Scratch scratch;
    const auto package = openPackage(scratch.write(
        "v.gguf", model().array("tokenizer.ggml.tokens", 8, 1, Builder::text("a")).file()));
    QVERIFY(package);
    QVERIFY((*package)->tensors().empty());
}

void TestGguf::faultIsRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const QByteArray& file, const char* reason) {
        QTest::newRow(name) << file << QByteArray(reason);
    };
    const QByteArray level = Builder::number(quint32(9)) + Builder::number(quint64(1));
    row("deep arrays", model().array("a", 9, 1, level.repeated(20000)).file(),
        "nested more than 4");
    row("empty key", model().text("", "x").file(), "a key that is empty");
    row("broken UTF-8 in a key", model().text("k\xFF", "x").file(), "not valid UTF-8");
    row("broken UTF-8 in a text", model().text("k", "\xC3").file(), "not valid UTF-8");
    row("surrogate in a token", model().array("t", 8, 1, Builder::text("\xED\xA0\x80")).file(),
        "not valid UTF-8");
    row("broken UTF-8 in a tensor's name", model().tensor("\x80", { 4 }, 0, 0).file(32),
        "not valid UTF-8");
    row("nameless tensor", model().tensor("", { 4 }, 0, 0).file(32), "a tensor without a name");
    row("key of 65,536 bytes", model().text(QByteArray(65536, 'k'), "x").file(),
        "at most 65,535 are allowed");
    row("negative dimension", model().tensor("a", { quint64(-4) }, 0, 0).file(32),
        "a dimension of -4");
    row("two negative dimensions", model().tensor("a", { quint64(-4), quint64(-2) }, 0, 0).file(32),
        "a dimension of -4");
    row("bytes overflow", model().tensor("a", { quint64(1) << 62U }, 0, 0).file(32),
        "is impossible");
    row("partly overlapping", model().tensor("a", { 16 }, 0, 0).tensor("b", { 8 }, 0, 32).file(96),
        "overlaps");
    row("inside another", model().tensor("b", { 1 }, 0, 32).tensor("a", { 24 }, 0, 0).file(96),
        "\"b\": it overlaps");
    row("alignment is text", model().text("general.alignment", "32").file(), "a power of two");
    row("alignment of 64 bits",
        model().entry("general.alignment", 10, Builder::number(quint64(1) << 33U)).file(),
        "a power of two");
    row("part of a split model",
        model().entry("split.count", 2, Builder::number(quint16(3))).file(), "one of 3 parts");
    row("no data section for nothing", model().tensor("a", { 0 }, 0, 0).file(),
        "ends before its data section");
    row("type that was removed", model().tensor("a", { 64 }, 4, 0).file(64),
        "tensor type 4 is not known");
    row("type of the future", model().tensor("a", { 64 }, 43, 0).file(64),
        "tensor type 43 is not known");
}

void TestGguf::faultIsRefused()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    const QByteArray line = refusal(scratch.write("m.gguf", file));
    QVERIFY2(line.contains(reason), line.constData());
    QVERIFY2(line.contains("m.gguf"), line.constData());
}

/// A byte of the file would become 40 of memory: refused before it is tried.
void TestGguf::smallArraysCannotFillTheMemory()
{
    Scratch scratch;
    const qsizetype count = 4 << 20U;
    const QByteArray line = refusal(
        scratch.write("m.gguf", model().array("a", 0, count, QByteArray(count, '\1')).file()));
    QVERIFY2(line.contains("many times the memory"), line.constData());
}

void TestGguf::headerLargerThanTheReadWindowIsRead()
{
    Scratch scratch;
    QByteArray tokens;
    constexpr int kTokens = 30000;
    for (int i = 0; i < kTokens; ++i) {
        tokens += Builder::text("token" + QByteArray::number(i));
    }
    const QByteArray longText(200000, 'x'); // longer than a window by itself
    const auto package = openPackage(scratch.write("m.gguf",
                                                   model()
                                                       .array("tokens", 8, kTokens, tokens)
                                                       .text("long", longText)
                                                       .tensor("a", { 8 }, 0, 0)
                                                       .file(32)));
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    const auto& items = *(*package)->config().find("tokens")->asArray();
    QCOMPARE(items.size(), std::size_t(kTokens));
    for (int i = 0; i < kTokens; ++i) {
        QCOMPARE(*items[static_cast<std::size_t>(i)].asString(), "token" + std::to_string(i));
    }
    QCOMPARE(*(*package)->config().find("long")->asString(), longText.toStdString());
}

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_gguf.moc"
