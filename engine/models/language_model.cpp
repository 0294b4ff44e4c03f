// SPDX-License-Identifier: Apache-2.0
#include "models/archive_package.h"
#include "models/network.h"
#include "models/script_clip.h"
#include "models/script_module.h"
#include "tensor/compute.h"

namespace fe::models {
namespace {

using base::Result;

/// libtorch's own buffers, scratch of the products, the compiled sources.
constexpr std::uint64_t kOverheadBytes = 96U << 20U;

/// A model that only reads: encoders, vision, dual encoders.
class ReadingModel final : public Model, public NetworkModel
{
public:
    explicit ReadingModel(NetworkPtr network) : m_network(std::move(network)) { }

    const Network& network() const override { return *m_network; }
    const ModelInfo& info() const override { return m_network->info; }
    const LoadOptions& options() const override { return m_network->options; }
    std::uint64_t weightBytes() const override { return m_network->weightBytes; }

    Result<std::vector<NamedArray>> forward(const ForwardInput& input,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress) const override
    {
        return forwardPass(*m_network, input, cancel, progress);
    }

private:
    NetworkPtr m_network;
};

class WritingModel final : public LanguageModel, public NetworkModel
{
public:
    explicit WritingModel(NetworkPtr network) : m_network(std::move(network)) { }

    const Network& network() const override { return *m_network; }
    const ModelInfo& info() const override { return m_network->info; }
    const LoadOptions& options() const override { return m_network->options; }
    std::uint64_t weightBytes() const override { return m_network->weightBytes; }
    std::uint64_t cacheBytesPerToken() const override
    {
        return m_network->writer()->cacheBytesPerToken();
    }

    Result<std::unique_ptr<Session>> newSession(std::int64_t maxTokens) const override
    {
        if (hasEncoder()) {
            return base::invalidArgument("cannot start a text",
                                         "an encoder-decoder answers a text that it is given");
        }
        const base::CancelToken never;
        base::Progress nobody;
        return makeSession(m_network, {}, maxTokens, never, nobody);
    }

    Result<std::unique_ptr<Session>> newAnswerSession(std::span<const TokenId> source,
                                                      std::int64_t maxTokens,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress) const override
    {
        if (!hasEncoder()) {
            return LanguageModel::newAnswerSession(source, maxTokens, cancel, progress);
        }
        if (source.empty()) {
            return base::invalidArgument("cannot run the model", "there are no tokens to read");
        }
        return makeSession(m_network, source, maxTokens, cancel, progress);
    }

    Result<std::vector<NamedArray>> forward(const ForwardInput& input,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress) const override
    {
        return forwardPass(*m_network, input, cancel, progress);
    }

private:
    NetworkPtr m_network;
};

bool writes(const ModelPlan& plan)
{
    return plan.stacks.back().writes;
}

std::uint64_t memoryNeed(const formats::ModelPackage& package, const ModelPlan& plan,
                         const LoadOptions& options, std::int64_t sessionTokens)
{
    const WeightNeed weights = weightNeed(package, plan, options);
    const StackInfo& writer = plan.stacks.back().info;
    const auto cache
        = static_cast<std::uint64_t>(2 * writer.layers * writer.kvHeads * writer.headDim)
        * sizeof(float);
    return weights.resident + weights.transient + kOverheadBytes
        + (writes(plan) ? cache * static_cast<std::uint64_t>(sessionTokens) : 0);
}

/// On a device the weights lie there alone; what is read on the way passes through the computer's.
Result<void> checkMemory(const formats::ModelPackage& package, const ModelPlan& plan,
                         const LoadOptions& options)
{
    FE_TRY(const c10::Device device, tensor::findDevice(options.device));
    const WeightNeed weights = weightNeed(package, plan, options);
    const std::uint64_t all = memoryNeed(package, plan, options, 1);
    const auto check = [&](c10::Device where, std::uint64_t need) -> Result<void> {
        const std::uint64_t available = tensor::availableMemory(where);
        if (available == 0 || need <= available) {
            return {};
        }
        base::Error error = tooLittleMemory("cannot load " + plan.info.architecture + " model",
                                            need, available, where);
        error.file = package.path().string();
        return error;
    };
    if (device.is_cpu()) {
        return check(device, all);
    }
    FE_CHECK(check(c10::kCPU, weights.transient + kOverheadBytes));
    return check(device, all - weights.transient - kOverheadBytes);
}

/// @param file of any kind; the tensors of an archive of ours are read into memory first.
Result<NetworkPtr> load(const formats::PackagePtr& file, const ModelPlan& plan,
                        const LoadOptions& options, const base::CancelToken& cancel,
                        base::Progress& progress)
{
    formats::PackagePtr opened = file;
    if (isOwnArchive(*file)) {
        FE_TRY(opened, openArchive(*file, plan));
        FE_CHECK(checkPlan(*opened, plan));
    }
    const formats::ModelPackage& package = *opened;
    FE_CHECK(checkMemory(package, plan, options));
    return loadNetwork(package, plan, options, cancel, progress);
}

} // namespace

Result<std::unique_ptr<Session>> LanguageModel::newAnswerSession(
    std::span<const TokenId> /*source*/, std::int64_t /*maxTokens*/,
    const base::CancelToken& /*cancel*/, base::Progress& /*progress*/) const
{
    return base::invalidArgument("cannot read a source text", "this model has no encoder");
}

Result<std::uint64_t> memoryNeed(const formats::ModelPackage& package, const LoadOptions& options,
                                 std::int64_t sessionTokens)
{
    if (isForeignScript(package)) {
        return 2 * package.fileBytes() + kOverheadBytes; // half weights become float32
    }
    FE_TRY(const ModelPlan plan, planModel(package));
    if (isOwnArchive(package)) {
        // Its tensors are read whole and then bound; their types are not known before.
        return 2 * package.fileBytes() + kOverheadBytes;
    }
    return memoryNeed(package, plan, options, sessionTokens);
}

Result<ModelPtr> loadModel(const formats::PackagePtr& package, const LoadOptions& options,
                           const base::CancelToken& cancel, base::Progress& progress)
{
    if (isForeignScript(*package)) {
        return loadScriptClip(package, options, cancel, progress);
    }
    FE_TRY(const ModelPlan plan, planModel(*package));
    FE_TRY(NetworkPtr network, load(package, plan, options, cancel, progress));
    if (writes(plan)) {
        return ModelPtr(std::make_shared<WritingModel>(std::move(network)));
    }
    return ModelPtr(std::make_shared<ReadingModel>(std::move(network)));
}

Result<LanguageModelPtr> loadLanguageModel(const formats::PackagePtr& package,
                                           const LoadOptions& options,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress)
{
    if (isForeignScript(*package)) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot write text with this model",
                             package->path().string(),
                             {},
                             "it is a TorchScript module of another program",
                             "`fexp run` runs any module by the names of its arguments" };
    }
    FE_TRY(const ModelPlan plan, planModel(*package));
    if (!writes(plan)) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot write text with this model",
                             package->path().string(),
                             {},
                             "it is " + std::string(plan.info.kind == "encoder" ? "an " : "a ")
                                 + plan.info.kind + " model (" + plan.info.architecture + ")",
                             "open a decoder or an encoder-decoder" };
    }
    FE_TRY(NetworkPtr network, load(package, plan, options, cancel, progress));
    return LanguageModelPtr(std::make_shared<WritingModel>(std::move(network)));
}

void setThreads(int threads)
{
    tensor::setThreads(threads);
}

int threads()
{
    return tensor::threads();
}

std::vector<std::string> availableDevices()
{
    return tensor::availableDevices();
}

} // namespace fe::models
