// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/files.h"

#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::DType;
using fe::base::ErrorCode;

namespace {

QByteArray oneTensor(const QByteArray& name, const QByteArray& data)
{
    const QByteArray size = QByteArray::number(data.size());
    return safetensorsFile("{\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[" + size
                               + "],\"data_offsets\":[0," + size + "]}}",
                           data);
}

QByteArray index(const QByteArray& map)
{
    return "{\"metadata\":{},\"weight_map\":" + map + "}";
}

} // namespace

class TestHfFolder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void folderWithOneFileIsOpened();
    void shardsAreJoined();
    void linkedFilesOfADownloadCacheAreOpened();
    void oneFileWinsOverAnIndex();
    void badFolderIsRefused_data();
    void badFolderIsRefused();
    void badIndexIsRefused_data();
    void badIndexIsRefused();
    void cutConfigIsRefusedAtEveryByte();
    void licenceComesFromTheCard_data();
    void licenceComesFromTheCard();
    void lonelyGgufIsOpenedByItsFolder();
};

void TestHfFolder::folderWithOneFileIsOpened()
{
    Scratch scratch;
    scratch.write("tiny/config.json", "{\"model_type\":\"llama\",\"hidden_size\":48}");
    scratch.write("tiny/model.safetensors", oneTensor("w", "abc"));
    for (const char* name : { "tokenizer.json", "vocab.txt", "chat_template.jinja", "spiece.model",
                              "LICENSE", "README.md", "other.bin", "picture.png" }) {
        scratch.write((std::string("tiny/") + name).c_str(), "x");
    }
    const auto package = openPackage(scratch / "tiny/");
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    QCOMPARE((*package)->kind(), PackageKind::HuggingFace);
    QCOMPARE((*package)->name(), std::string("tiny"));
    QCOMPARE((*package)->config().find("hidden_size")->asInt(), std::optional<std::int64_t>(48));
    std::string side;
    for (const auto& [name, path] : (*package)->sideFiles()) {
        QVERIFY(std::filesystem::is_regular_file(path));
        side += name + " ";
    }
    QCOMPARE(side,
             std::string(
                 "LICENSE README.md chat_template.jinja spiece.model tokenizer.json vocab.txt "));
}

void TestHfFolder::shardsAreJoined()
{
    Scratch scratch;
    scratch.write("config.json", "{}");
    scratch.write("m-2.safetensors", oneTensor("b", "second"));
    scratch.write("m-1.safetensors", oneTensor("a", "first"));
    scratch.write("model.safetensors.index.json",
                  index(R"({"b":"m-2.safetensors","a":"m-1.safetensors"})"));
    const auto package = openPackage(scratch.root());
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    QCOMPARE((*package)->weightFiles().size(), std::size_t(2));
    QCOMPARE((*package)->weightFiles()[0].filename(), std::filesystem::path("m-1.safetensors"));
    QVERIFY(isSound(**package));
    for (const auto& [name, content] : { std::pair("a", "first"), std::pair("b", "second") }) {
        const TensorEntry* tensor = (*package)->findTensor(name);
        QByteArray bytes(static_cast<qsizetype>(tensor->bytes), '\0');
        QVERIFY((*package)->read(*tensor,
                                 std::as_writable_bytes(std::span(bytes.data(), tensor->bytes))));
        QCOMPARE(bytes, QByteArray(content));
    }
}

void TestHfFolder::linkedFilesOfADownloadCacheAreOpened()
{
    Scratch scratch;
    scratch.write("blobs/1", "{}");
    scratch.write("blobs/2", oneTensor("w", "abc"));
    std::filesystem::create_directories(scratch / "snapshots/x");
    std::filesystem::create_symlink("../../blobs/1", scratch / "snapshots/x/config.json");
    std::filesystem::create_symlink("../../blobs/2", scratch / "snapshots/x/model.safetensors");
    QCOMPARE(refusal(scratch / "snapshots/x"), QByteArray());
}

void TestHfFolder::oneFileWinsOverAnIndex()
{
    Scratch scratch;
    scratch.write("config.json", "{}");
    scratch.write("model.safetensors", oneTensor("w", "abc"));
    scratch.write("model.safetensors.index.json", "garbage");
    QCOMPARE(refusal(scratch.root()), QByteArray());
}

void TestHfFolder::badFolderIsRefused_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("weightsName");
    QTest::addColumn<QByteArray>("weights");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* title, const QByteArray& config, const char* name,
                        const QByteArray& weights, const char* reason) {
        QTest::newRow(title) << config << QByteArray(name) << weights << QByteArray(reason);
    };
    const QByteArray good = oneTensor("w", "abc");
    row("nesting bomb", QByteArray("{\"a\":").repeated(50000), "model.safetensors", good,
        "config.json: not valid JSON: nested");
    row("array", "[]", "model.safetensors", good, "an object is needed, not an array");
    row("number", "7", "model.safetensors", good, "an object is needed, not a number");
    row("infinite", "{\"a\":1e999}", "model.safetensors", good, "not valid JSON");
    row("broken UTF-8", "{\"a\":\"\xFF\"}", "model.safetensors", good, "not valid JSON");
    row("huge", "{\"a\":\"" + QByteArray(9 << 20U, 'x') + "\"}", "model.safetensors", good,
        "the limit is 8.4 MB");
    row("no weights", "{}", "other.safetensors", good, "has no weights");
    row("pickled weights alone", "{}", "pytorch_model.bin", "\x80\x02}", "Python pickles");
    row("empty weights", "{}", "model.safetensors", "", "model.safetensors: the file is empty");
    row("zip as weights", "{}", "model.safetensors", "PK\x03\x04" + QByteArray(100, '\0'),
        "a PyTorch archive, not safetensors");
    row("pickle as weights", "{}", "model.safetensors", "\x80\x04" + QByteArray(100, '\0'),
        "a Python pickle");
    row("Git LFS pointer", "{}", "model.safetensors",
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "`git lfs pull`");
}

void TestHfFolder::badFolderIsRefused()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, weightsName);
    QFETCH(QByteArray, weights);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    scratch.write("config.json", config);
    scratch.write(weightsName.constData(), weights);
    const QByteArray line = refusal(scratch.root());
    QVERIFY2(line.contains(reason), line.constData());
}

void TestHfFolder::badIndexIsRefused_data()
{
    QTest::addColumn<QByteArray>("index");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* title, const QByteArray& text, const char* reason) {
        QTest::newRow(title) << text << QByteArray(reason);
    };
    row("no map", "{}", "weight_map: a map");
    row("empty map", index("{}"), "weight_map: a map");
    row("map is an array", index("[\"a\"]"), "weight_map: a map");
    row("shard is a number", index(R"({"w":7})"), "a file name is needed, not a number");
    row("empty shard name", index(R"({"w":""})"), "not the plain name");
    row("parent folder", index(R"({"w":".."})"), "not the plain name");
    row("traversal", index(R"({"w":"../outside.safetensors"})"), "not the plain name");
    row("subfolder", index(R"({"w":"sub/../../outside.safetensors"})"), "not the plain name");
    row("backslashes", index(R"({"w":"..\\outside.safetensors"})"), "not the plain name");
    row("NUL in the name", index(R"({"w":"good.safetensors\u0000x"})"), "not the plain name");
    row("missing shard", index(R"({"w":"none.safetensors"})"), "none.safetensors: No such file");
    row("shard is a folder", index(R"({"w":"folder"})"), "folder: it is a folder");
    row("tensor in the other shard", index(R"({"w":"good.safetensors","v":"good.safetensors"})"),
        "\"v\": the tensor is not in good.safetensors");
    row("tensor twice", index(R"({"w":"good.safetensors","x":"twin.safetensors"})"),
        "tensor \"w\": the name occurs twice");
}

void TestHfFolder::badIndexIsRefused()
{
    QFETCH(QByteArray, index);
    QFETCH(QByteArray, reason);
    Scratch scratch;
    scratch.write("outside.safetensors", oneTensor("w", "abc"));
    scratch.write("model/config.json", "{}");
    scratch.write("model/good.safetensors", oneTensor("w", "abc"));
    scratch.write("model/twin.safetensors", oneTensor("w", "abc"));
    scratch.write("model/folder/x", "x");
    scratch.write("model/model.safetensors.index.json", index);
    const QByteArray line = refusal(scratch / "model");
    QVERIFY2(line.contains(reason), line.constData());
}

void TestHfFolder::cutConfigIsRefusedAtEveryByte()
{
    Scratch scratch;
    const QByteArray config = R"({"model_type":"llama","x":[1,2.5e3,null,true,"ü\u00fc"]})";
    scratch.write("model.safetensors", oneTensor("w", "abc"));
    for (qsizetype length = 0; length <= config.size(); ++length) {
        scratch.write("config.json", config.first(length));
        QCOMPARE(refusal(scratch.root()).isEmpty(), length == config.size());
    }
}

void TestHfFolder::licenceComesFromTheCard_data()
{
    QTest::addColumn<QByteArray>("card");
    QTest::addColumn<QByteArray>("licence");
    QTest::newRow("plain") << QByteArray("---\nlanguage: en\nlicense: apache-2.0\n---\n# Model")
                           << QByteArray("apache-2.0");
    QTest::newRow("quoted, CRLF") << QByteArray("---\r\nlicense: \"mit\"\r\n---\r\n")
                                  << QByteArray("mit");
    QTest::newRow("other") << QByteArray("---\nlicense: other\nlicense_name: gemma\n---\n")
                           << QByteArray("gemma");
    QTest::newRow("outside the front matter")
        << QByteArray("---\na: b\n---\nlicense: mit\n") << QByteArray();
    QTest::newRow("no front matter") << QByteArray("license: mit\n") << QByteArray();
    QTest::newRow("never closed") << QByteArray("---\nlicense: mit") << QByteArray("mit");
    QTest::newRow("fence alone") << QByteArray("---") << QByteArray();
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void TestHfFolder::licenceComesFromTheCard()
{
    QFETCH(QByteArray, card);
    QFETCH(QByteArray, licence);
    Scratch scratch;
    scratch.write("config.json", "{}");
    scratch.write("model.safetensors", oneTensor("w", "abc"));
    scratch.write("README.md", card);
    const auto package = openPackage(scratch.root());
    QVERIFY(package);
    QCOMPARE(QByteArray::fromStdString((*package)->licence()), licence);
}

void TestHfFolder::lonelyGgufIsOpenedByItsFolder()
{
    Scratch scratch;
    scratch.write("a.gguf", dataFile("reference/all_types.gguf"));
    const auto package = openPackage(scratch.root());
    QVERIFY(package);
    QCOMPARE((*package)->kind(), PackageKind::Gguf);
    scratch.write("b.gguf", dataFile("reference/all_types.gguf"));
    const auto two = openPackage(scratch.root());
    QVERIFY(!two);
    QCOMPARE(two.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestHfFolder)
#include "tst_hf_folder.moc"
