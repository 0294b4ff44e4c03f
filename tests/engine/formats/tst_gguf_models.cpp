// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "engine/formats/files.h"

#include <QCryptographicHash>
#include <QTest>

using namespace fe::formats;
using namespace fe::formats::testing;
using fe::base::Json;

/// Models that llama.cpp's own writer made, against what its reader finds in them
/// (tests/reference/gguf_tables.py).
class TestGgufModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void metadataAndTensorsAreTheReferences_data();
    void metadataAndTensorsAreTheReferences();
    void noModelIsLeftOut();

private:
    static QString folder() { return QStringLiteral(FE_TEST_DATA "/models/gguf"); }
    Json m_tables;
};

namespace {

/// A value as the table has it: a long array is its number of elements.
std::string shortText(const Json& value)
{
    constexpr std::size_t kLongestArray = 32;
    const auto* items = value.asArray();
    if (items == nullptr || items->size() <= kLongestArray) {
        return fe::base::toText(value);
    }
    Json summary = Json::object();
    summary.set("count", static_cast<std::uint64_t>(items->size()));
    return fe::base::toText(summary);
}

std::string hashOf(const ModelPackage& package, const TensorEntry& tensor)
{
    QByteArray bytes(static_cast<qsizetype>(tensor.bytes), '\0');
    const auto out
        = std::as_writable_bytes(std::span(bytes.data(), static_cast<std::size_t>(bytes.size())));
    return package.read(tensor, out)
        ? QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString()
        : "unreadable";
}

std::string textOf(const Json& row, const char* key)
{
    const Json* value = row.find(key);
    return value == nullptr ? "missing" : fe::base::toText(*value);
}

} // namespace

void TestGgufModels::initTestCase()
{
    const std::string text = dataFile("reference/gguf_models.json").toStdString();
    auto tables = fe::base::parseJson(text, "gguf_models.json");
    QVERIFY(tables);
    m_tables = *std::move(tables);
    QVERIFY(!m_tables.asObject()->empty());
}

void TestGgufModels::metadataAndTensorsAreTheReferences_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const auto& [name, table] : *m_tables.asObject()) {
        QTest::newRow(name.c_str()) << QByteArray::fromStdString(name);
    }
}

void TestGgufModels::metadataAndTensorsAreTheReferences()
{
    QFETCH(QByteArray, name);
    const Json& table = *m_tables.find(name.toStdString());
    const auto package = openPackage(pathOf(folder() + QLatin1Char('/') + QString::fromUtf8(name)));
    QVERIFY2(package, package ? "" : package.error().oneLine().c_str());

    const auto& config = *table.find("config")->asObject();
    QCOMPARE((*package)->config().asObject()->size(), config.size());
    for (const auto& [key, value] : config) {
        const Json* found = (*package)->config().find(key);
        QVERIFY2(found != nullptr, key.c_str());
        QCOMPARE(shortText(*found), fe::base::toText(value));
    }
    const auto& tensors = *table.find("tensors")->asObject();
    QCOMPARE((*package)->tensors().size(), tensors.size());
    for (const auto& [key, row] : tensors) {
        const TensorEntry* tensor = (*package)->findTensor(key);
        QVERIFY2(tensor != nullptr, key.c_str());
        QCOMPARE(fe::base::toText(Json(fe::base::dtypeInfo(tensor->dtype).name)),
                 textOf(row, "dtype"));
        QCOMPARE(fe::base::toText(Json::arrayOf(tensor->shape)), textOf(row, "shape"));
        QCOMPARE(fe::base::toText(Json(tensor->offset)), textOf(row, "offset"));
        QCOMPARE(fe::base::toText(Json(hashOf(**package, *tensor))), textOf(row, "sha256"));
    }
}

void TestGgufModels::noModelIsLeftOut()
{
    for (const QString& file : QDir(folder()).entryList({ QStringLiteral("*.gguf") })) {
        QVERIFY2(m_tables.find(file.toStdString()) != nullptr,
                 qPrintable(file + QStringLiteral(": run tests/reference/gguf_tables.py")));
    }
}

QTEST_GUILESS_MAIN(TestGgufModels)
#include "tst_gguf_models.moc"
