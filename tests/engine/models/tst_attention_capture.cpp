// SPDX-License-Identifier: GPL-3.0-or-later
//
// Attention of every family against the reference's, what of it is kept, and what is refused.
#include "models/attention_capture.h"
#include "support/small_models.h"

#include <QtTest>

#include <array>
#include <numeric>

using namespace fe;
using namespace fe::models;
using tests::Reference;

namespace {

/// "encoder_attentions.2" of a reference.
std::string nameOf(const AttentionInfo& info, std::int64_t layer)
{
    const std::string prefix = info.kind == AttentionKind::Cross ? "cross_"
        : info.stack.empty()                                     ? ""
                                                                 : info.stack + "_";
    return prefix + "attentions." + std::to_string(layer);
}

/// Places of 1s, or all of `length`.
std::vector<std::size_t> places(const std::vector<std::vector<std::int64_t>>& mask,
                                std::size_t length, bool masked)
{
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < length; ++i) {
        if (!masked || mask.empty() || mask.front()[i] != 0) {
            result.push_back(i);
        }
    }
    return result;
}

/// Row 0 of a reference's [batch, heads, queries, keys] without padding.
std::vector<double> withoutPadding(const tests::ExpectedTensor& tensor, const AttentionInfo& info,
                                   const std::vector<std::vector<std::int64_t>>& mask)
{
    const auto queries = static_cast<std::size_t>(tensor.shape[2]);
    const auto keys = static_cast<std::size_t>(tensor.shape[3]);
    const bool text = info.stack != "vision" && info.stack != "decoder";
    std::vector<double> result;
    for (std::size_t head = 0; head < static_cast<std::size_t>(info.heads); ++head) {
        for (const std::size_t query : places(mask, queries, text)) {
            for (const std::size_t key :
                 places(mask, keys, text || info.kind == AttentionKind::Cross)) {
                result.push_back(tensor.values[(head * queries + query) * keys + key]);
            }
        }
    }
    return result;
}

base::Result<std::vector<AttentionCapture>> capture(const Model& model, const ForwardInput& input,
                                                    const CaptureOptions& options = {},
                                                    const AttentionLayerSink& sink = {})
{
    base::CancelToken cancel;
    base::Progress progress;
    return captureAttention(model, input, options, sink, cancel, progress);
}

ForwardInput text(std::size_t tokens = 6)
{
    ForwardInput input;
    input.ids.emplace_back();
    for (std::size_t i = 0; i < tokens; ++i) {
        input.ids.front().push_back(static_cast<TokenId>(i * 7 % 50 + 3));
    }
    return input;
}

/// Half has 11 bits; below 2^-14 its steps are 2^-24.
double halfError(double value)
{
    return std::max(std::abs(value) * 0x1p-11, 0x1p-25);
}

} // namespace

class TestAttentionCapture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLayerEqualsTheReference_data();
    void everyLayerEqualsTheReference();
    void rowsSumToOne();
    void causalKeepsTheTriangleAlone();
    void bytesAreKnownBeforehand();
    void valuesRowsAndHeadsAgree();
    void overTheBudgetNothingRuns();
    void withoutKeepingThereIsNoBudget();
    void cancelBetweenLayers();
    void anErrorOfTheSinkIsHandedOn();
    void whatIsOffIsZero();
    void oneToken();
    void largeLayersAreWorkedOutInParts();
    void blocksGiveWhatWholeLayersGive_data();
    void blocksGiveWhatWholeLayersGive();
    void refusals_data();
    void refusals();
};

void TestAttentionCapture::everyLayerEqualsTheReference_data()
{
    QTest::addColumn<QString>("prefix");
    for (const char* name : { "bert",
                              "clip",
                              "dinov2",
                              "dinov2_registers",
                              "distilbert",
                              "gemma",
                              "gpt2",
                              "gpt_neox_sequential",
                              "gpt_neox_sharded",
                              "llama_tied",
                              "llama_linear_rope_bias",
                              "mistral_swa",
                              "opt",
                              "qwen2_bf16",
                              "qwen3",
                              "roberta",
                              "siglip",
                              "t5",
                              "t5_gated",
                              "vit" }) {
        QTest::newRow(name) << QString();
    }
    QTest::newRow("vit, another size") << QStringLiteral("interp.");
}

void TestAttentionCapture::everyLayerEqualsTheReference()
{
    QFETCH(QString, prefix);
    const std::string name
        = QString::fromLatin1(QTest::currentDataTag()).section(u',', 0, 0).toStdString();
    const ModelPtr model = tests::smallModel(name);
    const Reference reference = tests::smallModelReference(name);
    const std::string before = prefix.toStdString();
    const ForwardInput input = tests::inputRow(reference, 0, before);
    std::size_t compared = 0;
    const auto captures = capture(
        *model, input, {}, [&](const AttentionLayer& layer) -> base::Result<void> {
            const auto found = reference.find(before + nameOf(layer.info, layer.layer));
            const double away = found == reference.end()
                ? INFINITY
                : tests::largestDifference(
                    layer.weights, withoutPadding(found->second, layer.info, input.attentionMask));
            if (!(away < 1e-5)) {
                return base::internalError(nameOf(layer.info, layer.layer), std::to_string(away));
            }
            ++compared;
            return {};
        });
    QVERIFY2(captures, captures ? "" : captures.error().oneLine().c_str());
    std::size_t layers = 0;
    for (const AttentionCapture& kept : *captures) {
        const AttentionInfo& info = kept.info();
        layers += static_cast<std::size_t>(info.layers);
        const auto wanted = withoutPadding(reference.at(before + nameOf(info, info.layers - 1)),
                                           info, input.attentionMask);
        for (std::int64_t head = 0; head < info.heads; ++head) {
            const auto values = kept.head(info.layers - 1, head);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double expected
                    = wanted[static_cast<std::size_t>(head) * info.headSize() + i];
                QVERIFY(std::abs(static_cast<double>(values[i]) - expected)
                        <= halfError(expected) + 1e-5);
            }
        }
    }
    QCOMPARE(compared, layers);
    QVERIFY(layers > 0);
}

void TestAttentionCapture::rowsSumToOne()
{
    for (const char* name : { "llama_tied", "clip", "t5" }) {
        const ModelPtr model = tests::smallModel(name);
        const auto captures = capture(*model, tests::inputRow(tests::smallModelReference(name), 0));
        QVERIFY(captures);
        for (const AttentionCapture& kept : *captures) {
            std::vector<float> row(static_cast<std::size_t>(kept.info().keys));
            for (std::int64_t query = 0; query < kept.info().queries; ++query) {
                kept.row(1, 1, query, row);
                QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) < 0x1p-11);
            }
        }
    }
}

void TestAttentionCapture::causalKeepsTheTriangleAlone()
{
    const ModelPtr model = tests::smallModel("gpt2");
    const auto captures = capture(*model, text(9));
    QVERIFY(captures && captures->size() == 1);
    const AttentionCapture& kept = captures->front();
    QVERIFY(kept.info().causal);
    QCOMPARE(kept.bytes(),
             static_cast<std::uint64_t>(kept.info().layers * kept.info().heads * 9 * 10 / 2 * 2));
    QCOMPARE(kept.value(0, 0, 2, 5), 0.0F);
    QVERIFY(kept.value(0, 0, 5, 2) > 0);
    const auto both = capture(*tests::smallModel("bert"), text(9));
    QVERIFY(both && !both->front().info().causal);
    QVERIFY(both->front().value(0, 0, 2, 5) > 0);
}

void TestAttentionCapture::bytesAreKnownBeforehand()
{
    AttentionInfo info;
    info.layers = 12;
    info.heads = 12;
    info.queries = info.keys = 1024;
    info.causal = true;
    QCOMPARE(AttentionCapture::bytesFor(info), std::uint64_t { 12 * 12 * 1024 * 1025 });
    info.causal = false;
    QCOMPARE(AttentionCapture::bytesFor(info), std::uint64_t { 12 * 12 * 1024 * 1024 * 2 });
    info.queries = info.keys = std::int64_t { 1 } << 40;
    QVERIFY(AttentionCapture::bytesFor(info) > std::uint64_t { 1 } << 62U);
    for (const char* name : { "llama_tied", "bert", "t5" }) {
        const ModelPtr model = tests::smallModel(name);
        ForwardInput input = text(8);
        if (model->info().kind == "encoder-decoder") {
            input.decoderIds = input.ids;
        }
        const auto captures = capture(*model, input);
        QVERIFY(captures);
        // What the budget is held against before the pass is what the pass leaves.
        const auto expected = attentionsOf(*model, input);
        QCOMPARE(captures->size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const AttentionCapture& kept = captures->at(i);
            QCOMPARE(kept.bytes(), AttentionCapture::bytesFor(kept.info()));
            QCOMPARE(kept.bytes(), AttentionCapture::bytesFor(expected[i]));
        }
    }
}

void TestAttentionCapture::valuesRowsAndHeadsAgree()
{
    AttentionInfo info;
    info.layers = 1;
    info.heads = 2;
    info.queries = info.keys = 3;
    info.causal = true;
    const std::array<float, 18> weights { 1, 0, 0, 0.5F, 0.5F, 0, 0.25F, 0.25F, 0.5F,
                                          1, 0, 0, 0,    1,    0, 0.75F, 0,     0.25F };
    AttentionCaptureBuilder builder(info);
    builder.add(0, weights);
    const AttentionCapture kept = builder.finish();
    QCOMPARE(kept.bytes(), std::uint64_t { 2 * 6 * 2 });
    QCOMPARE(kept.head(0, 0), std::vector<float>(weights.begin(), weights.begin() + 9));
    QCOMPARE(kept.head(0, 1), std::vector<float>(weights.begin() + 9, weights.end()));
    QCOMPARE(kept.value(0, 1, 2, 0), 0.75F);
    const std::vector<float> mean { 1, 0, 0, 0.25F, 0.75F, 0, 0.5F, 0.125F, 0.375F };
    QCOMPARE(kept.headMean(0), mean);
}

void TestAttentionCapture::overTheBudgetNothingRuns()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    CaptureOptions options;
    options.budgetBytes = AttentionCapture::bytesFor(attentionsOf(*model, text(20)).front()) - 1;
    bool ran = false;
    const auto refused = capture(*model, text(20), options, [&](const AttentionLayer&) {
        ran = true;
        return base::Result<void>();
    });
    QVERIFY(!refused && refused.error().code == base::ErrorCode::LimitExceeded);
    QVERIFY2(refused.error().why.find(base::bytesText(options.budgetBytes + 1)) != std::string::npos
                 && refused.error().why.find("20 tokens") != std::string::npos,
             refused.error().why.c_str());
    QVERIFY(!ran);
    ++options.budgetBytes;
    QVERIFY(capture(*model, text(20), options));
}

void TestAttentionCapture::withoutKeepingThereIsNoBudget()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    int layers = 0;
    const auto captures = capture(*model, text(20), { 0, false }, [&](const AttentionLayer&) {
        ++layers;
        return base::Result<void>();
    });
    QVERIFY(captures && captures->empty());
    QCOMPARE(layers, static_cast<int>(model->info().layers));
}

void TestAttentionCapture::cancelBetweenLayers()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    base::CancelToken cancel;
    base::Progress progress;
    int layers = 0;
    const auto result = captureAttention(
        *model, text(), {},
        [&](const AttentionLayer&) {
            ++layers;
            cancel.cancel();
            return base::Result<void>();
        },
        cancel, progress);
    QVERIFY(!result && result.error().code == base::ErrorCode::Cancelled);
    QCOMPARE(layers, 1);
    QCOMPARE(progress.done(), std::uint64_t { 1 });
    QCOMPARE(progress.total(), static_cast<std::uint64_t>(model->info().layers));
}

void TestAttentionCapture::anErrorOfTheSinkIsHandedOn()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    const auto result = capture(*model, text(), {}, [](const AttentionLayer&) {
        return base::Result<void>(base::invalidArgument("enough", "seen"));
    });
    QVERIFY(!result);
    QCOMPARE(QString::fromStdString(result.error().what), QStringLiteral("enough"));
}

void TestAttentionCapture::whatIsOffIsZero()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    ForwardInput input = text();
    const auto whole = capture(*model, input);
    input.switches[""].layersOff.assign(static_cast<std::size_t>(model->info().layers), false);
    input.switches[""].layersOff[1] = true;
    const auto off = capture(*model, input);
    QVERIFY(whole && off);
    QCOMPARE(off->front().head(0, 0), whole->front().head(0, 0));
    QCOMPARE(off->front().head(1, 0), std::vector<float>(36));
    QVERIFY(off->front().head(2, 0) != whole->front().head(2, 0));
    const auto layers = static_cast<std::uint64_t>(model->info().layers);
    QCOMPARE(off->front().bytes(), whole->front().bytes() / layers * (layers - 1));
    input.switches[""].layersOff.assign(layers, true);
    const auto none = capture(*model, input);
    QVERIFY(none);
    QCOMPARE(none->front().head(0, 0), std::vector<float>(36));
    QCOMPARE(none->front().headMean(1), std::vector<float>(36));
    QCOMPARE(none->front().bytes(), std::uint64_t { 0 });
}

void TestAttentionCapture::oneToken()
{
    for (const char* name : { "llama_tied", "bert" }) {
        const auto captures = capture(*tests::smallModel(name), text(1));
        QVERIFY(captures);
        QCOMPARE(captures->front().head(0, 0), std::vector<float> { 1 });
    }
}

/// Scores of some heads at a time: a layer has more than 2^24 of them (tensor/attention.cpp).
void TestAttentionCapture::largeLayersAreWorkedOutInParts()
{
    const ModelPtr model = tests::smallModel("vit");
    ForwardInput input;
    input.pixels = { 1, 376, 376, std::vector<float>(3 * 376 * 376) };
    for (std::size_t i = 0; i < input.pixels.values.size(); ++i) {
        input.pixels.values[i] = static_cast<float>(i % 17) / 17;
    }
    input.hiddenStates = false;
    input.attentions = false;
    const auto fused = tests::resultsOf(*model, input);
    input.attentions = true;
    const auto recorded = tests::resultsOf(*model, input);
    QVERIFY(recorded.at("attentions.0").values.size() > std::size_t { 1 } << 24U);
    QVERIFY(tests::largestDifference(recorded.at("last_hidden_state").values,
                                     fused.at("last_hidden_state").values)
            < 1e-4);
}

void TestAttentionCapture::blocksGiveWhatWholeLayersGive_data()
{
    QTest::addColumn<QString>("model");
    for (const char* name : { "gpt2", "llama_tied", "qwen3", "mistral_swa", "bert", "t5", "vit" }) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
    QTest::newRow("a mask that hides nothing") << QStringLiteral("bert");
    QTest::newRow("padding") << QStringLiteral("bert");
    QTest::newRow("heads off") << QStringLiteral("llama_tied");
}

/// A sink wants whole layers; without one they come in blocks of 64 queries of a head
/// (tensor/attention_blocks.cpp). As many tokens as the model takes, to have a last block in part.
void TestAttentionCapture::blocksGiveWhatWholeLayersGive()
{
    QFETCH(QString, model);
    const QByteArray row = QTest::currentDataTag();
    const ModelPtr loaded = tests::smallModel(model.toStdString());
    ForwardInput input;
    if (model == u"vit") {
        input.pixels = { 1, 64, 96, std::vector<float>(3 * 64 * 96) };
        for (std::size_t i = 0; i < input.pixels.values.size(); ++i) {
            input.pixels.values[i] = static_cast<float>(i % 17) / 17;
        }
    } else {
        input = text(static_cast<std::size_t>(std::min<std::int64_t>(150, loaded->info().context)));
    }
    if (model == u"t5") {
        input.decoderIds = text(70).ids;
    } else if (row.startsWith("a mask") || row == "padding") {
        input.attentionMask.emplace_back(input.ids.front().size(), 1);
        input.attentionMask.front().back() = row == "padding" ? 0 : 1;
    } else if (row == "heads off") {
        const models::StackInfo& stack = loaded->info().stacks.front();
        input.switches[""].heads.assign(
            static_cast<std::size_t>(stack.layers),
            std::vector<float>(static_cast<std::size_t>(stack.heads), 1));
        input.switches[""].heads[0][1] = 0;
    }
    const auto blocks = capture(*loaded, input);
    const auto wholes
        = capture(*loaded, input, {}, [](const AttentionLayer&) { return base::Result<void>(); });
    QVERIFY(blocks && wholes && blocks->size() == wholes->size() && !blocks->empty());
    for (std::size_t i = 0; i < blocks->size(); ++i) {
        const AttentionInfo& info = (*blocks)[i].info();
        for (std::int64_t head = 0; head < info.layers * info.heads; ++head) {
            const auto block = (*blocks)[i].head(head / info.heads, head % info.heads);
            const auto whole = (*wholes)[i].head(head / info.heads, head % info.heads);
            for (std::size_t at = 0; at < block.size(); ++at) {
                const auto expected = static_cast<double>(whole[at]);
                // Each is rounded to float16 once; float32 sums in another order lie below 1e-5.
                QVERIFY(std::abs(static_cast<double>(block[at]) - expected)
                        <= 2 * halfError(expected) + 1e-5);
            }
        }
    }
}

void TestAttentionCapture::refusals_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QStringLiteral("llama_tied") << QStringLiteral("no tokens");
    QTest::newRow("two rows") << QStringLiteral("llama_tied") << QStringLiteral("one text");
    QTest::newRow("too long") << QStringLiteral("gpt2") << QStringLiteral("context holds");
    QTest::newRow("a picture for text")
        << QStringLiteral("llama_tied") << QStringLiteral("not pictures");
    QTest::newRow("text for pictures") << QStringLiteral("vit") << QStringLiteral("not tokens");
    QTest::newRow("all padding") << QStringLiteral("bert") << QStringLiteral("leaves no token");
    QTest::newRow("no answer") << QStringLiteral("t5") << QStringLiteral("decoder_input_ids");
}

void TestAttentionCapture::refusals()
{
    QFETCH(QString, model);
    QFETCH(QString, why);
    const QByteArray row = QTest::currentDataTag();
    ForwardInput input = row == "nothing" ? ForwardInput() : text(row == "too long" ? 5000 : 4);
    if (row == "two rows") {
        input.ids.push_back(input.ids.front());
    } else if (row == "a picture for text") {
        input.ids.clear();
        input.pixels = { 1, 32, 32, std::vector<float>(3 * 32 * 32) };
    } else if (row == "all padding") {
        input.attentionMask = { { 0, 0, 0, 0 } };
    }
    const auto result = capture(*tests::smallModel(model.toStdString()), input);
    QVERIFY(!result);
    QVERIFY2(QString::fromStdString(result.error().why).contains(why),
             result.error().oneLine().c_str());
}

QTEST_GUILESS_MAIN(TestAttentionCapture)
#include "tst_attention_capture.moc"
