// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tiny Llama-class checkpoints against transformers (made in float32, eager attention). Tolerances
// are those that the same computation in float64 shows to be safe: 2e-4 on logits of magnitude 5.
#include "models/language_model.h"
#include "support/expected_tensors.h"

#include <QtTest>

using namespace fe;
using tests::ExpectedTensor;

namespace {

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

models::LanguageModelPtr load(const std::string& path, models::WeightForm weights)
{
    const auto package = formats::openPackage(path);
    if (!package) {
        qWarning("%s", package.error().oneLine().c_str());
        return nullptr;
    }
    base::CancelToken cancel;
    base::Progress progress;
    auto model = models::loadLanguageModel(*package, { weights, "cpu" }, cancel, progress);
    if (!model) {
        qWarning("%s", model.error().oneLine().c_str());
        return nullptr;
    }
    return *model;
}

std::vector<models::TokenId> ids(const ExpectedTensor& tensor)
{
    return { tensor.values.begin(), tensor.values.end() };
}

models::TokenId best(models::Logits logits)
{
    return static_cast<models::TokenId>(std::max_element(logits.begin(), logits.end())
                                        - logits.begin());
}

double logProbability(models::Logits logits, models::TokenId id)
{
    const double largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp(logit - largest);
    }
    return logits[static_cast<std::size_t>(id)] - largest - std::log(sum);
}

} // namespace

class TestLlamaReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkpoints_data();
    void everyTensorOfAForwardPass_data() { checkpoints_data(); }
    void everyTensorOfAForwardPass();
    void greedyTokensStepByStep_data() { checkpoints_data(); }
    void greedyTokensStepByStep();
    void continuationLogProbabilities_data() { checkpoints_data(); }
    void continuationLogProbabilities();
    void paddedRowGivesTheSameAsAlone();
};

void TestLlamaReference::checkpoints_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("expected");
    const QDir folder(QString::fromStdString(kModels));
    for (const QString& name : folder.entryList({ QStringLiteral("llama*") }, QDir::Dirs)) {
        const QString base = folder.filePath(name);
        QTest::newRow(qPrintable(name)) << base + QStringLiteral("/checkpoint")
                                        << base + QStringLiteral("/expected.safetensors");
    }
    const QDir gguf(folder.filePath(QStringLiteral("gguf")));
    for (const QString& name : gguf.entryList({ QStringLiteral("llama*.gguf") }, QDir::Files)) {
        const QString base = gguf.filePath(name).chopped(5);
        QTest::newRow(qPrintable(name))
            << base + QStringLiteral(".gguf") << base + QStringLiteral(".expected.safetensors");
    }
}

void TestLlamaReference::everyTensorOfAForwardPass()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto loaded = load(model.toStdString(), models::WeightForm::F32);
    QVERIFY(loaded);
    const auto reference = tests::readExpected(expected.toStdString());
    models::ForwardInput input;
    input.ids = { ids(reference.at("input_ids")) };
    base::CancelToken cancel;
    base::Progress progress;
    const auto arrays = loaded->forward(input, cancel, progress);
    QVERIFY2(arrays, arrays ? "" : arrays.error().oneLine().c_str());
    int compared = 0;
    for (const models::NamedArray& array : *arrays) {
        const auto wanted = reference.find(array.name);
        if (wanted == reference.end()) {
            continue;
        }
        ++compared;
        QCOMPARE(array.shape, wanted->second.shape);
        const bool attention = array.name.starts_with("attentions");
        const double beyond = tests::excess(array.values, wanted->second.values,
                                            attention ? 2e-5 : 2e-4, attention ? 0 : 1e-4);
        QVERIFY2(beyond <= 0,
                 qPrintable(QString::fromStdString(array.name)
                            + QStringLiteral(" is off by %1 more than allowed").arg(beyond)));
    }
    // Every tensor of the reference that is a forward pass's was produced.
    int wanted = 0;
    for (const auto& [name, tensor] : reference) {
        wanted += name == "logits" || name.starts_with("hidden_states.")
            || name.starts_with("attentions.") || name == "final_norm_input"
            || name == "last_hidden_state";
    }
    QCOMPARE(compared, wanted);
}

void TestLlamaReference::greedyTokensStepByStep()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto loaded = load(model.toStdString(), models::WeightForm::F32);
    QVERIFY(loaded);
    const auto reference = tests::readExpected(expected.toStdString());
    const auto greedy = ids(reference.at("greedy_ids"));
    auto session = loaded->newSession(128);
    QVERIFY(session);
    base::CancelToken cancel;
    base::Progress progress;
    auto logits = (*session)->append(ids(reference.at("input_ids")), cancel, progress);
    for (std::size_t step = 0; step < greedy.size(); ++step) {
        QVERIFY(logits);
        const models::TokenId next = best(*logits);
        QCOMPARE(next, greedy[step]);
        logits = (*session)->append(std::array { next }, cancel, progress);
    }
}

void TestLlamaReference::continuationLogProbabilities()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto reference = tests::readExpected(expected.toStdString());
    if (!reference.contains("continuation_ids")) {
        QSKIP("this reference has no continuation");
    }
    const auto loaded = load(model.toStdString(), models::WeightForm::F32);
    QVERIFY(loaded);
    auto text = ids(reference.at("input_ids"));
    const std::size_t promptLength = text.size();
    const auto continuation = ids(reference.at("continuation_ids"));
    text.insert(text.end(), continuation.begin(), continuation.end());
    auto session = loaded->newSession(128);
    QVERIFY(session);
    base::CancelToken cancel;
    base::Progress progress;
    std::vector<double> logProbabilities;
    const auto scored = (*session)->appendScored(
        text,
        [&](std::size_t position, models::Logits logits) {
            if (position + 1 >= promptLength && position + 1 < text.size()) {
                logProbabilities.push_back(logProbability(logits, text[position + 1]));
            }
            return true;
        },
        cancel, progress);
    QVERIFY(scored);
    QVERIFY(tests::excess(logProbabilities, reference.at("continuation_logprobs").values, 2e-4, 0)
            <= 0);
}

void TestLlamaReference::paddedRowGivesTheSameAsAlone()
{
    const auto loaded = load(kModels + "llama_tied/checkpoint", models::WeightForm::F32);
    QVERIFY(loaded);
    base::CancelToken cancel;
    base::Progress progress;
    models::ForwardInput alone;
    alone.ids = { { 5, 9, 40, 7 } };
    models::ForwardInput padded;
    padded.ids = { { 5, 9, 40, 7, 3, 3 }, { 8, 8, 8, 8, 8, 8 } };
    padded.attentionMask = { { 1, 1, 1, 1, 0, 0 }, { 1, 1, 1, 1, 1, 1 } };
    const auto one = loaded->forward(alone, cancel, progress);
    const auto two = loaded->forward(padded, cancel, progress);
    QVERIFY(one && two);
    const auto count = static_cast<std::ptrdiff_t>(one->front().values.size());
    const std::vector<double> expected(one->front().values.begin(), one->front().values.end());
    const std::vector<float> got(two->front().values.begin(), two->front().values.begin() + count);
    QVERIFY(tests::excess(got, expected, 1e-4, 0) <= 0);
    // Weights on padded keys are 0.
    for (const models::NamedArray& array : *two) {
        if (array.name == "attentions.0") {
            for (std::size_t query = 0; query < 6; ++query) {
                QCOMPARE(array.values[query * 6 + 4], 0.0F);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestLlamaReference)
#include "tst_llama_reference.moc"
