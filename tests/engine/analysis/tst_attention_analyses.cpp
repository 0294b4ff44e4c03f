// SPDX-License-Identifier: GPL-3.0-or-later
//
// Entropy, distance, rollout, induction and class maps of small models against the reference's
// numbers (tests/data/analysis/attention, tolerances of its manifests).
#include "analysis/attention_summary.h"
#include "analysis/class_map.h"
#include "support/small_models.h"

#include <QtTest>

#include <numeric>

using namespace fe;
using namespace fe::analysis;
using tests::largestDifference;
using tests::Reference;

namespace {

constexpr double kTolerance = 1e-5;

/// Float32 attention of every layer, [layers][heads, queries, keys], by attention.
struct Recorded {
    std::vector<models::AttentionInfo> infos;
    std::vector<std::vector<std::vector<float>>> layers;
    std::vector<AttentionScores> scores;
};

Recorded record(const models::Model& model, const models::ForwardInput& input)
{
    Recorded result;
    result.infos = models::attentionsOf(model, input);
    result.layers.resize(result.infos.size());
    AttentionSummary summary(result.infos, scoredTokens(model, input, nullptr));
    const base::CancelToken cancel;
    base::Progress progress;
    const auto captured = models::captureAttention(
        model, input, { 0, false },
        [&](const models::AttentionLayer& layer) {
            for (std::size_t i = 0; i < result.infos.size(); ++i) {
                if (result.infos[i].stack == layer.info.stack
                    && result.infos[i].kind == layer.info.kind) {
                    result.layers[i].emplace_back(layer.weights.begin(), layer.weights.end());
                }
            }
            return summary.add(layer, cancel);
        },
        cancel, progress);
    if (!captured) {
        qFatal("%s", captured.error().oneLine().c_str());
    }
    result.scores = summary.scores();
    return result;
}

std::vector<double> column(const AttentionScores& scores, double HeadScores::*member)
{
    std::vector<double> result;
    for (const HeadScores& head : scores.heads) {
        result.push_back(head.*member);
    }
    return result;
}

/// [layers, S, S] by one way of joining heads.
std::vector<float> rollouts(const Recorded& recorded, std::size_t index, HeadFusion fusion)
{
    const models::AttentionInfo& info = recorded.infos[index];
    Rollout rollout(info.queries, info.causal, fusion);
    std::vector<float> result;
    const base::CancelToken cancel;
    for (const auto& layer : recorded.layers[index]) {
        if (!rollout.add(layer, cancel)) {
            return {};
        }
        result.insert(result.end(), rollout.matrix().begin(), rollout.matrix().end());
    }
    return result;
}

std::vector<double> entropyPerQuery(const Recorded& recorded, std::size_t index)
{
    const auto keys = static_cast<std::size_t>(recorded.infos[index].keys);
    std::vector<double> result;
    for (const auto& layer : recorded.layers[index]) {
        for (std::size_t at = 0; at < layer.size(); at += keys) {
            result.push_back(
                scoreHead(std::span(layer).subspan(at, keys), 1, recorded.infos[index].keys, {})
                    .entropy);
        }
    }
    return result;
}

Reference analysisReference(const std::string& name)
{
    return tests::readExpected(std::string(FE_TEST_DATA) + "/analysis/attention/" + name
                               + "/expected.safetensors");
}

} // namespace

class TestAttentionAnalyses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsEqualTheReference_data();
    void textsEqualTheReference();
    void picturesEqualTheReference_data();
    void picturesEqualTheReference();
    void crossAttentionEqualsTheReference();
    void inductionEqualsTheReference_data();
    void inductionEqualsTheReference();

private:
    static void compare(const Recorded& recorded, std::size_t index, const Reference& expected,
                        const std::string& prefix);
};

void TestAttentionAnalyses::compare(const Recorded& recorded, std::size_t index,
                                    const Reference& expected, const std::string& prefix)
{
    const AttentionScores& scores = recorded.scores[index];
    const auto close = [&](const auto& values, const char* name, double tolerance = kTolerance) {
        const double away = largestDifference(values, expected.at(prefix + name).values);
        QVERIFY2(away < tolerance, qPrintable(QString::fromLatin1(name) + QString::number(away)));
    };
    close(column(scores, &HeadScores::entropy), "entropy_nats");
    const bool picture = expected.contains(prefix + "mean_distance_px");
    close(column(scores, &HeadScores::meanDistance),
          picture ? "mean_distance_px" : "mean_distance_tokens");
    close(rollouts(recorded, index, HeadFusion::Mean), "rollout_mean");
    close(rollouts(recorded, index, HeadFusion::Max), "rollout_max");
    close(rollouts(recorded, index, HeadFusion::Min), "rollout_min");
    if (expected.contains(prefix + "entropy_per_query_nats")) {
        close(entropyPerQuery(recorded, index), "entropy_per_query_nats");
    }
    const std::vector<double>& all = expected.at(prefix + "rollout_mean").values;
    const std::span last
        = std::span(all).last(recorded.infos[index].headSize()); // kept by the summary
    QVERIFY(largestDifference(scores.rollout, last) < kTolerance);
}

void TestAttentionAnalyses::textsEqualTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("analysis");
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("prefix");
    const auto add = [](const char* model, const char* analysis, int row, const char* prefix) {
        QTest::addRow("%s %d %s", model, row, prefix)
            << QString::fromLatin1(model) << QString::fromLatin1(analysis) << row
            << QString::fromLatin1(prefix);
    };
    for (const char* decoder :
         { "llama_tied", "llama_untied", "qwen2_bf16", "gpt2", "gpt_neox_sharded" }) {
        add(decoder, decoder, 0, "");
    }
    for (const char* encoder : { "bert", "roberta" }) {
        add(encoder, encoder, 0, "row0.");
        add(encoder, encoder, 1, "row1.");
    }
    add("t5", "t5", 0, "encoder_");
    add("t5", "t5", 0, "decoder_");
    add("clip", "clip_attention", 0, "text_");
}

void TestAttentionAnalyses::textsEqualTheReference()
{
    QFETCH(QString, model);
    QFETCH(QString, analysis);
    QFETCH(int, row);
    QFETCH(QString, prefix);
    const auto loaded = tests::smallModel(model.toStdString());
    const auto input = tests::inputRow(tests::smallModelReference(model.toStdString()),
                                       static_cast<std::size_t>(row));
    const std::size_t index = prefix == u"decoder_" ? 1 : 0;
    compare(record(*loaded, input), index, analysisReference(analysis.toStdString()),
            prefix.toStdString());
}

void TestAttentionAnalyses::picturesEqualTheReference_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("prefix");
    for (const char* model : { "vit", "dinov2", "dinov2_registers" }) {
        QTest::addRow("%s", model) << QString::fromLatin1(model) << QString();
        QTest::addRow("%s, another size", model)
            << QString::fromLatin1(model) << QStringLiteral("interp.");
    }
    QTest::newRow("clip") << QStringLiteral("clip") << QStringLiteral("vision_");
}

void TestAttentionAnalyses::picturesEqualTheReference()
{
    QFETCH(QString, model);
    QFETCH(QString, prefix);
    const bool clip = model == u"clip";
    const std::string before = prefix.toStdString();
    const auto loaded = tests::smallModel(model.toStdString());
    auto input
        = tests::inputRow(tests::smallModelReference(model.toStdString()), 0, clip ? "" : before);
    input.ids.clear();
    input.attentionMask.clear();
    const Reference expected = analysisReference(clip ? "clip_attention" : model.toStdString());
    const Recorded recorded = record(*loaded, input);
    compare(recorded, 0, expected, before);

    const models::AttentionInfo& info = recorded.infos.front();
    const models::PatchGrid grid = models::patchGrid(loaded->info(), input.pixels);
    std::vector<float> maps;
    std::vector<float> stretchedMaps;
    std::vector<bool> masks;
    for (std::size_t layer = 0; layer < recorded.layers[0].size(); ++layer) {
        for (std::size_t head = 0; head < static_cast<std::size_t>(info.heads); ++head) {
            const auto map = classMap(std::span(recorded.layers[0][layer])
                                          .subspan(head * info.headSize(), info.headSize()),
                                      grid);
            maps.insert(maps.end(), map.begin(), map.end());
            if (layer + 1 == recorded.layers[0].size()) {
                const auto wide = stretched(map);
                stretchedMaps.insert(stretchedMaps.end(), wide.begin(), wide.end());
                const auto mask = massMask(map, 0.6);
                masks.insert(masks.end(), mask.begin(), mask.end());
            }
        }
    }
    if (clip) {
        const std::span last = std::span(maps).last(masks.size());
        QVERIFY(largestDifference(last, expected.at("vision_cls_map_last").values) < kTolerance);
        return;
    }
    QVERIFY(largestDifference(maps, expected.at(before + "cls_maps_all_layers").values)
            < kTolerance);
    QVERIFY(largestDifference(stretchedMaps, expected.at(before + "cls_map_last_minmax").values)
            < 10 * kTolerance); // divided by a map's range
    QVERIFY(largestDifference(masks, expected.at(before + "cls_map_last_mass60_mask").values) == 0);
}

void TestAttentionAnalyses::crossAttentionEqualsTheReference()
{
    const auto model = tests::smallModel("t5");
    const Recorded recorded = record(*model, tests::inputRow(tests::smallModelReference("t5"), 0));
    const Reference expected = analysisReference("t5");
    QCOMPARE(recorded.infos.size(), std::size_t { 3 });
    QVERIFY(recorded.infos[2].kind == models::AttentionKind::Cross);
    QVERIFY(recorded.scores[2].rollout.empty());
    QVERIFY(largestDifference(column(recorded.scores[2], &HeadScores::entropy),
                              expected.at("cross_entropy_nats").values)
            < kTolerance);
    const std::size_t size = recorded.infos[2].headSize();
    const auto keys = static_cast<std::size_t>(recorded.infos[2].keys);
    std::vector<double> means;
    std::vector<double> sources;
    for (const auto& layer : recorded.layers[2]) {
        std::vector<double> mean(size);
        for (std::size_t i = 0; i < layer.size(); ++i) {
            mean[i % size]
                += static_cast<double>(layer[i]) / static_cast<double>(recorded.infos[2].heads);
        }
        for (std::size_t at = 0; at < size; at += keys) {
            const auto begin = mean.begin() + static_cast<std::ptrdiff_t>(at);
            sources.push_back(static_cast<double>(
                std::max_element(begin, begin + static_cast<std::ptrdiff_t>(keys)) - begin));
        }
        means.insert(means.end(), mean.begin(), mean.end());
    }
    QVERIFY(largestDifference(means, expected.at("cross_head_mean").values) < kTolerance);
    QCOMPARE(largestDifference(sources, expected.at("cross_argmax_source").values), 0.0);
}

void TestAttentionAnalyses::inductionEqualsTheReference_data()
{
    QTest::addColumn<int>("heads");
    QTest::newRow("gpt2") << 12;
    QTest::newRow("gpt_neox_sharded") << 12;
    QTest::newRow("llama_tied") << 18;
}

void TestAttentionAnalyses::inductionEqualsTheReference()
{
    QFETCH(int, heads);
    const std::string name = QTest::currentDataTag();
    const Reference expected = analysisReference("induction_" + name);
    const auto recorded = record(*tests::smallModel(name), tests::inputRow(expected, 0));
    const AttentionScores& scores = recorded.scores.front();
    QCOMPARE(scores.heads.size(), static_cast<std::size_t>(heads));
    for (const auto& [field, member] :
         { std::pair("induction", &HeadScores::induction),
           std::pair("duplicate_token", &HeadScores::duplicateToken),
           std::pair("previous_token", &HeadScores::previousToken) }) {
        const auto found = column(scores, member);
        const auto& wanted = expected.at(field).values;
        QVERIFY2(largestDifference(found, wanted) < kTolerance, field);
        // The head that stands out is the reference's.
        QCOMPARE(std::max_element(found.begin(), found.end()) - found.begin(),
                 std::max_element(wanted.begin(), wanted.end()) - wanted.begin());
    }
}

QTEST_GUILESS_MAIN(TestAttentionAnalyses)
#include "tst_attention_analyses.moc"
