// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"

#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::DType;

class TestSafetensors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headerIsReadAsTheReferenceDoes_data();
    void headerIsReadAsTheReferenceDoes();
    void writtenFileReadsBack();
    void writtenTensorsAreAligned();
    void impossibleTensorIsNotWritten_data();
    void impossibleTensorIsNotWritten();
};

void TestSafetensors::headerIsReadAsTheReferenceDoes_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("reason"); // empty: it is opened
    const auto row = [](const char* name, const QByteArray& header, const char* reason) {
        QTest::newRow(name) << header << QByteArray(reason);
    };
    const QByteArray a = R"("a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]})";
    const QByteArray deep = QByteArray(100000, '[');
    row("plain", "{" + a + "}", "");
    row("any order",
        R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
        "");
    row("unknown field",
        R"({"a":{"x":{"y":[1,{"z":null}]},"dtype":"U8","shape":[4],"note":-1.5,"data_offsets":[0,4]}})",
        "");
    row("null metadata", R"({"__metadata__":null,)" + a + "}", "");
    row("spaces behind", "{" + a + "}   ", "");
    row("NUL behind", "{" + a + "}" + QByteArray(3, '\0'), "not valid JSON");
    row("text behind", "{" + a + "} x", "not valid JSON");
    row("space before", " {" + a + "}", "does not begin with '{'");
    row("depth bomb in an unknown field", R"({"a":{"x":)" + deep, "\"a\": x holds an array");
    row("depth bomb in metadata", R"({"__metadata__":)" + deep,
        "__metadata__: the entry holds an array");
    row("depth bomb in a shape", R"({"a":{"shape":)" + deep, "shape holds an array");
    row("object as dtype", R"({"a":{"dtype":{"b":1}}})", "dtype holds an object");
    row("array as dtype", R"({"a":{"dtype":["U8"]}})", "dtype is an array");
    row("dtype twice", R"({"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}})",
        "dtype is given twice");
    row("shape twice", R"({"a":{"dtype":"U8","shape":[4],"shape":[4],"data_offsets":[0,4]}})",
        "shape is given twice");
    row("offsets twice",
        R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"data_offsets":[0,4]}})",
        "data_offsets is given twice");
    row("three offsets", R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,2,4]}})",
        "more than two data_offsets");
    row("empty name twice",
        R"({"":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})",
        "occurs twice");
    row("number as tensor", R"({"a":7})", "the entry holds a number");
    row("metadata as number", R"({"__metadata__":7})", "__metadata__: the entry holds a number");
    row("dimension of 2^63",
        R"({"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,4]}})",
        "a dimension of 9,223");
    row("dimension of 10^400", R"({"a":{"dtype":"U8","shape":[1)" + QByteArray(400, '0') + "]}}",
        "not valid JSON");
    row("type of no use here", R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})",
        "weights of type \"C64\" are not read");
    row("line break in a name", R"({"a\nb":7})", "a b");
}

void TestSafetensors::headerIsReadAsTheReferenceDoes()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    const QByteArray line
        = refusal(scratch.write("t.safetensors", safetensorsFile(header, "1234")));
    if (reason.isEmpty()) {
        QCOMPARE(line, QByteArray());
    } else {
        QVERIFY2(line.contains(reason), line.constData());
    }
}

void TestSafetensors::writtenFileReadsBack()
{
    Scratch scratch;
    const auto half = bytesOf("\x01\x02\x03\x04\x05\x06");
    const auto single = bytesOf("12345678");
    const std::vector<OutputTensor> tensors {
        { "half \"quoted\"", DType::F16, { 3 }, half },
        { "größe", DType::F32, { 1, 2 }, single },
        { "scalar", DType::U8, {}, std::span(half).first(1) },
        { "empty", DType::F64, { 0, 5 }, {} },
    };
    QVERIFY(writeSafetensors(scratch / "t.safetensors", tensors));
    QCOMPARE(scratch.entries(), QStringList(QStringLiteral("t.safetensors")));

    const auto package = openPackage(scratch / "t.safetensors");
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    QCOMPARE((*package)->kind(), PackageKind::Safetensors);
    QCOMPARE((*package)->tensors().size(), tensors.size());
    for (const OutputTensor& written : tensors) {
        const TensorEntry* read = (*package)->findTensor(written.name);
        QVERIFY2(read != nullptr, written.name.c_str());
        QCOMPARE(read->dtype, written.dtype);
        QCOMPARE(read->shape, written.shape);
        std::vector<std::byte> bytes(read->bytes);
        QVERIFY((*package)->read(*read, bytes));
        QVERIFY(std::equal(bytes.begin(), bytes.end(), written.data.begin(), written.data.end()));
    }
}

void TestSafetensors::writtenTensorsAreAligned()
{
    Scratch scratch;
    const auto data = bytesOf("12345678");
    const auto first = [&](std::size_t count) { return std::span(data).first(count); };
    QVERIFY(
        writeSafetensors(scratch / "t.safetensors",
                         std::vector<OutputTensor> { { "byte", DType::U8, { 3 }, first(3) },
                                                     { "wide", DType::F64, { 1 }, first(8) },
                                                     { "half", DType::BF16, { 3 }, first(6) },
                                                     { "single", DType::F32, { 1 }, first(4) } }));
    const auto package = openPackage(scratch / "t.safetensors");
    QVERIFY(package);
    QCOMPARE((*package)->tensors().size(), std::size_t(4));
    for (const TensorEntry& tensor : (*package)->tensors()) {
        QCOMPARE(tensor.offset % fe::base::dtypeInfo(tensor.dtype).blockBytes, std::uint64_t(0));
    }
}

void TestSafetensors::impossibleTensorIsNotWritten_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("dtype");
    QTest::addColumn<qint64>("rows");
    const int single = static_cast<int>(DType::F32);
    QTest::newRow("wrong size") << QByteArray("a") << single << qint64(3);
    QTest::newRow("negative size") << QByteArray("a") << single << qint64(-2);
    QTest::newRow("overflow") << QByteArray("a") << single << (qint64(1) << 62U) + 2;
    QTest::newRow("blocks") << QByteArray("a") << static_cast<int>(DType::Q8_0) << qint64(32);
    QTest::newRow("reserved name") << QByteArray("__metadata__") << single << qint64(2);
    QTest::newRow("broken name") << QByteArray("\xFF") << single << qint64(2);
    QTest::newRow("name twice") << QByteArray("first") << single << qint64(2);
}

void TestSafetensors::impossibleTensorIsNotWritten()
{
    QFETCH(QByteArray, name);
    QFETCH(int, dtype);
    QFETCH(qint64, rows);
    Scratch scratch;
    const auto data = bytesOf("12345678");
    const auto done
        = writeSafetensors(scratch / "t.safetensors",
                           std::vector<OutputTensor> {
                               { "first", DType::F32, { 2 }, data },
                               { name.toStdString(), static_cast<DType>(dtype), { rows }, data } });
    QVERIFY(!done);
    QCOMPARE(done.error().code, fe::base::ErrorCode::InvalidArgument);
    QVERIFY(scratch.entries().isEmpty());
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
