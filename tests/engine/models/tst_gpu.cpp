// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a GPU computes against what the CPU does; runs where there is one. tests/reference/gpu.py
// does the same with fexp for every model and command.
#include "models/logit_gradients.h"
#include "support/small_models.h"

using namespace fe;

namespace {

// Two correct float32 implementations differ by the order of their sums, some 1e-5 at numbers of
// size 1 to 10.
constexpr double kFloat32 = 3e-4;
// bfloat16 keeps 8 bits of each weight and activation; over a few layers of random weights, as a
// part of the tensor's largest number.
constexpr double kBfloat16 = 0.08;

const std::string kModels = std::string(FE_TEST_DATA) + "/models/";

/// Null, with a warning, if it does not load.
models::ModelPtr load(const std::string& path, const models::LoadOptions& options)
{
    const base::CancelToken cancel;
    base::Progress progress;
    const auto package = formats::openPackage(kModels + path);
    auto model = package ? models::loadModel(*package, options, cancel, progress)
                         : base::Result<models::ModelPtr>(package.error());
    if (!model) {
        qWarning("%s", model.error().oneLine().c_str());
        return nullptr;
    }
    return *model;
}

double largest(const std::vector<float>& values)
{
    double size = 1;
    for (const float value : values) {
        size = std::max(size, std::abs(static_cast<double>(value)));
    }
    return size;
}

/// The first row of what a model's reference was run with.
models::ForwardInput inputOf(const std::string& path)
{
    const bool checkpoint = path.ends_with("/checkpoint");
    const std::string stem = path.substr(0, path.rfind(checkpoint ? '/' : '.'));
    return tests::inputRow(
        tests::readExpected(kModels + stem
                            + (checkpoint ? "/expected.safetensors" : ".expected.safetensors")),
        0);
}

} // namespace

class TestGpu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto devices = models::availableDevices();
        if (devices.size() < 2) {
            QSKIP("no CUDA device");
        }
        m_device = devices[1];
    }

    void aPassEqualsTheCpus_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* name :
             { "llama_tied", "gpt2", "mistral_swa", "bert", "t5", "clip", "siglip", "dinov2" }) {
            QTest::newRow(name) << QString::fromLatin1(name) + QStringLiteral("/checkpoint");
        }
        QTest::newRow("blocks") << QStringLiteral("gguf/llama_Q4_K.gguf");
        QTest::newRow("half precision") << QStringLiteral("gguf/llama_F16.gguf");
    }
    void aPassEqualsTheCpus()
    {
        QFETCH(QString, path);
        const std::string file = path.toStdString();
        const auto onCpu = load(file, { models::WeightForm::F32, "cpu" });
        const auto onGpu = load(file, { models::WeightForm::F32, m_device });
        const auto stored = load(file, { models::WeightForm::Stored, m_device });
        QVERIFY(onCpu && onGpu && stored);
        const models::ForwardInput input = inputOf(file);
        const auto expected = tests::resultsOf(*onCpu, input);
        const auto results = tests::resultsOf(*onGpu, input);
        const auto rounded = tests::resultsOf(*stored, input);
        QCOMPARE(results.size(), expected.size());
        for (const auto& [name, array] : expected) {
            QVERIFY2(tests::largestDifference(results.at(name).values, array.values) < kFloat32,
                     name.c_str());
            QVERIFY2(tests::largestDifference(rounded.at(name).values, array.values)
                         < kBfloat16 * largest(array.values),
                     name.c_str());
        }
    }

    void tokensOneByOneEqualTheWholeText()
    {
        const auto model = std::dynamic_pointer_cast<const models::LanguageModel>(
            load("mistral_swa/checkpoint", { models::WeightForm::F32, m_device }));
        QVERIFY(model);
        const std::vector<models::TokenId> ids = inputOf("mistral_swa/checkpoint").ids.front();
        const auto whole = model->newSession(64);
        const auto steps = model->newSession(64);
        QVERIFY(whole && steps);
        const auto expected = (*whole)->append(ids, m_cancel, m_progress);
        QVERIFY(expected);
        std::vector<float> last;
        for (const models::TokenId id : ids) {
            const auto logits = (*steps)->append({ &id, 1 }, m_cancel, m_progress);
            QVERIFY(logits);
            last.assign(logits->begin(), logits->end());
        }
        QVERIFY(tests::largestDifference(last, *expected) < kFloat32);
    }

    void gradientsEqualTheCpus()
    {
        std::map<std::string, std::vector<float>> gradients;
        for (const std::string& device : { std::string("cpu"), m_device }) {
            const auto model = load("llama_tied/checkpoint", { models::WeightForm::F32, device });
            QVERIFY(model);
            const models::ForwardInput input = inputOf("llama_tied/checkpoint");
            const auto keep = [&](const models::AttentionStep& step) {
                auto& all = gradients[device];
                all.insert(all.end(), step.gradient.begin(), step.gradient.end());
            };
            const auto last = static_cast<std::int64_t>(input.ids.front().size()) - 1;
            const auto traced
                = models::logitGradients(*model, input, { last, 7 }, keep, m_cancel, m_progress);
            QVERIFY2(traced, traced ? "" : traced.error().oneLine().c_str());
        }
        QVERIFY(tests::largestDifference(gradients[m_device], gradients["cpu"]) < kFloat32);
    }

private:
    std::string m_device;
    base::CancelToken m_cancel;
    base::Progress m_progress;
};

QTEST_GUILESS_MAIN(TestGpu)
#include "tst_gpu.moc"
