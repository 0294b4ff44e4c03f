// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/model_library.h"
#include "generation/generation.h"
#include "generation/scoring.h"
#include "generation/text_model.h"
#include "support/expected_tensors.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace fe;
using namespace fe::generation;
using fe::tests::ExpectedTensor;

namespace {

using Ids = std::vector<TokenId>;
using Arrays = std::map<std::string, ExpectedTensor>;

Arrays readArrays(const QString& path)
{
    return fe::tests::readExpected(path.toStdString());
}

// Tolerances of the reference's manifests (transformers, eager attention, float32). SmolLM2: logits
// within 2e-3, and a log-probability is the difference of two sums of them; perplexity 1e-4
// relative; greedy ids up to the first step whose two best logits lie closer than 0.01.
constexpr double kSmollmLogProb = 4e-3;
constexpr double kSmollmPerplexity = 1e-4;
constexpr double kTooCloseToCall = 0.01;
constexpr double kTinyLogProb = 2e-4;

QString dataPath(const QString& name)
{
    return QStringLiteral(FE_TEST_DATA "/") + name;
}

QJsonDocument readJson(const QString& name)
{
    QFile file(dataPath(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("missing test data %s", qPrintable(file.fileName()));
    }
    return QJsonDocument::fromJson(file.readAll());
}

Ids idsOf(const QJsonValue& array)
{
    Ids ids;
    for (const QJsonValue& value : array.toArray()) {
        ids.push_back(value.toInt());
    }
    return ids;
}

Ids idsOf(const ExpectedTensor& array)
{
    return { array.values.begin(), array.values.end() };
}

/// The first row without its padding.
Ids promptOf(const Arrays& reference)
{
    const auto& ids = reference.at("input_ids");
    Ids prompt = idsOf(ids);
    const auto mask = reference.find("attention_mask");
    if (mask != reference.end() && ids.shape.size() == 2) {
        const auto row = mask->second.values.begin();
        const auto length = static_cast<std::ptrdiff_t>(ids.shape[1]);
        prompt.resize(static_cast<std::size_t>(std::count(row, row + length, 1.0)));
    }
    return prompt;
}

Ids idsOf(const Generation& generation)
{
    Ids ids;
    for (const Step& step : generation.steps) {
        ids.push_back(step.id);
    }
    return ids;
}

/// Spells nothing: these tests are about ids.
class NoText final : public tokenizers::Tokenizer
{
public:
    base::Result<tokenizers::Encoding> encode(std::string_view,
                                              const tokenizers::EncodeOptions&) const override
    {
        return tokenizers::Encoding {};
    }
    std::string decode(std::span<const TokenId>, const tokenizers::DecodeOptions&) const override
    {
        return {};
    }
    std::size_t vocabSize() const override { return 0; }
    std::string token(TokenId) const override { return {}; }
    std::string tokenBytes(TokenId) const override { return {}; }
    std::optional<TokenId> idOf(std::string_view) const override { return std::nullopt; }
    bool isSpecial(TokenId) const override { return false; }
    std::optional<TokenId> bosId() const override { return std::nullopt; }
    const std::vector<TokenId>& stopIds() const override { return m_none; }
    const std::optional<std::string>& chatTemplate() const override { return m_noTemplate; }
    std::string description() const override { return {}; }

private:
    std::vector<TokenId> m_none;
    std::optional<std::string> m_noTemplate;
};

struct Loaded {
    formats::PackagePtr package;
    models::LanguageModelPtr model;
};

Loaded load(const std::filesystem::path& path)
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto package = formats::openPackage(path);
    if (!package) {
        qFatal("%s", package.error().oneLine().c_str());
    }
    const auto model = models::loadLanguageModel(*package, { .weights = models::WeightForm::F32 },
                                                 cancel, progress);
    if (!model) {
        qFatal("%s", model.error().oneLine().c_str());
    }
    return { *package, *model };
}

base::Result<Generation> greedy(Generator& generator, const Ids& prompt, std::int64_t count)
{
    GenerationOptions options;
    options.sampling.temperature = 0;
    options.maxTokens = count;
    base::CancelToken cancel;
    base::Progress progress;
    return generator.run(prompt, options, nullptr, cancel, progress);
}

std::vector<std::vector<float>> scored(const models::LanguageModel& model, const Ids& prompt,
                                       const std::vector<Ids>& continuations)
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto scores = scoreContinuations(model, prompt, continuations, cancel, progress);
    return scores ? *scores : std::vector<std::vector<float>> {};
}

} // namespace

class TestGenerationReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tinyModelsFollowTheReference_data();
    void tinyModelsFollowTheReference();
    void stepsEqualTheWhole_data() { tinyModelsFollowTheReference_data(); }
    void stepsEqualTheWhole();
    void cachedScoresEqualFreshOnes_data();
    void cachedScoresEqualFreshOnes();
    void smollmFollowsTheGreedyReference_data();
    void smollmFollowsTheGreedyReference();
    void smollmScoresFewShotLabels();
    void smollmScoresFewShotTexts();
    void smollmHasTheReferencesPerplexity_data();
    void smollmHasTheReferencesPerplexity();

private:
    /// SmolLM2 from the user's model folder, loaded once.
    const Loaded& smollm();
    Loaded m_smollm;
};

const Loaded& TestGenerationReference::smollm()
{
    if (m_smollm.model == nullptr) {
        const auto path = formats::resolveModel("SmolLM2-135M-Instruct");
        if (!path) {
            qFatal("%s (run packaging/setup.sh, or point FE_MODELS to the folder that holds it)",
                   path.error().oneLine().c_str());
        }
        m_smollm = load(*path);
    }
    return m_smollm;
}

void TestGenerationReference::tinyModelsFollowTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("expected");
    const QDir folder(dataPath(QStringLiteral("models")));
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString expected = folder.filePath(name + QStringLiteral("/expected.safetensors"));
        if (QFileInfo::exists(expected) && readArrays(expected).contains("greedy_ids")) {
            QTest::newRow(qPrintable(name))
                << folder.filePath(name + QStringLiteral("/checkpoint")) << expected;
        }
    }
    const QDir gguf(folder.filePath(QStringLiteral("gguf")));
    for (const QString& file : gguf.entryList({ QStringLiteral("*.gguf") })) {
        QTest::newRow(qPrintable(file)) << gguf.filePath(file)
                                        << gguf.filePath(QFileInfo(file).completeBaseName()
                                                         + QStringLiteral(".expected.safetensors"));
    }
}

void TestGenerationReference::tinyModelsFollowTheReference()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const Arrays reference = readArrays(expected);
    const Loaded loaded = load(model.toStdString());
    Generator generator(loaded.model, std::make_shared<NoText>());
    const Ids prompt = promptOf(reference);
    const Ids wanted = idsOf(reference.at("greedy_ids"));
    const auto result = greedy(generator, prompt, static_cast<std::int64_t>(wanted.size()));
    QVERIFY2(result, result ? "" : result.error().oneLine().c_str());
    QCOMPARE(idsOf(*result), wanted);
    if (!reference.contains("continuation_ids")) {
        return; // the GGUF references have none
    }
    const auto scores = scored(*loaded.model, prompt, { idsOf(reference.at("continuation_ids")) });
    const auto& logProbs = reference.at("continuation_logprobs").values;
    QCOMPARE(scores.size(), 1U);
    QCOMPARE(scores[0].size(), logProbs.size());
    for (std::size_t i = 0; i < logProbs.size(); ++i) {
        QVERIFY(std::abs(scores[0][i] - logProbs[i]) <= kTinyLogProb);
    }
}

void TestGenerationReference::stepsEqualTheWhole()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const Loaded loaded = load(model.toStdString());
    Generator generator(loaded.model, std::make_shared<NoText>());
    const Ids prompt = promptOf(readArrays(expected));
    const auto result = greedy(generator, prompt, 60);
    QVERIFY(result);
    // Token by token through the cache, and in one piece: the same products in another order.
    const auto scores = scored(*loaded.model, prompt, { idsOf(*result) });
    QCOMPARE(scores.size(), 1U);
    for (std::size_t i = 0; i < result->steps.size(); ++i) {
        QVERIFY(std::abs(result->steps[i].logProb - scores[0][i]) <= kTinyLogProb);
    }
    // A second run reads all but the last token from the cache.
    const auto again = greedy(generator, prompt, 60);
    // (an encoder-decoder has read it all: its source is the same).
    QCOMPARE(again->timings.promptTokens, loaded.model->hasEncoder() ? 0 : 1);
    QCOMPARE(idsOf(*again), idsOf(*result));
}

void TestGenerationReference::cachedScoresEqualFreshOnes_data()
{
    QTest::addColumn<QString>("model");
    for (const char* name : { "llama_tied", "llama_untied", "t5" }) {
        QTest::newRow(name) << dataPath(QStringLiteral("models/") + QLatin1String(name)
                                        + QStringLiteral("/checkpoint"));
    }
}

void TestGenerationReference::cachedScoresEqualFreshOnes()
{
    QFETCH(QString, model);
    const Loaded loaded = load(model.toStdString());
    const auto tokenizer = tokenizers::loadTokenizer(*loaded.package);
    QVERIFY(tokenizer);
    const auto texts = localTextModel(loaded.model, *tokenizer, "model");
    const std::vector<std::string> labels { " good", " good news", " bad", " good news", "\n" };
    std::vector<Ids> continuations;
    for (const std::string& label : labels) {
        continuations.push_back(*texts->tokenize(label, TextPart::Continuation));
    }
    base::CancelToken cancel;
    base::Progress progress;
    // Beginnings that grow, shrink, differ in the middle, and come again.
    for (const char* prompt : { "The film was a delight", "The film was a bore and",
                                "The film was a delight to see", "The", "A film", "A film" }) {
        const auto cached = texts->score(prompt, labels, cancel, progress);
        QVERIFY2(cached, cached ? "" : cached.error().oneLine().c_str());
        const auto fresh
            = scored(*loaded.model, *texts->tokenize(prompt, TextPart::Prompt), continuations);
        QCOMPARE(fresh.size(), labels.size());
        for (std::size_t i = 0; i < labels.size(); ++i) {
            double sum = 0;
            for (const float value : fresh[i]) {
                sum += static_cast<double>(value);
            }
            QCOMPARE((*cached)[i].tokens, static_cast<std::int64_t>(fresh[i].size()));
            QVERIFY(std::abs((*cached)[i].sum - sum)
                    <= kTinyLogProb * static_cast<double>(fresh[i].size()));
        }
    }
}

void TestGenerationReference::smollmFollowsTheGreedyReference_data()
{
    QTest::addColumn<QJsonObject>("row");
    const QJsonArray prompts = readJson(QStringLiteral("generation/smollm2/prompts.json")).array();
    for (const QJsonValue& value : prompts) {
        QTest::newRow(qPrintable(value[u"prompt"].toString().simplified().left(40)))
            << value.toObject();
    }
}

void TestGenerationReference::smollmFollowsTheGreedyReference()
{
    QFETCH(QJsonObject, row);
    Generator generator(smollm().model, std::make_shared<NoText>());
    const Ids wanted = idsOf(row[u"greedy_ids"]);
    const auto result
        = greedy(generator, idsOf(row[u"input_ids"]), static_cast<std::int64_t>(wanted.size()));
    QVERIFY2(result, result ? "" : result.error().oneLine().c_str());
    QCOMPARE(result->steps.size(), wanted.size());
    const QJsonArray logProbs = row[u"greedy_logprobs"].toArray();
    const QJsonArray gaps = row[u"greedy_top2_gaps"].toArray();
    std::size_t i = 0;
    for (; i < wanted.size() && gaps[static_cast<qsizetype>(i)].toDouble() >= kTooCloseToCall;
         ++i) {
        QCOMPARE(result->steps[i].id, wanted[i]);
        const double difference
            = result->steps[i].logProb - logProbs[static_cast<qsizetype>(i)].toDouble();
        QVERIFY2(std::abs(difference) <= kSmollmLogProb, qPrintable(QString::number(difference)));
    }
    QVERIFY(i > 0);
}

void TestGenerationReference::smollmScoresFewShotLabels()
{
    const QJsonArray rows = readJson(QStringLiteral("generation/smollm2/fewshot.json")).array();
    QVERIFY(!rows.isEmpty());
    for (const QJsonValue& row : rows) {
        const QJsonObject labels = row[u"scores"].toObject();
        std::vector<Ids> continuations;
        std::vector<double> wanted;
        for (const QJsonValue& label : labels) {
            continuations.push_back(idsOf(label[u"ids"]));
            wanted.push_back(label[u"logprob"].toDouble());
        }
        const auto scores = scored(*smollm().model, idsOf(row[u"input_ids"]), continuations);
        QCOMPARE(scores.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            double sum = 0;
            for (const float value : scores[i]) {
                sum += static_cast<double>(value);
            }
            QVERIFY2(std::abs(sum - wanted[i]) <= kSmollmLogProb,
                     qPrintable(QString::number(sum - wanted[i])));
        }
    }
}

void TestGenerationReference::smollmScoresFewShotTexts()
{
    const QJsonArray rows = readJson(QStringLiteral("generation/smollm2/fewshot.json")).array();
    QVERIFY(!rows.isEmpty());
    const auto tokenizer = tokenizers::loadTokenizer(*smollm().package);
    QVERIFY(tokenizer);
    const auto texts = localTextModel(smollm().model, *tokenizer, "SmolLM2");
    base::CancelToken cancel;
    base::Progress progress;
    for (const QJsonValue& row : rows) {
        const QJsonObject labels = row[u"scores"].toObject();
        std::vector<std::string> continuations;
        for (const QString& label : labels.keys()) {
            continuations.push_back(' ' + label.toStdString());
        }
        const auto scores = texts->score(row[u"prompt"].toString().toStdString(), continuations,
                                         cancel, progress);
        QVERIFY2(scores, scores ? "" : scores.error().oneLine().c_str());
        for (std::size_t i = 0; i < continuations.size(); ++i) {
            const double wanted
                = labels[QString::fromStdString(continuations[i].substr(1))][u"logprob"].toDouble();
            QVERIFY2(std::abs((*scores)[i].sum - wanted) <= kSmollmLogProb,
                     qPrintable(QString::number((*scores)[i].sum - wanted)));
        }
    }
    // The four examples are the same in every prompt: only the queries were read again.
    QVERIFY(texts->tokensRead() < 80 + 24 * rows.size());
}

void TestGenerationReference::smollmHasTheReferencesPerplexity_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("context");
    QTest::newRow("one window") << QStringLiteral("full_context") << 2000;
    QTest::newRow("windows of 500") << QStringLiteral("chunks_of_500_no_overlap") << 500;
}

void TestGenerationReference::smollmHasTheReferencesPerplexity()
{
    QFETCH(QString, key);
    QFETCH(int, context);
    const QJsonObject reference
        = readJson(QStringLiteral("generation/smollm2/perplexity.json")).object();
    const QJsonValue wanted = reference[key];
    base::CancelToken cancel;
    base::Progress progress;
    const auto result
        = perplexity(*smollm().model, idsOf(reference[u"ids"]), { context, 0 }, cancel, progress);
    QVERIFY2(result, result ? "" : result.error().oneLine().c_str());
    QCOMPARE(result->tokens, wanted[u"n_predicted"].toInt());
    const double ratio = result->perplexity() / wanted[u"perplexity"].toDouble();
    QVERIFY2(std::abs(ratio - 1) <= kSmollmPerplexity, qPrintable(QString::number(ratio, 'g', 10)));
}

QTEST_GUILESS_MAIN(TestGenerationReference)
#include "tst_generation_reference.moc"
