// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_facts.h"
#include "workspace/path_text.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using workspace::ModelFactsPtr;

namespace {

base::Result<ModelFactsPtr> factsOf(const char* model)
{
    return workspace::readFacts(
        workspace::toPath(QStringLiteral(FE_TEST_DATA "/models/") + QLatin1String(model)));
}

} // namespace

class TestModelFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void needsAreTheEngines_data();
    void needsAreTheEngines();
    void filesAreListedWithTheirSizes();
    void unusableModelKeepsItsTensors();
    void whatIsNoPackageFails();
};

void TestModelFacts::needsAreTheEngines_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<bool>("writes");
    QTest::newRow("Q8_0") << QByteArray("gguf/llama_Q8_0.gguf") << true;
    QTest::newRow("encoder") << QByteArray("bert/checkpoint") << false;
    QTest::newRow("vision") << QByteArray("vit/checkpoint") << false;
    QTest::newRow("encoder-decoder") << QByteArray("t5/checkpoint") << true;
}

void TestModelFacts::needsAreTheEngines()
{
    QFETCH(const QByteArray, model);
    QFETCH(const bool, writes);
    const auto facts = factsOf(model.constData());
    QVERIFY(facts && (*facts)->info);
    const workspace::ModelFacts& known = **facts;
    QCOMPARE(known.sessionTokens > 0, writes);
    QVERIFY(known.sessionTokens <= known.info->context);
    for (const workspace::FormNeed& need : known.needs) {
        const auto expected
            = models::memoryNeed(*known.package, { .weights = need.form }, known.sessionTokens);
        QVERIFY(expected && need.bytes);
        QCOMPARE(*need.bytes, quint64 { *expected });
    }
    QVERIFY(known.needs[0].form == models::WeightForm::Stored);
    QVERIFY(known.needs[1].form == models::WeightForm::F32);
    QVERIFY(known.needs[2].form == models::WeightForm::BF16);
    QVERIFY(*known.needs[1].bytes > *known.needs[2].bytes);
}

void TestModelFacts::filesAreListedWithTheirSizes()
{
    const auto facts = factsOf("bert/checkpoint");
    QVERIFY(facts);
    QStringList names;
    for (const workspace::FileFact& file : (*facts)->files) {
        names.append(file.name);
        const QString path = QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint/") + file.name;
        QCOMPARE(file.bytes, static_cast<quint64>(QFile(path).size()));
    }
    for (const char* name : { "config.json", "model.safetensors", "tokenizer.json" }) {
        QVERIFY2(names.count(QLatin1String(name)) == 1, name);
    }
}

void TestModelFacts::unusableModelKeepsItsTensors()
{
    const QTemporaryDir folder;
    const QString weights = folder.filePath(QStringLiteral("model.safetensors"));
    QVERIFY(QFile::copy(QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint/model.safetensors"),
                        weights));
    QFile config(folder.filePath(QStringLiteral("config.json")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(R"({"model_type": "oracle", "architectures": ["OracleModel"]})");
    config.close();
    const auto facts = workspace::readFacts(workspace::toPath(folder.path()));
    QVERIFY(facts);
    QVERIFY(!(*facts)->info && (*facts)->problem);
    QVERIFY((*facts)->problem->oneLine().find("oracle") != std::string::npos);
    QVERIFY(!(*facts)->package->tensors().empty());
}

void TestModelFacts::whatIsNoPackageFails()
{
    QVERIFY(!factsOf("nowhere"));
}

QTEST_GUILESS_MAIN(TestModelFacts)
#include "tst_model_facts.moc"
