// SPDX-License-Identifier: GPL-3.0-or-later
//
// A text read again with something changed against whole passes that were changed from the start.
#include "models/replay.h"
#include "support/small_models.h"

#include <QtTest>

#include <numeric>

using namespace fe;
using namespace fe::models;
using tests::largestDifference;

namespace {

ForwardInput text(const Model& model, TokenId third = 40)
{
    ForwardInput input;
    input.ids = { { 5, 9, third, 7, 3, 12 } };
    if (model.info().kind == "encoder-decoder") {
        input.decoderIds = { { 0, 8, 21, 4 } };
    }
    return input;
}

ReplayPtr read(const ModelPtr& model, const ForwardInput& input,
               const std::optional<std::string>& stack = {})
{
    base::CancelToken cancel;
    base::Progress progress;
    auto replay = readForReplay(model, input, stack, cancel, progress);
    if (!replay) {
        qFatal("%s", replay.error().oneLine().c_str());
    }
    return *replay;
}

std::vector<float> logitsOf(const Replay& replay, const Ending& ending)
{
    const auto rows = replay.logits(ending, 0, static_cast<std::int64_t>(replay.ids().size()));
    return rows ? rows->values : std::vector<float>();
}

std::vector<float> logitsWith(const Replay& replay, const Change& change)
{
    const base::CancelToken cancel;
    const auto ending = replay.run(change, cancel);
    return ending ? logitsOf(replay, *ending) : std::vector<float>();
}

/// Head 1 of layer 1, the MLP of layer 0 or the whole of layer 1.
Switches switches(const QString& what, const StackInfo& stack)
{
    const auto layers = static_cast<std::size_t>(stack.layers);
    Switches off;
    if (what == u"head") {
        off.heads.assign(layers, std::vector<float>(static_cast<std::size_t>(stack.heads), 1));
        off.heads[1][1] = 0;
    } else if (what == u"layer") {
        off.layersOff.assign(layers, false);
        off.layersOff[1] = true;
    } else {
        off.mlpsOff.assign(layers, false);
        off.mlpsOff[0] = true;
    }
    return off;
}

/// The same products, fused or step by step.
constexpr double kRounding = 1e-4;

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainIsTheModelsOwn_data();
    void plainIsTheModelsOwn();
    void switchesEqualAWholePass_data();
    void switchesEqualAWholePass();
    void ownStreamChangesNothing();
    void allStreamsOfAnotherTextAreItsAnswer();
    void aPatchActsFromItsPositionOn();
    void cancelledRunsSaySo();
    void refusals();
    void aForeignHeadIsRefused();
    void encodersWithoutAHeadGiveStates_data();
    void encodersWithoutAHeadGiveStates();
    void statesAreWhatTheHeadIsGiven();
};

void TestReplay::plainIsTheModelsOwn_data()
{
    QTest::addColumn<QString>("stack");
    for (const char* name : { "llama_tied", "gpt2", "gpt_neox_sharded", "opt", "gemma", "qwen3",
                              "mistral_swa", "bert_mlm_legacy" }) {
        QTest::newRow(name) << QString();
    }
    QTest::newRow("t5") << QStringLiteral("decoder");
}

void TestReplay::plainIsTheModelsOwn()
{
    QFETCH(QString, stack);
    const ModelPtr model = tests::smallModel(QTest::currentDataTag());
    const ForwardInput input = text(*model);
    const auto results = tests::resultsOf(*model, input);
    const ReplayPtr replay = read(model, input);
    QCOMPARE(replay->tokens(), static_cast<std::int64_t>(replay->ids().size()));
    const auto& logits = results.at("logits").values;
    QVERIFY(largestDifference(logitsOf(*replay, replay->plain()), logits) < kRounding);
    const std::int64_t layers = replay->stack().layers;
    const auto last = replay->lens(layers, 0, replay->tokens());
    QVERIFY(last && largestDifference(last->values, logits) < kRounding);
    const auto part = replay->lens(layers, 2, 1);
    QVERIFY(part && largestDifference(part->values, last->row(2)) < kRounding);
    const std::string prefix = stack.isEmpty() ? "" : stack.toStdString() + "_";
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        const auto stream = replay->stream(layer);
        const auto& wanted = results.at(prefix + "hidden_states." + std::to_string(layer)).values;
        QVERIFY(stream && largestDifference(*stream, wanted) < kRounding);
    }
}

void TestReplay::switchesEqualAWholePass_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("stack");
    QTest::addColumn<QString>("what");
    for (const char* what : { "head", "layer", "mlp" }) {
        for (const auto& [model, stack] :
             { std::pair("llama_tied", ""), std::pair("gpt2", ""), std::pair("bert_mlm_legacy", ""),
               std::pair("t5", "encoder"), std::pair("t5", "decoder") }) {
            QTest::addRow("%s %s %s", model, stack, what)
                << QString::fromLatin1(model) << QString::fromLatin1(stack)
                << QString::fromLatin1(what);
        }
    }
}

void TestReplay::switchesEqualAWholePass()
{
    QFETCH(QString, model);
    QFETCH(QString, stack);
    QFETCH(QString, what);
    const ModelPtr loaded = tests::smallModel(model.toStdString());
    ForwardInput input = text(*loaded);
    const ReplayPtr replay = read(loaded, input, stack.toStdString());
    Change change;
    change.switches = switches(what, replay->stack());
    input.switches[stack.toStdString()] = change.switches;
    const auto wanted = tests::resultsOf(*loaded, input).at("logits").values;
    QVERIFY(largestDifference(logitsWith(*replay, change), wanted) < kRounding);
    QVERIFY(largestDifference(logitsOf(*replay, replay->plain()), wanted) > 10 * kRounding);
}

void TestReplay::ownStreamChangesNothing()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    const ReplayPtr replay = read(model, text(*model));
    const auto plain = logitsOf(*replay, replay->plain());
    const auto stream = replay->stream(1);
    QVERIFY(stream);
    const auto width = static_cast<std::ptrdiff_t>(replay->stack().hiddenSize);
    Change change;
    change.patches.push_back(
        { 1, 2, { stream->begin() + 2 * width, stream->begin() + 3 * width } });
    QCOMPARE(largestDifference(logitsWith(*replay, change), plain), 0.0);
    QCOMPARE(largestDifference(logitsWith(*replay, {}), plain), 0.0);
}

void TestReplay::allStreamsOfAnotherTextAreItsAnswer()
{
    for (const char* name : { "llama_tied", "t5" }) {
        const ModelPtr model = tests::smallModel(name);
        const bool both = model->info().kind == "encoder-decoder";
        const std::optional<std::string> stack
            = both ? std::optional<std::string>("encoder") : std::nullopt;
        const ReplayPtr replay = read(model, text(*model), stack);
        const ReplayPtr other = read(model, text(*model, 41), stack);
        const auto wanted = logitsOf(*other, other->plain());
        QVERIFY(largestDifference(logitsOf(*replay, replay->plain()), wanted) > 0.01);
        for (std::int64_t layer = 0; layer <= replay->stack().layers; ++layer) {
            const auto stream = other->stream(layer);
            const auto width = static_cast<std::ptrdiff_t>(replay->stack().hiddenSize);
            Change change;
            for (std::int64_t i = 0; i < replay->tokens(); ++i) {
                change.patches.push_back(
                    { layer,
                      i,
                      { stream->begin() + i * width, stream->begin() + (i + 1) * width } });
            }
            QVERIFY(largestDifference(logitsWith(*replay, change), wanted) < kRounding);
        }
    }
}

void TestReplay::aPatchActsFromItsPositionOn()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    const ReplayPtr replay = read(model, text(*model));
    const base::CancelToken cancel;
    Change change;
    change.patches.push_back(
        { 1, 3, std::vector<float>(static_cast<std::size_t>(replay->stack().hiddenSize), 0.5F) });
    const auto ending = replay->run(change, cancel);
    QVERIFY(ending);
    for (std::int64_t position = 0; position < 6; ++position) {
        const auto before = replay->logits(replay->plain(), position, 1);
        const auto after = replay->logits(*ending, position, 1);
        const double away = largestDifference(before->values, after->values);
        QVERIFY(position < 3 ? away < kRounding : away > 10 * kRounding);
    }
}

void TestReplay::cancelledRunsSaySo()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    const ReplayPtr replay = read(model, text(*model));
    base::CancelToken cancel;
    cancel.cancel();
    Change change;
    change.switches = switches(QStringLiteral("mlp"), replay->stack());
    const auto run = replay->run(change, cancel);
    QVERIFY(!run && run.error().code == base::ErrorCode::Cancelled);
    base::Progress progress;
    const auto again = readForReplay(model, text(*model), {}, cancel, progress);
    QVERIFY(!again && again.error().code == base::ErrorCode::Cancelled);
}

void TestReplay::refusals()
{
    const ModelPtr model = tests::smallModel("llama_tied");
    const ReplayPtr replay = read(model, text(*model));
    const base::CancelToken cancel;
    base::Progress progress;
    const auto width = static_cast<std::size_t>(replay->stack().hiddenSize);
    for (const StreamPatch& patch :
         { StreamPatch { 99, 0, std::vector<float>(width) },
           StreamPatch { 0, 6, std::vector<float>(width) },
           StreamPatch { 0, -1, std::vector<float>(width) }, StreamPatch { 0, 0, { 1, 2 } } }) {
        QVERIFY(!replay->run({ {}, { patch } }, cancel));
    }
    Change few;
    few.switches.mlpsOff = { true };
    QVERIFY(!replay->run(few, cancel));
    QVERIFY(!replay->stream(-1));
    QVERIFY(!replay->lens(0, 4, 3));
    QVERIFY(!replay->logits(replay->plain(), 0, 0));
    ForwardInput padded = text(*model);
    padded.attentionMask = { { 1, 1, 1, 1, 1, 0 } };
    QVERIFY(!readForReplay(model, padded, {}, cancel, progress));
    QVERIFY(!readForReplay(model, {}, {}, cancel, progress));
    QVERIFY(!readForReplay(model, text(*model), "encoder", cancel, progress));
}

void TestReplay::aForeignHeadIsRefused()
{
    const base::CancelToken cancel;
    base::Progress progress;
    for (const char* name : { "bert", "vit", "clip", "bert_classifier" }) {
        const ModelPtr model = tests::smallModel(name);
        const auto replay = readForReplay(model, text(*model), {}, cancel, progress);
        QVERIFY2(!replay && replay.error().code == base::ErrorCode::Unsupported, name);
        QVERIFY2(!givesTokenLogits(*model), name);
    }
    for (const char* name : { "llama_tied", "t5", "bert_mlm_legacy" }) {
        QVERIFY2(givesTokenLogits(*tests::smallModel(name)), name);
    }
    const ModelPtr t5 = tests::smallModel("t5");
    const ReplayPtr encoder = read(t5, text(*t5), "encoder");
    QVERIFY(encoder->lens(0, 0, 1).error().code == base::ErrorCode::Unsupported);
}

void TestReplay::encodersWithoutAHeadGiveStates_data()
{
    QTest::addColumn<QString>("what");
    for (const char* model : { "bert", "bert_classifier", "distilbert" }) {
        for (const char* what : { "nothing", "head", "layer", "mlp" }) {
            QTest::addRow("%s %s", model, what) << QString::fromLatin1(what);
        }
    }
}

void TestReplay::encodersWithoutAHeadGiveStates()
{
    QFETCH(const QString, what);
    const ModelPtr model
        = tests::smallModel(QByteArray(QTest::currentDataTag()).split(' ').front().toStdString());
    ForwardInput input = text(*model);
    const base::CancelToken cancel;
    base::Progress progress;
    const auto replay = readEncoderForReplay(model, input, cancel, progress);
    QVERIFY2(replay, replay ? "" : replay.error().oneLine().c_str());
    Change change;
    if (what != u"nothing") {
        change.switches = switches(what, (*replay)->stack());
        input.switches[""] = change.switches;
    }
    const auto ending = (*replay)->run(change, cancel);
    QVERIFY(ending);
    const auto states = (*replay)->states(*ending, 0, 6);
    const auto wanted = tests::resultsOf(*model, input).at("last_hidden_state").values;
    QVERIFY(states && states->size() == wanted.size());
    QVERIFY(largestDifference(*states, wanted) < kRounding);
    const auto some = (*replay)->states(*ending, 2, 3);
    const std::size_t width = wanted.size() / 6;
    QVERIFY(some
            && largestDifference(*some, std::span(*states).subspan(2 * width, 3 * width))
                < kRounding);
    QVERIFY(!(*replay)->states(*ending, 4, 3));
    for (const auto& rows : { (*replay)->logits(*ending, 0, 1), (*replay)->lens(0, 0, 1) }) {
        QVERIFY(!rows && rows.error().code == base::ErrorCode::Unsupported);
    }
}

void TestReplay::statesAreWhatTheHeadIsGiven()
{
    const base::CancelToken cancel;
    base::Progress progress;
    for (const char* name : { "llama_tied", "t5" }) {
        const ModelPtr model = tests::smallModel(name);
        const ForwardInput input = text(*model);
        const auto arrays = tests::resultsOf(*model, input);
        const bool answers = !input.decoderIds.empty();
        const auto& wanted
            = arrays.at(answers ? "decoder_last_hidden_state" : "last_hidden_state").values;
        const auto count = static_cast<std::int64_t>(answers ? 4 : 6);
        for (const auto& stack : { std::optional<std::string>(),
                                   std::optional<std::string>(answers ? "encoder" : "") }) {
            const ReplayPtr replay = read(model, input, stack);
            const auto states = replay->states(replay->plain(), 0, count);
            QVERIFY(states && largestDifference(*states, wanted) < kRounding);
        }
        const auto refused = readEncoderForReplay(model, input, cancel, progress);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::Unsupported);
    }
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
