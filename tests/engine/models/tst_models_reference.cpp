// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tiny checkpoints of every architecture against transformers (made in float32, eager attention).
// Tolerances are those that the same computation in float64 shows to be safe: 2e-4 on logits of
// magnitude 5.
#include "models/language_model.h"
#include "support/expected_tensors.h"

#include <QtTest>

using namespace fe;
using tests::ExpectedTensor;

namespace {

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

models::ModelPtr loadAny(const std::string& path)
{
    const auto package = formats::openPackage(path);
    if (!package) {
        qWarning("%s", package.error().oneLine().c_str());
        return nullptr;
    }
    base::CancelToken cancel;
    base::Progress progress;
    auto model = models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress);
    if (!model) {
        qWarning("%s", model.error().oneLine().c_str());
        return nullptr;
    }
    return *model;
}

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

/// [rows, length], or [length] as one row.
template<typename Id>
std::vector<std::vector<Id>> rows(const ExpectedTensor& tensor)
{
    const std::size_t count
        = tensor.shape.size() == 2 ? static_cast<std::size_t>(tensor.shape[0]) : 1;
    const std::size_t length = tensor.values.size() / count;
    std::vector<std::vector<Id>> result(count);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        result[i / length].push_back(static_cast<Id>(tensor.values[i]));
    }
    return result;
}

using Reference = std::map<std::string, ExpectedTensor>;

/// What a reference was run with. @param prefix of the run's tensors: "" or "interp.".
models::ForwardInput inputOf(const Reference& reference, const std::string& prefix)
{
    models::ForwardInput input;
    const auto find = [&](const char* name) {
        const auto found = reference.find(prefix + name);
        return found == reference.end() ? nullptr : &found->second;
    };
    if (const auto* tensor = find("input_ids")) {
        input.ids = rows<models::TokenId>(*tensor);
    }
    if (const auto* tensor = find("attention_mask")) {
        input.attentionMask = rows<std::int64_t>(*tensor);
    }
    if (const auto* tensor = find("token_type_ids")) {
        input.tokenTypes = rows<std::int64_t>(*tensor);
    }
    if (const auto* tensor = find("decoder_input_ids")) {
        input.decoderIds = rows<models::TokenId>(*tensor);
    }
    if (const auto* tensor = find("pixel_values")) {
        input.pixels = { tensor->shape[0],
                         tensor->shape[2],
                         tensor->shape[3],
                         { tensor->values.begin(), tensor->values.end() } };
    }
    return input;
}

/// Names of a reference that are results of a forward pass.
bool isResult(const std::string& name)
{
    static const QRegularExpression kResults(QStringLiteral(
        "^(text_|vision_|encoder_|decoder_|cross_)?(hidden_states|attentions)\\.\\d+$"
        "|^(text_|vision_|encoder_)?(last_hidden_state|pooler_output)$"
        "|^(logits|final_norm_input|image_embeds|text_embeds|logits_per_(image|text))$"));
    return kResults.match(QString::fromStdString(name)).hasMatch();
}

/// 1 for every element of `shape` whose query row is no padding: those are compared. Rows of
/// padding are free (see the fixtures' notes). @param mask [batch][length].
std::vector<bool> counted(const std::string& name, const base::Shape& shape,
                          const std::vector<std::vector<std::int64_t>>& mask)
{
    std::size_t total = 1;
    for (const std::int64_t dim : shape) {
        total *= static_cast<std::size_t>(dim);
    }
    std::vector<bool> result(total, true);
    const bool attention = name.find("attentions.") != std::string::npos;
    const bool other
        = name.starts_with("vision_") || name.starts_with("decoder_") || name.starts_with("cross_");
    // [batch, length, x], or [batch, heads, length, keys]
    const std::size_t axis = attention ? 2 : 1;
    if (mask.empty() || other || shape.size() != axis + (attention ? 2 : 2)
        || shape[axis] != static_cast<std::int64_t>(mask.front().size())) {
        return result;
    }
    const auto inner = static_cast<std::size_t>(shape.back());
    const std::size_t length = mask.front().size();
    const std::size_t perRow = total / mask.size();
    for (std::size_t i = 0; i < total; ++i) {
        result[i] = mask[i / perRow][i / inner % length] != 0;
    }
    return result;
}

models::TokenId best(models::Logits logits)
{
    return static_cast<models::TokenId>(std::max_element(logits.begin(), logits.end())
                                        - logits.begin());
}

/// A session and the ids to begin with. Encoder-decoders: row 0 without padding is the source.
struct Opened {
    std::unique_ptr<models::Session> session;
    std::vector<models::TokenId> first;
};

Opened open(const models::LanguageModel& model, const Reference& reference)
{
    const std::int64_t length = std::min<std::int64_t>(64, model.info().context);
    if (!model.hasEncoder()) {
        auto session = model.newSession(length);
        return { session ? *std::move(session) : nullptr, ids(reference.at("input_ids")) };
    }
    auto source = rows<models::TokenId>(reference.at("input_ids")).front();
    const auto mask = rows<std::int64_t>(reference.at("attention_mask")).front();
    source.resize(static_cast<std::size_t>(std::count(mask.begin(), mask.end(), 1)));
    base::CancelToken cancel;
    base::Progress progress;
    auto session = model.newAnswerSession(source, length, cancel, progress);
    return { session ? *std::move(session) : nullptr, { model.info().decoderStart } };
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

class TestModelsReference : public QObject
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

void TestModelsReference::checkpoints_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("expected");
    const QDir folder(QString::fromStdString(kModels));
    for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString base = folder.filePath(name);
        if (QFileInfo::exists(base + QStringLiteral("/checkpoint"))) {
            QTest::newRow(qPrintable(name)) << base + QStringLiteral("/checkpoint")
                                            << base + QStringLiteral("/expected.safetensors");
        }
    }
    const QDir gguf(folder.filePath(QStringLiteral("gguf")));
    for (const QString& name : gguf.entryList({ QStringLiteral("*.gguf") }, QDir::Files)) {
        const QString base = gguf.filePath(name).chopped(5);
        QTest::newRow(qPrintable(name))
            << base + QStringLiteral(".gguf") << base + QStringLiteral(".expected.safetensors");
    }
}

void TestModelsReference::everyTensorOfAForwardPass()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto loaded = loadAny(model.toStdString());
    QVERIFY(loaded);
    const auto reference = tests::readExpected(expected.toStdString());
    QVERIFY(!reference.empty());
    for (const std::string prefix : { "", "interp." }) {
        const models::ForwardInput input = inputOf(reference, prefix);
        if (input.ids.empty() && input.pixels.count == 0) {
            continue;
        }
        base::CancelToken cancel;
        base::Progress progress;
        const auto arrays = loaded->forward(input, cancel, progress);
        QVERIFY2(arrays, arrays ? "" : arrays.error().oneLine().c_str());
        QStringList seen;
        for (const models::NamedArray& array : *arrays) {
            const auto wanted = reference.find(prefix + array.name);
            if (wanted == reference.end()) {
                continue;
            }
            seen << QString::fromStdString(array.name);
            QCOMPARE(array.shape, wanted->second.shape);
            const auto mask = counted(array.name, array.shape, input.attentionMask);
            std::vector<float> got;
            std::vector<double> right;
            for (std::size_t i = 0; i < mask.size(); ++i) {
                if (mask[i]) {
                    got.push_back(array.values[i]);
                    right.push_back(wanted->second.values[i]);
                }
            }
            const bool attention = array.name.find("attentions") != std::string::npos;
            const double beyond
                = tests::excess(got, right, attention ? 2e-5 : 2e-4, attention ? 0 : 1e-4);
            QVERIFY2(beyond <= 0,
                     qPrintable(seen.last()
                                + QStringLiteral(" is off by %1 more than allowed").arg(beyond)));
        }
        // Every tensor of the reference that is a forward pass's was produced.
        for (const auto& [name, tensor] : reference) {
            if (name.starts_with(prefix) && isResult(name.substr(prefix.size()))) {
                QVERIFY2(seen.contains(QString::fromStdString(name.substr(prefix.size()))),
                         name.c_str());
            }
        }
    }
}

void TestModelsReference::greedyTokensStepByStep()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto reference = tests::readExpected(expected.toStdString());
    if (!reference.contains("greedy_ids")) {
        QSKIP("this model writes no text");
    }
    const auto loaded = load(model.toStdString(), models::WeightForm::F32);
    QVERIFY(loaded);
    const auto greedy = ids(reference.at("greedy_ids"));
    base::CancelToken cancel;
    base::Progress progress;
    const Opened opened = open(*loaded, reference);
    QVERIFY(opened.session);
    auto logits = opened.session->append(opened.first, cancel, progress);
    for (std::size_t step = 0; step < greedy.size(); ++step) {
        QVERIFY(logits);
        const models::TokenId next = best(*logits);
        QCOMPARE(next, greedy[step]);
        logits = opened.session->append(std::array { next }, cancel, progress);
    }
}

void TestModelsReference::continuationLogProbabilities()
{
    QFETCH(QString, model);
    QFETCH(QString, expected);
    const auto reference = tests::readExpected(expected.toStdString());
    if (!reference.contains("continuation_ids")) {
        QSKIP("this reference has no continuation");
    }
    const auto loaded = load(model.toStdString(), models::WeightForm::F32);
    QVERIFY(loaded);
    const Opened opened = open(*loaded, reference);
    QVERIFY(opened.session);
    auto text = opened.first;
    const std::size_t promptLength = text.size();
    const auto continuation = ids(reference.at("continuation_ids"));
    text.insert(text.end(), continuation.begin(), continuation.end());
    base::CancelToken cancel;
    base::Progress progress;
    std::vector<double> logProbabilities;
    const auto scored = opened.session->appendScored(
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

void TestModelsReference::paddedRowGivesTheSameAsAlone()
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

QTEST_GUILESS_MAIN(TestModelsReference)
#include "tst_models_reference.moc"
