// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/torchscript_builder.h"

#include <QTest>

#include <functional>

using namespace fe;
using namespace fe::formats;
using namespace fe::formats::testing;

namespace {

using Change = std::function<void(std::vector<ZipPart>&, ZipEnd&)>;

} // namespace

class TestTorchScript : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void archivesOfPyTorchAreOpened_data();
    void archivesOfPyTorchAreOpened();
    void tensorsAreNamedByTheirPath();
    void deflatedTensorIsListedButNotRead();
    void sideFilesLieInsideOrBeside();
    void archiveMayBeOfEitherSize();
    void hostileArchiveIsRefused_data();
    void hostileArchiveIsRefused();
    void cutAnywhereItIsRefused();
    void noChangedByteIsUnsound();
};

void TestTorchScript::archivesOfPyTorchAreOpened_data()
{
    QTest::addColumn<int>("tensors");
    QTest::addColumn<QByteArray>("one");
    QTest::newRow("mini_gpt_scripted") << 40 << QByteArray("wte.weight");
    QTest::newRow("gpt2_traced") << 41 << QByteArray("m.transformer.wte.weight");
    QTest::newRow("clip_cuda_half") << 0 << QByteArray("visual.conv1.weight");
}

void TestTorchScript::archivesOfPyTorchAreOpened()
{
    QFETCH(int, tensors);
    QFETCH(QByteArray, one);
    const std::string name(QTest::currentDataTag());
    const auto package
        = openPackage(std::string(FE_TEST_DATA) + "/models/torchscript/" + name + ".pt");
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    QCOMPARE((*package)->kind(), PackageKind::TorchScript);
    QCOMPARE((*package)->name(), name);
    QVERIFY((*package)->findTensor(one.toStdString()) != nullptr);
    if (tensors > 0) {
        QCOMPARE((*package)->tensors().size(), static_cast<std::size_t>(tensors));
    }
    for (const TensorEntry& entry : (*package)->tensors()) {
        std::vector<std::byte> bytes(entry.readable ? entry.bytes : 0);
        QVERIFY2(!entry.readable || (*package)->read(entry, bytes), entry.name.c_str());
    }
}

void TestTorchScript::tensorsAreNamedByTheirPath()
{
    TensorWords turned;
    turned.strides = number(1) + number(2);
    TensorWords part;
    part.offset = 3;
    part.shape = number(3);
    part.strides = number(1);
    const QByteArray inner = module(text("bias") + tensor(part) + text("n") + number(7)
                                    + text("list") + "](" + tensor() + "N" + tensor(turned) + "e");
    Scratch scratch;
    const auto path = scratch.write(
        "a.pt", zipFile(goodParts(pickle(module(text("w") + tensor() + text("sub") + inner)))));
    const auto package = openPackage(path);
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    const TensorEntry* w = (*package)->findTensor("w");
    const TensorEntry* bias = (*package)->findTensor("sub.bias");
    const TensorEntry* twisted = (*package)->findTensor("sub.list.2");
    QVERIFY(w && bias && twisted && (*package)->findTensor("sub.list.0"));
    QCOMPARE(w->shape, (base::Shape { 2, 3 }));
    QCOMPARE(w->bytes, std::uint64_t { 24 });
    QCOMPARE(bias->offset, w->offset + 12);
    QCOMPARE(bias->shape, base::Shape { 3 });
    QVERIFY(w->readable);
    QVERIFY(bias->readable);
    QVERIFY(!twisted->readable);
    std::vector<std::byte> bytes(12);
    QVERIFY((*package)->read(*bias, bytes));
    QCOMPARE(bytes, bytesOf(QByteArray(12, 'x')));
    QVERIFY(!(*package)->read(*twisted, bytes));
}

void TestTorchScript::deflatedTensorIsListedButNotRead()
{
    auto parts = goodParts();
    part(parts, "m/data/0").deflated = true;
    Scratch scratch;
    const auto package = openPackage(scratch.write("a.pt", zipFile(parts)));
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    const TensorEntry* w = (*package)->findTensor("w");
    QVERIFY(w != nullptr && !w->readable);
    std::vector<std::byte> bytes(w->bytes);
    QVERIFY(!(*package)->read(*w, bytes));
}

void TestTorchScript::sideFilesLieInsideOrBeside()
{
    Scratch scratch;
    scratch.write("tokenizer.json", "beside");
    const auto beside = openPackage(scratch.write("a.pt", zipFile(goodParts())));
    QVERIFY2(beside, beside ? "" : beside.error().oneLine().c_str());
    QCOMPARE((*beside)->sideFileNames(), std::vector<std::string> { "tokenizer.json" });
    QCOMPARE(*(*beside)->readSideFile("tokenizer.json"), std::string("beside"));
    QVERIFY((*beside)->config().isObject() && (*beside)->config().asObject()->empty());
    QCOMPARE((*beside)->readSideFile("vocab.json").error().code, base::ErrorCode::NotFound);

    auto parts = goodParts();
    parts.push_back({ "m/extra/config.json", "{\"model_type\": \"clip\"}" });
    parts.push_back({ "m/extra/tokenizer.json", QByteArray(1000, 'i'), true });
    parts.push_back({ "m/extra/README.md", "---\nlicense: mit\n---\n" });
    const auto inside = openPackage(scratch.write("b.pt", zipFile(parts)));
    QVERIFY2(inside, inside ? "" : inside.error().oneLine().c_str());
    QCOMPARE((*inside)->sideFileNames(),
             (std::vector<std::string> { "README.md", "tokenizer.json" }));
    QVERIFY((*inside)->sideFiles().empty());
    QCOMPARE(*(*inside)->readSideFile("tokenizer.json"), std::string(1000, 'i'));
    QCOMPARE(*(*inside)->config().find("model_type")->asString(), std::string("clip"));
    QCOMPARE((*inside)->licence(), std::string("mit"));

    part(parts, "m/extra/tokenizer.json").crc = 1;
    const auto damaged = openPackage(scratch.write("c.pt", zipFile(parts)));
    QVERIFY(damaged); // side files are looked at when they are asked for
    QVERIFY(!(*damaged)->readSideFile("tokenizer.json"));
}

void TestTorchScript::archiveMayBeOfEitherSize()
{
    Scratch scratch;
    ZipEnd end;
    end.zip64 = true;
    QCOMPARE(refusal(scratch.write("a.pt", zipFile(goodParts(), end))), QByteArray());
    end.entries = 0xFFFF;
    end.bytes = 0xFFFFFFFF;
    end.offset = 0xFFFFFFFF;
    QCOMPARE(refusal(scratch.write("b.pt", zipFile(goodParts(), end))), QByteArray());
    auto parts = goodParts();
    part(parts, "m/data/0").bytes = 0xFFFFFFFF;
    part(parts, "m/data/0").storedBytes = 0xFFFFFFFF;
    part(parts, "m/data/0").extra = QByteArray("\x01\0\x10\0", 4)
        + littleEndian(std::uint64_t { 24 }) + littleEndian(std::uint64_t { 24 });
    QCOMPARE(refusal(scratch.write("c.pt", zipFile(parts))), QByteArray());
}

void TestTorchScript::hostileArchiveIsRefused_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const QByteArray& reason, const Change& change) {
        QTest::newRow(name) << change << reason;
    };
    const auto onPart = [&](const char* name, const char* which, const QByteArray& reason,
                            const std::function<void(ZipPart&)>& change) {
        row(name, reason,
            [=](std::vector<ZipPart>& parts, ZipEnd&) { change(part(parts, which)); });
    };
    const auto renamed
        = [&](const char* name, const QByteArray& newName, const QByteArray& reason) {
              row(name, reason, [=](std::vector<ZipPart>& parts, ZipEnd&) {
                  parts.push_back({ newName, "x" });
              });
          };
    const auto without = [&](const char* name, const QByteArray& reason) {
        row(qPrintable(QStringLiteral("without ") + QString::fromUtf8(name)), reason,
            [=](std::vector<ZipPart>& parts, ZipEnd&) {
                parts.erase(std::find_if(parts.begin(), parts.end(),
                                         [&](const ZipPart& each) { return each.name == name; }));
            });
    };
    const auto atEnd = [&](const char* name, const QByteArray& reason,
                           const std::function<void(ZipEnd&)>& change) {
        row(name, reason, [=](std::vector<ZipPart>&, ZipEnd& end) { change(end); });
    };

    renamed("parent folder", "m/../x", "leads out of the archive");
    renamed("absolute path", "/etc/passwd", "absolute path");
    renamed("drive", "C:/x", "absolute path");
    renamed("backslash", "m\\x", "backslash");
    renamed("NUL", QByteArray("m/\0x", 4), "is no text");
    renamed("broken UTF-8", "m/\xFF", "is no text");
    renamed("no name", "", "has no name");
    renamed("empty part", "m//x", "empty part");
    renamed("twice", "m/version", "has it twice");
    renamed("twice but for case", "m/VERSION", "has it twice");

    without("m/data.pkl", "data.pkl: it is missing");
    without("m/constants.pkl", "constants.pkl: it is missing");
    without("m/code/__torch__.py", "code/: it is missing");
    without("m/version", "version: it is missing");
    without("m/data/0", "the numbers of a tensor are missing");
    row("no archive of PyTorch's", "no archive of PyTorch's",
        [](std::vector<ZipPart>& parts, ZipEnd&) {
            parts = { { "letter.txt", "x" } };
        });
    row("empty", "the archive is empty",
        [](std::vector<ZipPart>& parts, ZipEnd&) { parts.clear(); });
    row("state dict", "torch.save wrote", [](std::vector<ZipPart>& parts, ZipEnd&) {
        parts = { { "m/data.pkl", pickle("}") }, { "m/version", "3" } };
    });

    onPart("version of the future", "m/version", "version 11 of the format",
           [](ZipPart& each) { each.content = "11\n"; });
    onPart("version 0", "m/version", "version 0 of the format",
           [](ZipPart& each) { each.content = "0"; });
    onPart("version without end", "m/version", "version 99999999999999999999999 of",
           [](ZipPart& each) { each.content = "99999999999999999999999"; });
    onPart("version is a word", "m/version", "is no number",
           [](ZipPart& each) { each.content = "three"; });
    onPart("version is long", "m/version", "the limit is",
           [](ZipPart& each) { each.content = QByteArray(100, '3'); });
    row("big endian", "-endian, not little", [](std::vector<ZipPart>& parts, ZipEnd&) {
        parts.push_back({ "m/byteorder", "big" });
    });
    row("config is an array", "an object is needed", [](std::vector<ZipPart>& parts, ZipEnd&) {
        parts.push_back({ "m/extra/config.json", "[]" });
    });

    onPart("encrypted", "m/data/0", "it is encrypted", [](ZipPart& each) { each.flags = 1; });
    onPart("strange method", "m/data/0", "method 14", [](ZipPart& each) { each.method = 14; });
    onPart("wrong checksum", "m/data.pkl", "checksum is wrong",
           [](ZipPart& each) { each.crc = 1; });
    onPart("two sizes", "m/data/0", "two sizes", [](ZipPart& each) { each.bytes = 25; });
    onPart("inflated size too small", "m/code/__torch__.py", "",
           [](ZipPart& each) { each.name = "m/data.pkl"; });
    onPart("larger than the file", "m/data/0", "more than the archive", [](ZipPart& each) {
        each.bytes = 1 << 20;
        each.storedBytes = 1 << 20;
    });
    onPart("outside the file", "m/data/0", "outside the archive",
           [](ZipPart& each) { each.offset = 1 << 30; });
    onPart("another's place", "m/data/0", "contradicts the directory",
           [](ZipPart& each) { each.offset = 0; });
    onPart("another name in its header", "m/data/0", "contradicts the directory",
           [](ZipPart& each) { each.localName = "m/data/1"; });
    onPart("storage too small", "m/data/0", "too few for 6 numbers of 4",
           [](ZipPart& each) { each.content = QByteArray(23, 'x'); });
    onPart("bomb", "m/data/0", "would inflate to", [](ZipPart& each) {
        each.content = QByteArray(64 << 20U, '\0');
        each.deflated = true;
    });
    onPart("says to inflate to 4 GB", "m/code/__torch__.py", "would inflate to",
           [](ZipPart& each) { each.bytes = 0xFFFFFFF0; });
    onPart("zip64 field missing", "m/data/0", "zip64 field is missing",
           [](ZipPart& each) { each.bytes = 0xFFFFFFFF; });
    onPart("zip64 field cut off", "m/data/0", "longer than its entry",
           [](ZipPart& each) { each.extra = QByteArray("\x01\0\x10\0xx", 6); });
    onPart("zip64 size without end", "m/data/0", "more than the archive", [](ZipPart& each) {
        each.bytes = 0xFFFFFFFF;
        each.storedBytes = 0xFFFFFFFF;
        each.extra = QByteArray("\x01\0\x10\0", 4) + QByteArray(16, '\xFF');
    });
    row("overlapping", "overlaps", [](std::vector<ZipPart>& parts, ZipEnd&) {
        // The data of the first reaches over the header of the second.
        part(parts, "m/data.pkl").bytes += 1 + part(parts, "m/data.pkl").content.size() + 30;
        part(parts, "m/data.pkl").storedBytes = part(parts, "m/data.pkl").bytes;
    });

    atEnd("more entries than fit", "do not fit", [](ZipEnd& end) { end.entries = 60'000; });
    atEnd("fewer entries", "longer than its entries", [](ZipEnd& end) { end.entries = 2; });
    atEnd("one entry more", "is missing", [](ZipEnd& end) { end.entries = 6; });
    atEnd("directory elsewhere", "does not end where it should",
          [](ZipEnd& end) { end.offset = 10; });
    atEnd("several disks", "several disks", [](ZipEnd& end) { end.disk = 1; });
    atEnd("data after the end", "followed by other data", [](ZipEnd& end) { end.trailing = "x"; });
    atEnd("contradicting ends", "contradict each other", [](ZipEnd& end) {
        end.zip64 = true;
        end.entries64 = 4;
    });
    atEnd("zip64 end outside", "outside the file", [](ZipEnd& end) {
        end.zip64 = true;
        end.offsetOfEnd64 = std::int64_t { 1 } << 40U;
    });
    atEnd("no zip64 end there", "no zip64 end", [](ZipEnd& end) {
        end.zip64 = true;
        end.offsetOfEnd64 = 5;
    });
}

void TestTorchScript::hostileArchiveIsRefused()
{
    QFETCH(Change, change);
    QFETCH(QByteArray, reason);
    auto parts = goodParts();
    ZipEnd end;
    change(parts, end);
    Scratch scratch;
    const QByteArray line = refusal(scratch.write("hostile.pt", zipFile(parts, end)));
    QVERIFY(!line.isEmpty());
    QVERIFY2(line.contains(reason), line.constData());
    QVERIFY2(line.contains("hostile.pt"), line.constData());
}

void TestTorchScript::cutAnywhereItIsRefused()
{
    ZipEnd end;
    end.zip64 = true;
    const QByteArray whole = zipFile(goodParts(), end);
    Scratch scratch;
    QCOMPARE(refusal(scratch.write("whole.pt", whole)), QByteArray());
    for (qsizetype length = 0; length < whole.size(); ++length) {
        QVERIFY2(!refusal(scratch.write("cut.pt", whole.first(length))).isEmpty(),
                 QByteArray::number(length).constData());
    }
}

void TestTorchScript::noChangedByteIsUnsound()
{
    ZipEnd end;
    end.zip64 = true;
    const QByteArray whole = zipFile(goodParts(), end);
    Scratch scratch;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (const char change : { '\x01', '\x80', '\xFF' }) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ change);
            const auto package = openPackage(scratch.write("changed.pt", changed));
            QVERIFY(!package || isSound(**package));
        }
    }
}

QTEST_GUILESS_MAIN(TestTorchScript)
#include "tst_torchscript.moc"
