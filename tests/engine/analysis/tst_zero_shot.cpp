// SPDX-License-Identifier: GPL-3.0-or-later
//
// Zero-shot classification against the reference, and its evaluation worked by hand.
#include "analysis/image_evaluation.h"
#include "analysis/zero_shot.h"
#include "support/expected_tensors.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

const QString kData = QStringLiteral(FE_TEST_DATA "/");

QJsonObject readObject(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", qPrintable(path));
    }
    return QJsonDocument::fromJson(file.readAll()).object();
}

std::vector<std::string> strings(const QJsonValue& value)
{
    std::vector<std::string> result;
    for (const QJsonValue& item : value.toArray()) {
        result.push_back(item.toString().toStdString());
    }
    return result;
}

struct Clip {
    models::ModelPtr model;
    tokenizers::TokenizerPtr tokenizer;
};

Clip load(const QString& name)
{
    const QString folder = kData + QStringLiteral("models/") + name + QStringLiteral("/checkpoint");
    const auto package = formats::openPackage(folder.toStdString());
    base::CancelToken cancel;
    base::Progress progress;
    if (!package) {
        qFatal("%s", package.error().oneLine().c_str());
    }
    const auto model
        = models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress);
    const auto tokenizer = tokenizers::loadTokenizer(**package);
    if (!model || !tokenizer) {
        qFatal("%s does not load", qPrintable(name));
    }
    return { *model, *tokenizer };
}

std::vector<float> floats(const std::vector<double>& values)
{
    return { values.begin(), values.end() };
}

Judged judged(std::size_t truth, std::vector<double> probabilities)
{
    std::vector<LabelScore> scores;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        scores.push_back({ i, std::log(probabilities[i]), probabilities[i] });
    }
    return { truth, ranked(scores) };
}

} // namespace

class TestZeroShot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void templatesAreFilled_data();
    void templatesAreFilled();
    void scoresEqualTheReference_data();
    void scoresEqualTheReference();
    void independentScoresAreSigmoids();
    void temperatureFlattens();
    void labelsAndTemplatesMustBeThere();
    void modelsWithoutACommonSpaceAreRefused();
    void evaluationOfFourPictures();
    void evaluationOfNothing();
};

void TestZeroShot::templatesAreFilled_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("wanted");
    const auto row
        = [](const char* name, const char* pattern, const char* label, const char* wanted) {
              QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(label)
                                  << QString::fromUtf8(wanted);
          };
    row("as it is", "a photo of a {}", "apple", "a photo of a apple");
    row("vowel", "a photo of a/an {}", "apple", "a photo of an apple");
    row("consonant", "a photo of a/an {}", "cat", "a photo of a cat");
    row("at the start", "a/an {}", "elephant", "an elephant");
    row("twice", "{} or {}", "cat", "cat or cat");
    row("inside a word", "a/another {}", "cat", "a/another cat");
    row("label with braces", "{}", "a {} b", "a {} b");
    row("Korean", "{} 사진", "고양이", "고양이 사진");
}

void TestZeroShot::templatesAreFilled()
{
    QFETCH(QString, pattern);
    QFETCH(QString, label);
    QFETCH(QString, wanted);
    QCOMPARE(QString::fromStdString(fillTemplate(pattern.toStdString(), label.toStdString())),
             wanted);
}

void TestZeroShot::scoresEqualTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("clip") << QStringLiteral("clip");
    QTest::newRow("clip_gelu_eosid") << QStringLiteral("clip_gelu_eosid");
}

void TestZeroShot::scoresEqualTheReference()
{
    QFETCH(QString, model);
    const QString folder
        = kData + QStringLiteral("analysis/zero_shot_") + model + QStringLiteral("/");
    const QJsonObject prompts = readObject(folder + QStringLiteral("prompts.json"));
    const auto reference = tests::readExpected(
        QString(folder + QStringLiteral("expected.safetensors")).toStdString());
    const Clip clip = load(model);
    base::CancelToken cancel;
    base::Progress progress;
    const auto weights = labelWeights(*clip.model, *clip.tokenizer, strings(prompts[u"classes"]),
                                      strings(prompts[u"templates"]), cancel, progress);
    QVERIFY2(weights, weights ? "" : weights.error().oneLine().c_str());
    QVERIFY(tests::excess(weights->values, reference.at("class_weights").values, 1e-4, 0) <= 0);

    const auto& pixels = reference.at("pixel_values");
    const auto pictures
        = embedPixels(*clip.model, { Pooling::Own, {} },
                      { pixels.shape[0], pixels.shape[2], pixels.shape[3], floats(pixels.values) },
                      cancel, progress);
    QVERIFY2(pictures, pictures ? "" : pictures.error().oneLine().c_str());
    std::vector<double> logits;
    std::vector<double> probabilities;
    const auto width = static_cast<std::size_t>(pictures->dimensions);
    for (std::size_t at = 0; at < pictures->values.size(); at += width) {
        for (const LabelScore& score :
             scoreLabels(std::span(pictures->values).subspan(at, width), *weights,
                         clip.model->info(), ScoreKind::Softmax)) {
            logits.push_back(score.logit);
            probabilities.push_back(score.probability);
        }
    }
    QVERIFY(tests::excess(logits, reference.at("logits").values, 5e-4, 0) <= 0);
    QVERIFY(tests::excess(probabilities, reference.at("probs").values, 1e-4, 0) <= 0);
    // Averaging before normalising is the usual mistake and gives something else.
    QVERIFY(
        tests::excess(logits, reference.at("wrong_mean_without_normalise_logits").values, 5e-4, 0)
        > 0);
}

void TestZeroShot::independentScoresAreSigmoids()
{
    models::ModelInfo info;
    info.logitScale = std::log(2.0F);
    info.logitBias = -1;
    const LabelWeights weights { { "a", "b" }, 2, { 1, 0, 0, 1 } };
    const std::vector<float> picture { 1, 0 };
    const auto scores = scoreLabels(picture, weights, info, ScoreKind::Independent);
    QVERIFY(std::abs(scores[0].logit - 1) < 1e-6);
    QVERIFY(std::abs(scores[1].logit + 1) < 1e-6);
    QVERIFY(std::abs(scores[0].probability - 1 / (1 + std::exp(-1.0))) < 1e-6);
    QVERIFY(std::abs(scores[0].probability + scores[1].probability - 1) < 1e-6);
}

void TestZeroShot::temperatureFlattens()
{
    models::ModelInfo info;
    info.logitScale = std::log(4.0F);
    const LabelWeights weights { { "a", "b" }, 2, { 1, 0, 0, 1 } };
    const std::vector<float> picture { 1, 0 };
    const auto sharp = scoreLabels(picture, weights, info, ScoreKind::Softmax, 0.5);
    const auto flat = scoreLabels(picture, weights, info, ScoreKind::Softmax, 4);
    QVERIFY(std::abs(sharp[0].probability - 1 / (1 + std::exp(-8.0))) < 1e-6);
    QVERIFY(std::abs(flat[0].probability - 1 / (1 + std::exp(-1.0))) < 1e-6);
}

void TestZeroShot::labelsAndTemplatesMustBeThere()
{
    const Clip clip = load(QStringLiteral("clip"));
    base::CancelToken cancel;
    base::Progress progress;
    const std::vector<std::string> none;
    const std::vector<std::string> empty { "cat", "" };
    const std::vector<std::string> one { "{}" };
    const auto refused = [&](const auto& labels, const auto& templates) {
        const auto result
            = labelWeights(*clip.model, *clip.tokenizer, labels, templates, cancel, progress);
        return !result && result.error().code == base::ErrorCode::InvalidArgument;
    };
    QVERIFY(refused(none, one));
    QVERIFY(refused(one, none));
    QVERIFY(refused(empty, one));
    QVERIFY(refused(one, empty));
}

void TestZeroShot::modelsWithoutACommonSpaceAreRefused()
{
    const Clip clip = load(QStringLiteral("clip"));
    const auto package = formats::openPackage(
        QString(kData + QStringLiteral("models/bert/checkpoint")).toStdString());
    base::CancelToken cancel;
    base::Progress progress;
    const auto bert = models::loadModel(*package, {}, cancel, progress);
    QVERIFY(bert);
    const std::vector<std::string> labels { "cat" };
    const std::vector<std::string> templates { "{}" };
    const auto result = labelWeights(**bert, *clip.tokenizer, labels, templates, cancel, progress);
    QVERIFY(!result);
    QVERIFY(result.error().code == base::ErrorCode::Unsupported);
}

void TestZeroShot::evaluationOfFourPictures()
{
    const std::vector<Judged> pictures {
        judged(0, { 0.9, 0.05, 0.05 }),
        judged(0, { 0.2, 0.7, 0.1 }),
        judged(1, { 0.1, 0.8, 0.1 }),
        judged(2, { 0.5, 0.3, 0.2 }),
    };
    const ImageEvaluation result = evaluate(pictures, 3);
    QCOMPARE(result.count, 4);
    QCOMPARE(result.top1, 0.5);
    QCOMPARE(result.top5, 1.0);
    using Row = std::vector<std::int64_t>;
    QCOMPARE(result.confusion, (std::vector<Row> { { 1, 1, 0 }, { 0, 1, 0 }, { 1, 0, 0 } }));
    QCOMPARE(result.classes[0].recall(), 0.5);
    QCOMPARE(result.classes[0].precision(), 0.5);
    QCOMPARE(result.classes[1].recall(), 1.0);
    QVERIFY(std::isnan(result.classes[2].precision()));
    // Each picture has a bin of its own: |1-.9| + |0-.7| + |1-.8| + |0-.5|, a quarter each.
    QVERIFY(std::abs(result.calibrationError - 1.5 / 4) < 1e-12);
    QCOMPARE(result.reliability.size(), 15U);
    QCOMPARE(result.reliability[13].count, 1); // 0.9 in [13/15, 14/15)
}

void TestZeroShot::evaluationOfNothing()
{
    const ImageEvaluation result = evaluate({}, 2);
    QCOMPARE(result.count, 0);
    QCOMPARE(result.top1, 0.0);
    QCOMPARE(result.calibrationError, 0.0);
    QVERIFY(std::isnan(result.classes[0].recall()));
}

QTEST_GUILESS_MAIN(TestZeroShot)
#include "tst_zero_shot.moc"
