// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "base/rng.h"
#include "engine/formats/files.h"

#include <QTest>

#include <algorithm>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::Json;

/// Files that safetensors' and ggml's own writers made (tests/reference/formats_fixtures.py).
class TestReferenceFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTheReferenceWrote_data() { files(); }
    void readsWhatTheReferenceWrote();
    void fileCutAtAnyByteIsRefused_data() { files(); }
    void fileCutAtAnyByteIsRefused();
    void changedByteNeverLeadsOutsideTheFile_data() { files(); }
    void changedByteNeverLeadsOutsideTheFile();

private:
    static void files()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("safetensors") << QByteArray("all_types.safetensors");
        QTest::newRow("gguf") << QByteArray("all_types.gguf");
    }
    static QByteArray content(const QByteArray& name) { return dataFile("reference/" + name); }
    static QByteArray hexOf(const ModelPackage& package, const TensorEntry& tensor)
    {
        QByteArray bytes(static_cast<qsizetype>(tensor.bytes), '\0');
        const auto out = std::as_writable_bytes(
            std::span(bytes.data(), static_cast<std::size_t>(bytes.size())));
        return package.read(tensor, out) ? bytes.toHex() : QByteArray("unreadable");
    }
};

void TestReferenceFiles::readsWhatTheReferenceWrote()
{
    QFETCH(QByteArray, name);
    Scratch scratch;
    const auto package = openPackage(scratch.write(name, content(name)));
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());
    const std::string text = content(name + ".expected.json").toStdString();
    const auto expected = fe::base::parseJson(text, name.toStdString());
    QVERIFY(expected);

    for (const auto& [key, value] : *expected->find("config")->asObject()) {
        const Json* found = (*package)->config().find(key);
        QVERIFY2(found != nullptr, key.c_str());
        QCOMPARE(fe::base::toText(*found), fe::base::toText(value));
    }
    const auto& tensors = *expected->find("tensors")->asObject();
    QCOMPARE((*package)->tensors().size(), tensors.size());
    for (const auto& [key, value] : tensors) {
        const TensorEntry* tensor = (*package)->findTensor(key);
        QVERIFY2(tensor != nullptr, key.c_str());
        QCOMPARE(std::string(fe::base::dtypeInfo(tensor->dtype).name),
                 *value.find("dtype")->asString());
        QCOMPARE(fe::base::toText(Json::arrayOf(tensor->shape)),
                 fe::base::toText(*value.find("shape")));
        QCOMPARE(hexOf(**package, *tensor),
                 QByteArray::fromStdString(*value.find("hex")->asString()));
    }
    QVERIFY((*package)->findTensor("no such tensor") == nullptr);
}

void TestReferenceFiles::fileCutAtAnyByteIsRefused()
{
    QFETCH(QByteArray, name);
    Scratch scratch;
    const QByteArray whole = content(name);
    const auto package = openPackage(scratch.write(name, whole));
    QVERIFY(package);
    std::uint64_t end = 0; // after it there is padding alone
    for (const TensorEntry& tensor : (*package)->tensors()) {
        end = std::max(end, tensor.offset + tensor.bytes);
    }
    QVERIFY(end > 1000);
    for (qsizetype length = 0; length < static_cast<qsizetype>(end); ++length) {
        const auto path = scratch.write("cut.bin", whole.first(length));
        QVERIFY2(!openPackage(path), qPrintable(QString::number(length)));
    }
}

void TestReferenceFiles::changedByteNeverLeadsOutsideTheFile()
{
    QFETCH(QByteArray, name);
    Scratch scratch;
    const QByteArray whole = content(name);
    fe::base::Rng rng(7);
    int opened = 0;
    constexpr int kRounds = 3000;
    for (int round = 0; round < kRounds; ++round) {
        QByteArray changed = whole;
        for (std::uint64_t change = 0; change <= rng.below(3); ++change) {
            const auto place
                = static_cast<qsizetype>(rng.below(static_cast<std::uint64_t>(whole.size())));
            changed[place] = static_cast<char>(rng.below(256));
        }
        const auto package = openPackage(scratch.write("changed.bin", changed));
        if (package) {
            ++opened;
            QVERIFY2(isSound(**package), qPrintable(QString::number(round)));
        }
    }
    QVERIFY(opened > 0); // a change in a tensor's data does no harm
    QVERIFY(opened < kRounds);
}

QTEST_GUILESS_MAIN(TestReferenceFiles)
#include "tst_reference_files.moc"
