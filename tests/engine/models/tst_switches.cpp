// SPDX-License-Identifier: GPL-3.0-or-later
//
// Heads, layers and MLPs that are switched off during a pass.
#include "models/language_model.h"
#include "support/expected_tensors.h"

#include <QtTest>

using namespace fe;

namespace {

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

models::ModelPtr load(const std::string& name)
{
    const auto package = formats::openPackage(kModels + name + "/checkpoint");
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = package
        ? models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress)
        : package.error();
    if (!model) {
        qWarning("%s", model.error().oneLine().c_str());
        return nullptr;
    }
    return *model;
}

using Arrays = std::vector<models::NamedArray>;

Arrays run(const models::Model& model, const models::ForwardInput& input)
{
    base::CancelToken cancel;
    base::Progress progress;
    auto arrays = model.forward(input, cancel, progress);
    if (!arrays) {
        qWarning("%s", arrays.error().oneLine().c_str());
        return {};
    }
    return *std::move(arrays);
}

std::vector<float> named(const Arrays& arrays, const char* name)
{
    for (const models::NamedArray& array : arrays) {
        if (array.name == name) {
            return array.values;
        }
    }
    return {};
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest
            = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return largest;
}

models::ForwardInput text()
{
    models::ForwardInput input;
    input.ids = { { 5, 9, 40, 7, 3, 12 } };
    return input;
}

std::vector<std::vector<float>> headMask(const models::StackInfo& stack, float value)
{
    return std::vector(static_cast<std::size_t>(stack.layers),
                       std::vector(static_cast<std::size_t>(stack.heads), value));
}

/// The same products in another order.
constexpr double kRounding = 1e-4;

} // namespace

class TestSwitches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingOnChangesNothing_data();
    void everythingOnChangesNothing();
    void aLayerWithoutHeadsAndMlpPassesItsInputOn();
    void aHeadThatIsOffLeavesItsAttention();
    void headsAddUp();
    void whatDoesNotFitIsRefused();
};

void TestSwitches::everythingOnChangesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("result");
    QTest::newRow("llama") << QStringLiteral("llama_tied") << QStringLiteral("logits");
    QTest::newRow("gpt_neox") << QStringLiteral("gpt_neox_sharded") << QStringLiteral("logits");
    QTest::newRow("bert") << QStringLiteral("bert") << QStringLiteral("last_hidden_state");
    QTest::newRow("t5") << QStringLiteral("t5") << QStringLiteral("logits");
    QTest::newRow("clip") << QStringLiteral("clip") << QStringLiteral("text_embeds");
}

void TestSwitches::everythingOnChangesNothing()
{
    QFETCH(QString, name);
    QFETCH(QString, result);
    const auto model = load(name.toStdString());
    QVERIFY(model);
    models::ForwardInput input = text();
    if (model->info().kind == "encoder-decoder") {
        input.decoderIds = { { 0, 4, 5 } };
    }
    const auto plain = named(run(*model, input), qPrintable(result));
    for (const models::StackInfo& stack : model->info().stacks) {
        const auto layers = static_cast<std::size_t>(stack.layers);
        input.switches[stack.name] = { headMask(stack, 1), std::vector<bool>(layers, false),
                                       std::vector<bool>(layers, false) };
    }
    input.attentions = false;
    const auto switched = named(run(*model, input), qPrintable(result));
    QVERIFY(largestDifference(plain, switched) <= kRounding);
}

void TestSwitches::aLayerWithoutHeadsAndMlpPassesItsInputOn()
{
    const auto model = load("llama_tied"); // no biases: nothing else is added
    QVERIFY(model);
    const models::StackInfo& stack = model->info().stacks.front();
    models::ForwardInput parts = text();
    models::Switches& off = parts.switches[""];
    off.heads = headMask(stack, 1);
    off.heads[1].assign(off.heads[1].size(), 0);
    off.mlpsOff.assign(static_cast<std::size_t>(stack.layers), false);
    off.mlpsOff[1] = true;
    models::ForwardInput whole = text();
    whole.switches[""].layersOff.assign(static_cast<std::size_t>(stack.layers), false);
    whole.switches[""].layersOff[1] = true;
    const Arrays byParts = run(*model, parts);
    const Arrays byLayer = run(*model, whole);
    QVERIFY(largestDifference(named(byParts, "logits"), named(byLayer, "logits")) <= kRounding);
    QCOMPARE(named(byLayer, "hidden_states.2"), named(byLayer, "hidden_states.1"));
    QVERIFY(named(byLayer, "attentions.1").empty()); // the layer did not run
    QVERIFY(!named(byLayer, "attentions.0").empty());
    QVERIFY(largestDifference(named(byLayer, "logits"), named(run(*model, text()), "logits"))
            > 100 * kRounding);
}

void TestSwitches::aHeadThatIsOffLeavesItsAttention()
{
    const auto model = load("bert");
    QVERIFY(model);
    models::ForwardInput input = text();
    input.switches[""].heads = headMask(model->info().stacks.front(), 1);
    input.switches[""].heads[0][2] = 0;
    const Arrays off = run(*model, input);
    const Arrays on = run(*model, text());
    QVERIFY(largestDifference(named(off, "attentions.0"), named(on, "attentions.0")) <= kRounding);
    QVERIFY(largestDifference(named(off, "hidden_states.1"), named(on, "hidden_states.1"))
            > 100 * kRounding);
}

/// What heads add to the stream is a sum: all less one each makes the others' part.
void TestSwitches::headsAddUp()
{
    const auto model = load("llama_tied");
    QVERIFY(model);
    const models::StackInfo& stack = model->info().stacks.front();
    const auto heads = static_cast<std::size_t>(stack.heads);
    const auto contribution = [&](const std::vector<float>& mask) {
        models::ForwardInput input = text();
        models::Switches& switches = input.switches[""];
        switches.heads = headMask(stack, 1);
        switches.heads[0] = mask;
        switches.mlpsOff.assign(static_cast<std::size_t>(stack.layers), true);
        const Arrays arrays = run(*model, input);
        auto after = named(arrays, "hidden_states.1");
        const auto before = named(arrays, "hidden_states.0");
        for (std::size_t i = 0; i < after.size(); ++i) {
            after[i] -= before[i];
        }
        return after;
    };
    std::vector<float> sum(contribution(std::vector<float>(heads, 0)).size(), 0);
    for (std::size_t head = 0; head < heads; ++head) {
        std::vector<float> mask(heads, 0);
        mask[head] = 1;
        const auto one = contribution(mask);
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] += one[i];
        }
    }
    QVERIFY(largestDifference(sum, contribution(std::vector<float>(heads, 1))) <= kRounding);
}

void TestSwitches::whatDoesNotFitIsRefused()
{
    const auto model = load("llama_tied");
    QVERIFY(model);
    base::CancelToken cancel;
    base::Progress progress;
    const auto refused = [&](const models::ForwardInput& input) {
        const auto result = model->forward(input, cancel, progress);
        return !result && result.error().code == base::ErrorCode::InvalidArgument;
    };
    models::ForwardInput input = text();
    input.switches["text"] = {};
    QVERIFY(refused(input));
    input = text();
    input.switches[""].heads = { { 1, 1 } };
    QVERIFY(refused(input));
    input = text();
    input.switches[""].layersOff = { true };
    QVERIFY(refused(input));
    input = text();
    input.tokenTypes = { { 0, 0, 0, 0, 0, 0 } };
    QVERIFY(refused(input));
    input = text();
    input.decoderIds = { { 0 } };
    QVERIFY(refused(input));
    input = text();
    input.ids = { { 5, 100000 } };
    QVERIFY(refused(input));
    input = {};
    QVERIFY(refused(input));
    input.pixels = { 1, 8, 8, std::vector<float>(3 * 64) };
    QVERIFY(refused(input));
}

QTEST_GUILESS_MAIN(TestSwitches)
#include "tst_switches.moc"
