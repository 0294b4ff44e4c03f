// SPDX-License-Identifier: GPL-3.0-or-later
//
// all-MiniLM-L6-v2 from the model folder against transformers: vectors, attention, its entropy.
#include "analysis/embedding.h"
#include "analysis/head_scores.h"
#include "formats/model_library.h"
#include "support/expected_tensors.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

const QString kData = QStringLiteral(FE_TEST_DATA "/analysis/minilm/");

struct Loaded {
    formats::PackagePtr package;
    models::ModelPtr model;
    tokenizers::TokenizerPtr tokenizer;
};

Loaded loadMiniLm()
{
    const auto path = formats::resolveModel("all-MiniLM-L6-v2");
    if (!path) {
        qFatal("%s (run packaging/setup.sh, or point FE_MODELS to the folder that holds it)",
               path.error().oneLine().c_str());
    }
    const auto package = formats::openPackage(*path);
    if (!package) {
        qFatal("%s", package.error().oneLine().c_str());
    }
    base::CancelToken cancel;
    base::Progress progress;
    const auto model
        = models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress);
    const auto tokenizer = tokenizers::loadTokenizer(**package);
    if (!model || !tokenizer) {
        qFatal("MiniLM does not load");
    }
    return { *package, *model, *tokenizer };
}

std::vector<std::string> referenceTexts()
{
    QFile file(kData + QStringLiteral("texts.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("texts.json is missing");
    }
    std::vector<std::string> texts;
    for (const QJsonValue& text : QJsonDocument::fromJson(file.readAll()).array()) {
        texts.push_back(text.toString().toStdString());
    }
    return texts;
}

} // namespace

class TestEmbedding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filesSayHowToPool();
    void vectorsEqualTheReference_data();
    void vectorsEqualTheReference();
    void attentionAndItsEntropyEqualTheReference();
    void longTextsAreCutAsTheModelSays();
    void cancelGivesNoVectors();
    void poolingFilesAreRead_data();
    void poolingFilesAreRead();
    void entropyOfHandWorkedRows();

private:
    Loaded m_minilm;
    std::vector<std::string> m_texts;
    std::map<std::string, tests::ExpectedTensor> m_reference;
};

void TestEmbedding::initTestCase()
{
    m_minilm = loadMiniLm();
    m_texts = referenceTexts();
    m_reference = tests::readExpected(
        QString(kData + QStringLiteral("expected.safetensors")).toStdString());
    QCOMPARE(m_texts.size(), 20U);
}

void TestEmbedding::filesSayHowToPool()
{
    const auto settings = embeddingSettings(*m_minilm.package, m_minilm.model->info());
    QVERIFY(settings);
    QVERIFY(settings->pooling == Pooling::Mean);
    QCOMPARE(settings->maxTokens, std::optional<std::int64_t>(256));
}

void TestEmbedding::vectorsEqualTheReference_data()
{
    QTest::addColumn<int>("batch");
    QTest::newRow("one by one") << 1;
    QTest::newRow("three at once") << 3;
    QTest::newRow("all at once") << 32;
}

void TestEmbedding::vectorsEqualTheReference()
{
    QFETCH(int, batch);
    base::CancelToken cancel;
    base::Progress progress;
    const auto vectors = embedTexts(*m_minilm.model, *m_minilm.tokenizer, { Pooling::Mean, 256 },
                                    m_texts, static_cast<std::size_t>(batch), cancel, progress);
    QVERIFY2(vectors, vectors ? "" : vectors.error().oneLine().c_str());
    QCOMPARE(vectors->dimensions, 384);
    QVERIFY(tests::excess(vectors->values, m_reference.at("embeddings").values, 1e-5, 0) <= 0);
    QCOMPARE(progress.done(), m_texts.size());
}

void TestEmbedding::attentionAndItsEntropyEqualTheReference()
{
    const models::ModelInfo& info = m_minilm.model->info();
    const auto& entropies = m_reference.at("attention_entropy_nats");
    for (std::size_t sentence = 0; sentence < m_texts.size(); ++sentence) {
        const auto encoding = m_minilm.tokenizer->encode(m_texts[sentence]);
        QVERIFY(encoding);
        models::ForwardInput input;
        input.ids = { encoding->ids };
        base::CancelToken cancel;
        base::Progress progress;
        const auto arrays = m_minilm.model->forward(input, cancel, progress);
        QVERIFY(arrays);
        const auto length = static_cast<std::int64_t>(encoding->ids.size());
        const std::string number = std::to_string(sentence);
        std::vector<float> all;
        std::vector<double> entropy;
        for (const models::NamedArray& array : *arrays) {
            if (array.name.starts_with("attentions.")) {
                all.insert(all.end(), array.values.begin(), array.values.end());
                const auto heads = meanEntropy(array.values, info.heads, length, length);
                entropy.insert(entropy.end(), heads.begin(), heads.end());
            }
        }
        if (const auto wanted = m_reference.find("attentions.sentence" + number);
            wanted != m_reference.end()) {
            QVERIFY(tests::excess(all, wanted->second.values, 1e-5, 0) <= 0);
        }
        const auto begin
            = entropies.values.begin() + static_cast<std::ptrdiff_t>(sentence * entropy.size());
        const std::vector<double> wanted(begin,
                                         begin + static_cast<std::ptrdiff_t>(entropy.size()));
        QVERIFY(tests::excess(entropy, wanted, 1e-4, 0) <= 0);
    }
}

void TestEmbedding::longTextsAreCutAsTheModelSays()
{
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += "word ";
    }
    const std::vector<std::string> texts { text, text + "end" };
    base::CancelToken cancel;
    base::Progress progress;
    const auto vectors = embedTexts(*m_minilm.model, *m_minilm.tokenizer, { Pooling::Mean, 16 },
                                    texts, 2, cancel, progress);
    QVERIFY2(vectors, vectors ? "" : vectors.error().oneLine().c_str());
    const auto half = vectors->values.begin() + 384;
    QVERIFY(std::equal(vectors->values.begin(), half, half)); // they differ after the cut alone
}

void TestEmbedding::cancelGivesNoVectors()
{
    base::CancelToken cancel;
    cancel.cancel();
    base::Progress progress;
    const auto vectors
        = embedTexts(*m_minilm.model, *m_minilm.tokenizer, {}, m_texts, 8, cancel, progress);
    QVERIFY(!vectors);
    QVERIFY(vectors.error().code == base::ErrorCode::Cancelled);
}

void TestEmbedding::poolingFilesAreRead_data()
{
    QTest::addColumn<QByteArray>("pooling");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("cls") << QByteArray(R"({"pooling_mode_cls_token": true})") << "cls";
    QTest::newRow("last") << QByteArray(R"({"pooling_mode_lasttoken": true})") << "last";
    QTest::newRow("max") << QByteArray(R"({"pooling_mode_max_tokens": true})") << "max";
    QTest::newRow("nothing said") << QByteArray("{}") << "mean";
    QTest::newRow("two at once") << QByteArray(
        R"({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true})")
                                 << QString();
    QTest::newRow("unknown") << QByteArray(R"({"pooling_mode_weightedmean_tokens": true})")
                             << QString();
    QTest::newRow("no object") << QByteArray("[1]") << QString();
    QTest::newRow("garbage") << QByteArray("{") << QString();
}

void TestEmbedding::poolingFilesAreRead()
{
    QFETCH(QByteArray, pooling);
    QFETCH(QString, wanted);
    QTemporaryDir folder;
    const QString source = QStringLiteral(FE_TEST_DATA "/models/bert/checkpoint/");
    for (const char* name : { "config.json", "model.safetensors" }) {
        QVERIFY(QFile::copy(source + QLatin1String(name), folder.filePath(QLatin1String(name))));
    }
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("1_Pooling")));
    QFile file(folder.filePath(QStringLiteral("1_Pooling/config.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pooling);
    file.close();
    const auto package = formats::openPackage(folder.path().toStdString());
    QVERIFY(package);
    const auto info = models::describe(**package);
    QVERIFY(info);
    const auto settings = embeddingSettings(**package, *info);
    QCOMPARE(settings.hasValue(), !wanted.isEmpty());
    if (settings) {
        QCOMPARE(QLatin1String(poolingName(settings->pooling)), wanted);
    }
}

void TestEmbedding::entropyOfHandWorkedRows()
{
    // Head 0 looks at one key, head 1 at two alike; the last row is padding.
    const std::vector<float> attention { 1, 0, 0, 1, 0.5F, 0.5F, 0.5F, 0.5F };
    const auto all = meanEntropy(attention, 2, 2, 2);
    QCOMPARE(all, (std::vector<double> { 0, std::log(2.0) }));
    const std::vector<float> uneven { 1, 0, 0.5F, 0.5F };
    QCOMPARE(meanEntropy(uneven, 1, 2, 1), std::vector<double> { 0 });
    QCOMPARE(meanEntropy(uneven, 1, 2, 2), std::vector<double> { std::log(2.0) / 2 });
}

QTEST_GUILESS_MAIN(TestEmbedding)
#include "tst_embedding.moc"
