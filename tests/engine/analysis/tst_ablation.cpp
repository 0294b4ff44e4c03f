// SPDX-License-Identifier: GPL-3.0-or-later
//
// Knockouts, maps of them and patches against passes that were changed from the start.
#include "analysis/ablation.h"
#include "analysis/activation_patching.h"
#include "analysis/token_distribution.h"
#include "support/small_models.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

models::ForwardInput text(models::TokenId third = 40)
{
    models::ForwardInput input;
    input.ids = { { 5, 9, third, 7, 3, 12 } };
    return input;
}

models::ReplayPtr read(const models::ModelPtr& model, const models::ForwardInput& input)
{
    const base::CancelToken cancel;
    base::Progress progress;
    auto replay = models::readForReplay(model, input, {}, cancel, progress);
    if (!replay) {
        qFatal("%s", replay.error().oneLine().c_str());
    }
    return *replay;
}

AblationBaseline baselineOf(const models::ReplayPtr& replay, const AblationQuestion& question)
{
    const base::CancelToken cancel;
    auto baseline = AblationBaseline::of(replay, question, cancel);
    if (!baseline) {
        qFatal("%s", baseline.error().oneLine().c_str());
    }
    return *std::move(baseline);
}

/// Distribution at one position of a whole pass.
TokenDistribution after(const models::Model& model, const models::ForwardInput& input,
                        std::size_t position)
{
    const auto logits = tests::resultsOf(model, input).at("logits").values;
    const std::size_t width = logits.size() / input.ids.front().size();
    auto result = TokenDistribution::of(models::Logits(logits).subspan(position * width, width));
    if (!result) {
        qFatal("no distribution");
    }
    return *std::move(result);
}

double meanLoss(const models::Model& model, const models::ForwardInput& input, Span span)
{
    double sum = 0;
    for (std::int64_t i = span.first; i < span.end; ++i) {
        const auto index = static_cast<std::size_t>(i);
        sum -= after(model, input, index - 1).logProbability(input.ids.front()[index]);
    }
    return sum / static_cast<double>(span.end - span.first);
}

/// Fused or step by step.
constexpr double kRounding = 1e-4;

} // namespace

class TestAblation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void switchesOfAKnockout();
    void nothingOffChangesNothing();
    void knockoutsEqualWholePasses_data();
    void knockoutsEqualWholePasses();
    void lossOfManyPositionsIsTheMean();
    void mapHoldsEveryHead();
    void cancelledMapKeepsWhatIsDone();
    void questionsAreChecked();
    void maskedModelsHaveNoLoss();
    void encodersWithoutAHeadMoveTheirVector();
    void vectorsAreAskedForAlone();
    void patchingRestoresTheAnswer();
    void patchingBothMeasures();
    void cancelledPatchingKeepsWhatIsDone();
    void patchingIsChecked();
    void patchingLooksAtItsPlace();
};

void TestAblation::switchesOfAKnockout()
{
    models::StackInfo stack;
    stack.layers = 3;
    stack.heads = 2;
    const auto switches = switchesOf({ { { 1, 0 }, { 2, 1 } }, { 0 }, { 2, 2 } }, stack);
    QVERIFY(switches);
    QCOMPARE(switches->heads, (std::vector<std::vector<float>> { { 1, 1 }, { 0, 1 }, { 1, 0 } }));
    QCOMPARE(switches->layersOff, (std::vector<bool> { true, false, false }));
    QCOMPARE(switches->mlpsOff, (std::vector<bool> { false, false, true }));
    const auto none = switchesOf({}, stack);
    QVERIFY(none && none->heads.empty() && none->layersOff.empty() && none->mlpsOff.empty());
    for (const auto& [knockout, name] :
         { std::pair(Knockout { { { 3, 0 } }, {}, {} }, "head 3.0"),
           std::pair(Knockout { { { 0, 2 } }, {}, {} }, "head 0.2"),
           std::pair(Knockout { { { -1, 0 } }, {}, {} }, "head -1.0"),
           std::pair(Knockout { {}, { 3 }, {} }, "layer 3"),
           std::pair(Knockout { {}, {}, { -1 } }, "MLP -1") }) {
        const auto refused = switchesOf(knockout, stack);
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.find(name) != std::string::npos,
                 refused.error().oneLine().c_str());
    }
}

void TestAblation::nothingOffChangesNothing()
{
    AblationQuestion question;
    question.target = 7;
    question.loss = Span { 1, 6 };
    const auto baseline = baselineOf(read(tests::smallModel("llama_tied"), text()), question);
    const base::CancelToken cancel;
    const auto result = baseline.without({}, cancel);
    QVERIFY(result);
    QCOMPARE(result->position, std::int64_t { 5 });
    QVERIFY(result->effect.kl < 1e-9);
    QCOMPARE(result->effect.targetChange, 0.0);
    QCOMPARE(result->effect.lossChange, 0.0);
    QCOMPARE(result->before.size(), std::size_t { 10 });
    QCOMPARE(result->before.front().before, result->before.front().after);
}

void TestAblation::knockoutsEqualWholePasses_data()
{
    QTest::addColumn<QString>("what");
    for (const char* name : { "llama_tied", "gpt2", "gpt_neox_sharded", "bert_mlm_legacy" }) {
        for (const char* what : { "head", "layer", "mlp", "all" }) {
            QTest::addRow("%s %s", name, what) << QString::fromLatin1(what);
        }
    }
}

void TestAblation::knockoutsEqualWholePasses()
{
    QFETCH(QString, what);
    const std::string name
        = QString::fromLatin1(QTest::currentDataTag()).section(u' ', 0, 0).toStdString();
    const auto model = tests::smallModel(name);
    const bool masked = model->info().kind == "encoder";
    Knockout knockout;
    if (what == u"head" || what == u"all") {
        knockout.heads = { { 1, 2 }, { 0, 0 } };
    }
    if (what == u"layer" || what == u"all") {
        knockout.layers = { 1 };
    }
    if (what == u"mlp" || what == u"all") {
        knockout.mlps = { 0, 1 };
    }
    AblationQuestion question;
    question.position = 4;
    question.target = 11;
    question.top = 3;
    if (!masked) {
        question.loss = Span { 2, 6 };
    }
    const auto replay = read(model, text());
    const base::CancelToken cancel;
    const auto result = baselineOf(replay, question).without(knockout, cancel);
    QVERIFY(result);

    auto input = text();
    const auto was = after(*model, input, 4);
    const double lossWas = masked ? 0 : meanLoss(*model, input, { 2, 6 });
    input.switches[""] = *switchesOf(knockout, replay->stack());
    const auto is = after(*model, input, 4);
    QVERIFY(std::abs(result->effect.kl - was.divergence(is)) < kRounding);
    QVERIFY(result->effect.kl > 10 * kRounding);
    QVERIFY(std::abs(result->effect.targetChange - (is.logProbability(11) - was.logProbability(11)))
            < kRounding);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(result->before[i].id, was.likeliest(3)[i]);
        QCOMPARE(result->after[i].id, is.likeliest(3)[i]);
        QVERIFY(std::abs(result->before[i].after - is.probability(result->before[i].id))
                < kRounding);
        QVERIFY(std::abs(result->after[i].before - was.probability(result->after[i].id))
                < kRounding);
    }
    if (masked) {
        QVERIFY(!result->lossBefore && std::isnan(result->effect.lossChange));
        return;
    }
    QVERIFY(std::abs(*result->lossBefore - lossWas) < kRounding);
    QVERIFY(std::abs(*result->lossAfter - meanLoss(*model, input, { 2, 6 })) < kRounding);
    QCOMPARE(result->effect.lossChange, *result->lossAfter - *result->lossBefore);
}

void TestAblation::lossOfManyPositionsIsTheMean()
{
    const auto model = tests::smallModel("llama_tied");
    models::ForwardInput input;
    input.ids.emplace_back();
    for (int i = 0; i < 70; ++i) { // more than two parts of rows
        input.ids.front().push_back(i * 5 % 90 + 3);
    }
    AblationQuestion question;
    question.loss = Span { 1, 70 };
    const base::CancelToken cancel;
    const auto result = baselineOf(read(model, input), question).without({}, cancel);
    QVERIFY(result);
    QVERIFY(std::abs(*result->lossBefore - meanLoss(*model, input, { 1, 70 })) < kRounding);
}

void TestAblation::mapHoldsEveryHead()
{
    AblationQuestion question;
    question.target = 11;
    const auto baseline = baselineOf(read(tests::smallModel("llama_tied"), text()), question);
    const base::CancelToken cancel;
    base::Progress progress;
    std::vector<HeadIndex> seen;
    const auto map = headImportance(
        baseline, [&](const HeadIndex& head, const Effect&) { seen.push_back(head); }, cancel,
        progress);
    QVERIFY(map && map->isComplete());
    QCOMPARE(seen.size(), std::size_t { 18 });
    QCOMPARE(seen.front().layer, std::int64_t { 2 });
    QCOMPARE(progress.done(), std::uint64_t { 18 });
    for (std::int64_t layer = 0; layer < 3; ++layer) {
        for (std::int64_t head = 0; head < 6; ++head) {
            const auto one = baseline.effectOf({ { { layer, head } }, {}, {} }, cancel);
            const Effect& inMap = map->effects[static_cast<std::size_t>(layer * 6 + head)];
            QVERIFY(one && inMap.kl > 0);
            QVERIFY(std::abs(one->kl - inMap.kl) < 1e-9);
            QVERIFY(std::abs(one->targetChange - inMap.targetChange) < 1e-9);
        }
    }
}

void TestAblation::cancelledMapKeepsWhatIsDone()
{
    const auto baseline = baselineOf(read(tests::smallModel("llama_tied"), text()), {});
    base::CancelToken cancel;
    base::Progress progress;
    int seen = 0;
    const auto map = headImportance(
        baseline,
        [&](const HeadIndex&, const Effect&) {
            if (++seen == 7) {
                cancel.cancel();
            }
        },
        cancel, progress);
    QVERIFY(map && !map->isComplete());
    QCOMPARE(map->done, std::int64_t { 7 });
    for (std::size_t i = 0; i < 18; ++i) { // layer 2 whole, one head of layer 1
        QCOMPARE(!std::isnan(map->effects[i].kl), i >= 12 || i == 6);
    }
}

void TestAblation::questionsAreChecked()
{
    const auto replay = read(tests::smallModel("llama_tied"), text());
    const base::CancelToken cancel;
    std::vector<AblationQuestion> questions(7);
    questions[0].position = 6;
    questions[1].position = -1;
    questions[2].target = 1'000'000;
    questions[3].target = -1;
    questions[4].loss = Span { 0, 3 };
    questions[5].loss = Span { 3, 3 };
    questions[6].loss = Span { 3, 7 };
    for (const AblationQuestion& question : questions) {
        const auto refused = AblationBaseline::of(replay, question, cancel);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    }
    const auto baseline = baselineOf(replay, {});
    QVERIFY(!baseline.without({ { { 9, 9 } }, {}, {} }, cancel));
}

void TestAblation::maskedModelsHaveNoLoss()
{
    AblationQuestion question;
    question.loss = Span { 1, 3 };
    const base::CancelToken cancel;
    QVERIFY(!AblationBaseline::of(read(tests::smallModel("bert_mlm_legacy"), text()), question,
                                  cancel));
}

void TestAblation::encodersWithoutAHeadMoveTheirVector()
{
    const auto model = tests::smallModel("bert");
    const base::CancelToken cancel;
    base::Progress progress;
    const auto replay = models::readEncoderForReplay(model, text(), cancel, progress);
    QVERIFY(replay);
    const Knockout knockout { { { 1, 0 } }, {}, { 0 } };
    auto input = text();
    const auto was = tests::resultsOf(*model, input).at("last_hidden_state").values;
    input.switches[""] = *switchesOf(knockout, (*replay)->stack());
    const auto is = tests::resultsOf(*model, input).at("last_hidden_state").values;
    const std::size_t width = was.size() / 6;
    const auto distance = [&](std::size_t first, std::size_t end) {
        std::vector<double> a(width, 0);
        std::vector<double> b(width, 0);
        for (std::size_t i = first * width; i < end * width; ++i) {
            a[i % width] += double { was[i] };
            b[i % width] += double { is[i] };
        }
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (std::size_t i = 0; i < width; ++i) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return 1 - dot / std::sqrt(aa * bb);
    };
    AblationQuestion question;
    question.measure = AblationMeasure::OutputVector;
    const auto mean = baselineOf(*replay, question).without(knockout, cancel);
    QVERIFY(mean && !mean->position && mean->before.empty() && std::isnan(mean->effect.kl));
    // States are of order 1 and rounded by 1e-6; a distance is of second order in that.
    QVERIFY(std::abs(mean->effect.vectorDistance - distance(0, 6)) < 1e-6);
    QVERIFY(mean->effect.vectorDistance > 1e-4);
    question.position = 2;
    const auto one = baselineOf(*replay, question).without(knockout, cancel);
    QVERIFY(one && one->position == 2);
    QVERIFY(std::abs(one->effect.vectorDistance - distance(2, 3)) < 1e-6);
    QVERIFY(std::abs(one->effect.vectorDistance - mean->effect.vectorDistance) > 1e-5);
    QCOMPARE(baselineOf(*replay, question).without({}, cancel)->effect.vectorDistance, 0.0);
    const auto map = headImportance(baselineOf(*replay, question), {}, cancel, progress);
    QVERIFY(map && map->isComplete());
    for (const Effect& effect : map->effects) {
        QVERIFY(effect.vectorDistance > 0);
    }
}

void TestAblation::vectorsAreAskedForAlone()
{
    const base::CancelToken cancel;
    base::Progress progress;
    const auto replay
        = models::readEncoderForReplay(tests::smallModel("bert"), text(), cancel, progress);
    QVERIFY(replay);
    std::vector<AblationQuestion> questions(4);
    for (AblationQuestion& question : questions) {
        question.measure = AblationMeasure::OutputVector;
    }
    questions[0].position = 6;
    questions[1].target = 4;
    questions[2].loss = Span { 1, 3 };
    questions[3].measure = AblationMeasure::Prediction;
    for (const AblationQuestion& question : questions) {
        QVERIFY(!AblationBaseline::of(*replay, question, cancel));
    }
}

void TestAblation::patchingRestoresTheAnswer()
{
    const auto model = tests::smallModel("llama_tied");
    const auto clean = read(model, text(40));
    const auto corrupted = read(model, text(41));
    const base::CancelToken cancel;
    base::Progress progress;
    int seen = 0;
    const auto map = activationPatching(
        *clean, *corrupted, { 11, 12, PatchingMeasure::LogitDifference },
        [&](std::int64_t, std::int64_t, double) { ++seen; }, cancel, progress);
    QVERIFY(map && map->isComplete());
    QCOMPARE(map->layers, std::int64_t { 4 });
    QCOMPARE(map->positions, std::int64_t { 6 });
    QCOMPARE(seen, 24);
    const auto at = [&map](std::int64_t layer, std::int64_t position) {
        return map->restored[static_cast<std::size_t>(layer * 6 + position)];
    };
    // The texts differ at 2 alone: its embedding is all there is to restore.
    QVERIFY(std::abs(at(0, 2) - 1) < 0.01);
    for (std::int64_t position = 0; position < 6; ++position) {
        if (position != 2) {
            QVERIFY(std::abs(at(0, position)) < 0.01);
        }
        // After the last layer the last position is all that is read.
        QVERIFY(std::abs(at(3, position) - (position == 5 ? 1 : 0)) < 0.01);
        // Before 2 no stream of a causal model differs.
        for (std::int64_t layer = 0; layer < 4 && position < 2; ++layer) {
            QVERIFY(std::abs(at(layer, position)) < 0.01);
        }
    }
    const auto difference = [&](models::TokenId third) {
        const auto d = after(*model, text(third), 5);
        return static_cast<double>(d.logit(11)) - static_cast<double>(d.logit(12));
    };
    QVERIFY(std::abs(map->clean - difference(40)) < kRounding);
    QVERIFY(std::abs(map->corrupted - difference(41)) < kRounding);
}

void TestAblation::patchingBothMeasures()
{
    const auto model = tests::smallModel("gpt2");
    const auto clean = read(model, text(40));
    const auto corrupted = read(model, text(41));
    const base::CancelToken cancel;
    base::Progress progress;
    const auto map = activationPatching(
        *clean, *corrupted, { 11, 0, PatchingMeasure::LogProbability }, {}, cancel, progress);
    QVERIFY(map);
    QVERIFY(std::abs(map->clean - after(*model, text(40), 5).logProbability(11)) < kRounding);
    QVERIFY(std::abs(map->restored[2] - 1) < 0.01);
}

void TestAblation::cancelledPatchingKeepsWhatIsDone()
{
    const auto model = tests::smallModel("llama_tied");
    base::CancelToken cancel;
    base::Progress progress;
    int seen = 0;
    const auto map = activationPatching(
        *read(model, text(40)), *read(model, text(41)), { 11, 12 },
        [&](std::int64_t, std::int64_t, double) {
            if (++seen == 8) {
                cancel.cancel();
            }
        },
        cancel, progress);
    QVERIFY(map && !map->isComplete());
    QCOMPARE(map->done, std::int64_t { 8 });
    QVERIFY(std::isnan(map->restored.front()) && !std::isnan(map->restored.back()));
}

void TestAblation::patchingIsChecked()
{
    const auto model = tests::smallModel("llama_tied");
    const auto clean = read(model, text());
    models::ForwardInput longer = text(41);
    longer.ids.front().push_back(4);
    const base::CancelToken cancel;
    base::Progress progress;
    QVERIFY(!activationPatching(*clean, *read(model, longer), { 1, 2 }, {}, cancel, progress));
    QVERIFY(!activationPatching(*clean, *clean, { 1, 2 }, {}, cancel, progress));
    const auto other = read(model, text(41));
    QVERIFY(!activationPatching(*clean, *other, { -1, 2 }, {}, cancel, progress));
    QVERIFY(!activationPatching(*clean, *other, { 1, 1'000'000 }, {}, cancel, progress));
    const auto foreign = read(tests::smallModel("gpt2"), text(41));
    QVERIFY(!activationPatching(*clean, *foreign, { 1, 2 }, {}, cancel, progress));
}

void TestAblation::patchingLooksAtItsPlace()
{
    const auto model = tests::smallModel("bert_mlm_legacy");
    const auto clean = read(model, text(40));
    const auto corrupted = read(model, text(41));
    const base::CancelToken cancel;
    base::Progress progress;
    for (const std::int64_t place : { 1, 4 }) {
        PatchingQuestion question { 11, 12 };
        question.position = place;
        const auto map = activationPatching(*clean, *corrupted, question, {}, cancel, progress);
        QVERIFY(map);
        const auto d = after(*model, text(40), static_cast<std::size_t>(place));
        QVERIFY(std::abs(map->clean - (double { d.logit(11) } - double { d.logit(12) }))
                < kRounding);
        // After the last layer that position is all that is read.
        for (std::int64_t position = 0; position < 6; ++position) {
            const double restored
                = map->restored[static_cast<std::size_t>((map->layers - 1) * 6 + position)];
            QVERIFY(std::abs(restored - (position == place ? 1 : 0)) < 0.01);
        }
    }
    for (const std::int64_t place : { -1, 6 }) {
        PatchingQuestion question { 11, 12 };
        question.position = place;
        QVERIFY(!activationPatching(*clean, *corrupted, question, {}, cancel, progress));
    }
}

QTEST_GUILESS_MAIN(TestAblation)
#include "tst_ablation.moc"
