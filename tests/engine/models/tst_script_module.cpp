// SPDX-License-Identifier: GPL-3.0-or-later
//
// TorchScript archives of other programs. The numbers of PyTorch itself (Python, eager, float32);
// 1e-4 on logits and embeddings and 2e-5 on attentions is ten times what a change of the number of
// threads makes.
#include "models/script_clip.h"
#include "models/script_module.h"
#include "support/expected_tensors.h"

#include <QtTest>

#include <cmath>

using namespace fe;
using models::ScriptInput;
using tests::ExpectedTensor;

namespace {

const std::string kArchives = std::string(FE_TEST_DATA) + "/models/torchscript/";

formats::PackagePtr open(const std::string& name)
{
    const auto package = formats::openPackage(kArchives + name + ".pt");
    if (!package) {
        qWarning("%s", package.error().oneLine().c_str());
        return nullptr;
    }
    return *package;
}

models::ScriptModulePtr load(const std::string& name)
{
    const auto package = open(name);
    if (!package) {
        return nullptr;
    }
    base::CancelToken cancel;
    base::Progress progress;
    auto module = models::loadScriptModule(package, {}, cancel, progress);
    if (!module) {
        qWarning("%s", module.error().oneLine().c_str());
        return nullptr;
    }
    return *module;
}

base::Result<std::vector<models::NamedArray>> run(const models::ScriptModule& module,
                                                  const std::string& method,
                                                  const std::vector<ScriptInput>& inputs)
{
    base::CancelToken cancel;
    base::Progress progress;
    return module.run(method, inputs, cancel, progress);
}

ScriptInput floats(const std::string& name, base::Shape shape, std::vector<float> values)
{
    return { name, base::DType::F32, std::move(shape), std::move(values), {} };
}

ScriptInput integers(const std::string& name, base::Shape shape, std::vector<std::int64_t> values)
{
    return { name, base::DType::I64, std::move(shape), {}, std::move(values) };
}

/// The tensor of a reference as an input: pictures float32, the rest int64.
ScriptInput inputOf(const std::string& name, const ExpectedTensor& tensor)
{
    if (name == "pixel_values" || name == "image") {
        return floats(name, tensor.shape, { tensor.values.begin(), tensor.values.end() });
    }
    ScriptInput input = integers(name, tensor.shape, {});
    for (const double value : tensor.values) {
        input.integers.push_back(static_cast<std::int64_t>(value));
    }
    return input;
}

models::ForwardInput clipInput(const std::map<std::string, ExpectedTensor>& expected)
{
    models::ForwardInput input;
    const ExpectedTensor& text = expected.at("text");
    const ExpectedTensor& image = expected.at("image");
    const auto length = static_cast<std::size_t>(text.shape[1]);
    for (std::size_t begin = 0; begin < text.values.size(); begin += length) {
        auto& row = input.ids.emplace_back();
        for (std::size_t i = 0; i < length; ++i) {
            row.push_back(static_cast<models::TokenId>(text.values[begin + i]));
        }
    }
    input.pixels = {
        image.shape[0], image.shape[2], image.shape[3], { image.values.begin(), image.values.end() }
    };
    return input;
}

/// Rows of unit length.
std::vector<double> unitRows(const ExpectedTensor& tensor)
{
    std::vector<double> rows = tensor.values;
    const auto size = static_cast<std::size_t>(tensor.shape[1]);
    for (std::size_t begin = 0; begin < rows.size(); begin += size) {
        double squares = 0;
        for (std::size_t i = 0; i < size; ++i) {
            squares += rows[begin + i] * rows[begin + i];
        }
        for (std::size_t i = 0; i < size; ++i) {
            rows[begin + i] /= std::sqrt(squares);
        }
    }
    return rows;
}

} // namespace

class TestScriptModule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resultsAreThoseOfPyTorch_data();
    void resultsAreThoseOfPyTorch();
    void argumentsAreTold();
    void everyKindOfArgumentAndResultPasses();
    void defaultsStandForWhatIsNotGiven();
    void misfitsAreRefusedWithTheRightNames_data();
    void misfitsAreRefusedWithTheRightNames();
    void whatTheModuleRefusesIsToldShortly();
    void cancelledRunGivesNothing();
    void devicesAndHalfPrecisionAreRewritten();
    void clipArchiveIsADualEncoder();
    void shortTextsArePadded();
    void clipRefusesWhatItWasNotMadeFor();
    void headersAloneSayWhatItIs();
    void moduleOfUnknownMeaningIsNoModel();
};

void TestScriptModule::resultsAreThoseOfPyTorch_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArrayList>("inputs");
    QTest::addColumn<QByteArrayList>("outputs");
    for (const char* run : { "s12", "s7_b2" }) {
        QTest::addRow("scripted, %s", run)
            << QByteArray("mini_gpt_scripted") << QByteArrayList { "ids" }
            << QByteArrayList { "logits", "hidden", "attentions" };
    }
    for (const char* run : { "traced_len", "other_len" }) {
        QTest::addRow("traced GPT-2, %s", run)
            << QByteArray("gpt2_traced") << QByteArrayList { "input_ids" }
            << QByteArrayList { "logits", "hidden_states", "attentions" };
    }
    for (const char* run : { "traced_shape", "one_image" }) {
        QTest::addRow("traced CLIP, %s", run)
            << QByteArray("clip_traced")
            << QByteArrayList { "input_ids", "attention_mask", "pixel_values" }
            << QByteArrayList { "logits_per_image", "text_embeds", "image_embeds",
                                "vision_attentions", "text_attentions" };
    }
}

void TestScriptModule::resultsAreThoseOfPyTorch()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArrayList, inputs);
    QFETCH(QByteArrayList, outputs);
    const std::string prefix
        = QByteArray(QTest::currentDataTag()).split(' ').last().toStdString() + ".";
    const auto expected
        = tests::readExpected(kArchives + file.toStdString() + ".expected.safetensors");
    const auto module = load(file.toStdString());
    QVERIFY(module);

    std::vector<ScriptInput> given;
    for (const QByteArray& name : inputs) {
        given.push_back(inputOf(name.toStdString(), expected.at(prefix + name.toStdString())));
    }
    const auto results = run(*module, "forward", given);
    QVERIFY2(results, results ? "" : results.error().oneLine().c_str());

    // The reference stacks the layers of a tuple; here each layer is a tensor of its own.
    std::size_t next = 0;
    for (const QByteArray& name : outputs) {
        const ExpectedTensor& whole = expected.at(prefix + name.toStdString());
        std::vector<float> values;
        while (values.size() < whole.values.size()) {
            QVERIFY2(next < results->size(), name.constData());
            const models::NamedArray& part = (*results)[next];
            QCOMPARE(part.name, "output." + std::to_string(next));
            QCOMPARE(static_cast<std::size_t>(base::elementCount(part.shape).value_or(0)),
                     part.values.size());
            QCOMPARE(part.shape.back(), whole.shape.back());
            values.insert(values.end(), part.values.begin(), part.values.end());
            ++next;
        }
        const double atol = name.contains("attentions") ? 2e-5 : 1e-4;
        QVERIFY2(tests::excess(values, whole.values, atol, 0) <= 0, name.constData());
    }
    QCOMPARE(next, results->size());
}

void TestScriptModule::argumentsAreTold()
{
    const auto module = load("habits");
    QVERIFY(module);
    QCOMPARE(module->methods().front().name, std::string("forward"));
    QCOMPARE(models::argumentsText(*module->method("forward")),
             std::string("x: Tensor, times: int, shift: float (optional), "
                         "mask: Optional[Tensor] (optional)"));
    QVERIFY(module->method("sides") != nullptr);
    QVERIFY(module->method("no_such") == nullptr);
    QVERIFY(module->weightBytes() >= 6 * sizeof(float));
}

void TestScriptModule::everyKindOfArgumentAndResultPasses()
{
    const auto module = load("habits");
    QVERIFY(module);
    const ScriptInput mask { "mask", base::DType::Bool, { 3 }, {}, { 0, 1, 0 } };
    const auto results = run(*module, "forward",
                             { floats("x", { 3 }, { 0, 1, -0.5F }), integers("times", {}, { 2 }),
                               floats("shift", {}, { 0.25F }), mask });
    QVERIFY2(results, results ? "" : results.error().oneLine().c_str());
    // {"y": (x + 1) * 4 where not masked, "more": its sum + shift}, [y > 2], times, mask; in
    // evaluation mode, whatever mode it was saved in: nothing is dropped.
    const std::vector<std::vector<float>> expected
        = { { 4, 0, 2 }, { 6.25F }, { 1, 0, 0 }, { 2 }, { 0, 1, 0 } };
    QCOMPARE(results->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE((*results)[i].values, expected[i]);
    }
    QCOMPARE((*results)[3].shape, base::Shape {});
}

void TestScriptModule::defaultsStandForWhatIsNotGiven()
{
    const auto module = load("habits");
    QVERIFY(module);
    const auto results = run(*module, "forward",
                             { floats("x", { 3 }, { 0, 0, 0 }), integers("times", {}, { 0 }) });
    QVERIFY2(results, results ? "" : results.error().oneLine().c_str());
    QCOMPARE(results->size(), std::size_t { 4 }); // an absent mask comes back as nothing
    QCOMPARE((*results)[1].values, std::vector<float> { 3.5F });
}

void TestScriptModule::misfitsAreRefusedWithTheRightNames_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("unknown argument") << 0 << QByteArray("it has no argument \"ids\"");
    QTest::newRow("missing argument") << 1 << QByteArray("its argument \"times\" is missing");
    QTest::newRow("array for a number")
        << 2 << QByteArray("\"times\" is a int, which cannot be made");
    QTest::newRow("fraction for a whole number") << 3 << QByteArray("\"times\" is a int");
}

void TestScriptModule::misfitsAreRefusedWithTheRightNames()
{
    QFETCH(int, which);
    QFETCH(QByteArray, reason);
    const ScriptInput x = floats("x", { 3 }, { 0, 0, 0 });
    const std::vector<std::vector<ScriptInput>> cases = {
        { x, integers("ids", { 1 }, { 1 }) },
        { x },
        { x, integers("times", { 1 }, { 1 }) },
        { x, floats("times", {}, { 1.5F }) },
    };
    const auto module = load("habits");
    QVERIFY(module);
    const auto results = run(*module, "forward", cases[static_cast<std::size_t>(which)]);
    QVERIFY(!results);
    QCOMPARE(results.error().code, base::ErrorCode::InvalidArgument);
    const QByteArray line = QByteArray::fromStdString(results.error().oneLine());
    QVERIFY2(line.contains(reason), line.constData());
    QVERIFY2(line.contains("forward takes x: Tensor, times: int"), line.constData());
}

void TestScriptModule::whatTheModuleRefusesIsToldShortly()
{
    const auto module = load("habits");
    QVERIFY(module);
    const ScriptInput x = floats("x", { 2, 2 }, { 1, 2, 3, 4 });
    for (const auto& [method, reason] :
         { std::pair("fails", "this module wants nothing"), std::pair("text", "not tensors alone"),
           std::pair("sides", "mat1 and mat2 shapes cannot be multiplied") }) {
        const auto results = run(*module, method, { x });
        QVERIFY2(!results, method);
        QCOMPARE(results.error().code, base::ErrorCode::Unsupported);
        const QByteArray line = QByteArray::fromStdString(results.error().oneLine());
        QVERIFY2(line.contains(reason), line.constData());
        QVERIFY2(!line.contains("report") && !line.contains("Traceback"), line.constData());
    }
    QVERIFY(!run(*module, "no_such", { x }));
}

void TestScriptModule::cancelledRunGivesNothing()
{
    const auto module = load("habits");
    QVERIFY(module);
    base::CancelToken cancel;
    base::Progress progress;
    cancel.cancel();
    const auto results
        = module->run("sides", { floats("x", { 1, 3 }, { 1, 2, 3 }) }, cancel, progress);
    QVERIFY(!results);
    QCOMPARE(results.error().code, base::ErrorCode::Cancelled);
    const auto again = models::loadScriptModule(open("habits"), {}, cancel, progress);
    QVERIFY(!again);
    QCOMPARE(again.error().code, base::ErrorCode::Cancelled);
}

/// A module fixed to "cuda:0" and half precision runs on the CPU in float32.
void TestScriptModule::devicesAndHalfPrecisionAreRewritten()
{
    const auto expected = tests::readExpected(kArchives + "clip_cuda_half.expected.safetensors");
    const auto module = load("clip_cuda_half");
    QVERIFY(module);
    for (const auto& [method, argument] :
         { std::pair("encode_image", "image"), std::pair("encode_text", "text") }) {
        const auto results = run(*module, method, { inputOf(argument, expected.at(argument)) });
        QVERIFY2(results, results ? "" : results.error().oneLine().c_str());
        QCOMPARE(results->front().shape, expected.at(method).shape);
        QVERIFY2(tests::excess(results->front().values, expected.at(method).values, 1e-4, 0) <= 0,
                 method);
    }
    const auto both
        = run(*module, "forward",
              { inputOf("image", expected.at("image")), inputOf("text", expected.at("text")) });
    QVERIFY2(both, both ? "" : both.error().oneLine().c_str());
    QVERIFY(tests::excess((*both)[0].values, expected.at("logits_per_image").values, 1e-4, 0) <= 0);
    QVERIFY(tests::excess((*both)[1].values, expected.at("logits_per_text").values, 1e-4, 0) <= 0);

    // A list of half tensors outside the parameters: x W^T, and 1 + 0 1 2.
    const auto habits = load("habits");
    QVERIFY(habits);
    const auto sides = run(*habits, "sides", { floats("x", { 1, 3 }, { 1, 0.0001F, 0 }) });
    QVERIFY2(sides, sides ? "" : sides.error().oneLine().c_str());
    QVERIFY(std::fabs((*sides)[0].values[1] - 3.0004F) < 1e-6F); // half would give 3
    QCOMPARE((*sides)[1].values, (std::vector<float> { 1, 2, 3 }));
}

void TestScriptModule::clipArchiveIsADualEncoder()
{
    const auto expected = tests::readExpected(kArchives + "clip_cuda_half.expected.safetensors");
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = models::loadModel(open("clip_cuda_half"), {}, cancel, progress);
    QVERIFY2(model, model ? "" : model.error().oneLine().c_str());
    const models::ModelInfo& info = (*model)->info();
    QCOMPARE(info.kind, std::string("vision-language"));
    QCOMPARE(info.context, 12);
    QCOMPARE(info.vocabSize, 40);
    QCOMPARE(info.embeddingSize, 16);
    QCOMPARE(info.layers, 2);
    QCOMPARE(info.picture.imageSize, 32);
    QCOMPARE(info.picture.patchSize, 8);

    const auto results = (*model)->forward(clipInput(expected), cancel, progress);
    QVERIFY2(results, results ? "" : results.error().oneLine().c_str());
    std::map<std::string, const models::NamedArray*> byName;
    for (const models::NamedArray& array : *results) {
        byName[array.name] = &array;
    }
    for (const auto& [name, reference] :
         { std::pair("image_embeds", unitRows(expected.at("encode_image"))),
           std::pair("text_embeds", unitRows(expected.at("encode_text"))),
           std::pair("logits_per_image", expected.at("logits_per_image").values),
           std::pair("logits_per_text", expected.at("logits_per_text").values) }) {
        QVERIFY2(byName.contains(name), name);
        QVERIFY2(tests::excess(byName[name]->values, reference, 1e-4, 0) <= 0, name);
    }
}

void TestScriptModule::shortTextsArePadded()
{
    const auto expected = tests::readExpected(kArchives + "clip_cuda_half.expected.safetensors");
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = models::loadModel(open("clip_cuda_half"), {}, cancel, progress);
    QVERIFY2(model, model ? "" : model.error().oneLine().c_str());
    models::ForwardInput input = clipInput(expected);
    input.pixels = {};
    input.ids.resize(1); // five tokens, then zeros
    const std::vector<double> reference = unitRows(expected.at("encode_text"));
    const std::vector<double> first(reference.begin(), reference.begin() + 16);

    input.ids.front().resize(5);
    const auto shortened = (*model)->forward(input, cancel, progress);
    QVERIFY2(shortened, shortened ? "" : shortened.error().oneLine().c_str());
    QCOMPARE(shortened->size(), std::size_t { 1 });
    QVERIFY(tests::excess(shortened->front().values, first, 1e-4, 0) <= 0);

    // Padded with the end-of-text token, as tokenizers do, and a mask that says so.
    input.ids.front().resize(8, 39);
    input.attentionMask = { { 1, 1, 1, 1, 1, 0, 0, 0 } };
    const auto masked = (*model)->forward(input, cancel, progress);
    QVERIFY2(masked, masked ? "" : masked.error().oneLine().c_str());
    QVERIFY(tests::excess(masked->front().values, first, 1e-4, 0) <= 0);
}

void TestScriptModule::clipRefusesWhatItWasNotMadeFor()
{
    const auto expected = tests::readExpected(kArchives + "clip_cuda_half.expected.safetensors");
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = models::loadModel(open("clip_cuda_half"), {}, cancel, progress);
    QVERIFY2(model, model ? "" : model.error().oneLine().c_str());
    const auto refusal = [&](auto&& change) {
        models::ForwardInput input = clipInput(expected);
        change(input);
        const auto results = (*model)->forward(input, cancel, progress);
        return results ? std::string() : results.error().oneLine();
    };
    using Input = models::ForwardInput;
    const auto contains = [](const std::string& text, const char* part) {
        return text.find(part) != std::string::npos;
    };
    QVERIFY(contains(refusal([](Input& input) { input.ids[0].resize(13); }), "takes 1 to 12"));
    QVERIFY(contains(refusal([](Input& input) { input.ids[1][0] = 40; }), "token 40"));
    QVERIFY(contains(refusal([](Input& input) { input.ids[1][0] = -1; }), "token -1"));
    QVERIFY(
        contains(refusal([](Input& input) { input.pixels.height = 64; }), "[count, 3, 32, 32]"));
    QVERIFY(
        contains(refusal([](Input& input) { input.pixels.values.pop_back(); }), "pixel_values"));
    QVERIFY(contains(refusal([](Input& input) { input.attentionMask = { { 1 } }; }), "differ"));
    QVERIFY(contains(refusal([](Input& input) { input = {}; }), "neither tokens nor a picture"));
    QVERIFY(refusal([](Input&) {}).empty());
}

void TestScriptModule::headersAloneSayWhatItIs()
{
    const auto package = open("gpt2_traced");
    QVERIFY(package);
    const auto info = models::describe(*package);
    QVERIFY(info);
    QCOMPARE(info->architecture, std::string("torchscript"));
    QCOMPARE(info->kind, std::string("module"));
    // transformer and tied head of models/gpt2: 600 x 48 + 64 x 48 ... as PyTorch counts them.
    QVERIFY(info->parameters > 100'000 && info->parameters < 150'000);
    const auto clip = models::describe(*open("clip_cuda_half"));
    QVERIFY(clip);
    QCOMPARE(clip->kind, std::string("vision-language"));
}

void TestScriptModule::moduleOfUnknownMeaningIsNoModel()
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = models::loadModel(open("gpt2_traced"), {}, cancel, progress);
    QVERIFY(!model);
    QCOMPARE(model.error().code, base::ErrorCode::Unsupported);
    const auto writer = models::loadLanguageModel(open("gpt2_traced"), {}, cancel, progress);
    QVERIFY(!writer);
    QVERIFY2(QByteArray::fromStdString(writer.error().oneLine()).contains("fexp run"),
             writer.error().oneLine().c_str());
}

QTEST_GUILESS_MAIN(TestScriptModule)
#include "tst_script_module.moc"
