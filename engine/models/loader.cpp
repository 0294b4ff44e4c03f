// SPDX-License-Identifier: Apache-2.0
#include "models/network.h"
#include "models/weight_source.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <map>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;
using formats::TensorEntry;

/// Bytes read from the file at a time.
constexpr std::uint64_t kReadBytes = 8U << 20U;

bool onCpu(const LoadOptions& options)
{
    return options.device == "cpu";
}

tensor::MatrixForm matrixForm(const LoadOptions& options)
{
    switch (options.weights) {
    case WeightForm::F32:
        return tensor::MatrixForm::F32;
    case WeightForm::BF16:
        return tensor::MatrixForm::BF16;
    case WeightForm::Int8:
        return tensor::MatrixForm::Int8;
    case WeightForm::Int4:
        return tensor::MatrixForm::Int4;
    case WeightForm::Stored:
        break;
    }
    return onCpu(options) ? tensor::MatrixForm::Stored : tensor::MatrixForm::Dense;
}

std::vector<tensor::MatrixPart> matrixParts(const ModelPackage& package,
                                            const MatrixBinding& binding)
{
    std::vector<tensor::MatrixPart> parts;
    for (const TensorPart& part : binding.parts) {
        parts.push_back({ package.findTensor(part.name)->dtype, part.rows });
    }
    return parts;
}

class Loader
{
public:
    Loader(const ModelPackage& package, const ModelPlan& plan, const LoadOptions& options,
           c10::Device device, const base::CancelToken& cancel, base::Progress& progress)
        : m_package(package), m_source(package, cancel, progress), m_plan(plan),
          m_form(matrixForm(options)), m_device(device)
    {
    }

    Result<void> load(Network& network)
    {
        if (m_device.is_cpu()) {
            m_arena = std::make_shared<tensor::WeightArena>(network.weightBytes);
        }
        for (std::size_t i = 0; i < m_plan.stacks.size(); ++i) {
            FE_CHECK(loadStack(m_plan.stacks[i], network.stacks[i]));
        }
        FE_TRY(const std::optional<float> scale, m_source.number(m_plan.logitScale));
        FE_TRY(const std::optional<float> bias, m_source.number(m_plan.logitBias));
        network.info.logitScale = scale.value_or(0.0F);
        network.info.logitBias = bias.value_or(0.0F);
        return {};
    }

private:
    Result<void> loadStack(const StackPlan& plan, Stack& stack)
    {
        const std::string name = m_plan.info.architecture + "_" + plan.name;
        FE_TRY(const auto modelAttributes, attributes(plan.model));
        stack.model = tensor::Script::compile(name + "_model", plan.modelSource, modelAttributes);
        for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
            FE_TRY(auto layerAttributes, attributes(plan.layers[layer]));
            if (plan.gate && m_device.is_cpu()) {
                stack.gated.push_back(gatedLayer(layerAttributes, *plan.gate));
            }
            layerAttributes.push_back(
                { "layer", tensor::Attribute::Kind::Int, static_cast<std::int64_t>(layer) });
            stack.layers.push_back(
                layer == 0
                    ? tensor::Script::compile(name + "_layer", plan.layerSource, layerAttributes)
                    : stack.layers.front().withAttributes(layerAttributes));
        }
        return {};
    }

    static tensor::GatedLayer gatedLayer(const std::vector<tensor::Attribute>& attributes,
                                         tensor::Gate gate)
    {
        const auto find = [&](std::string_view name) {
            const auto found = std::find_if(attributes.begin(), attributes.end(),
                                            [&](const auto& it) { return it.name == name; });
            return found == attributes.end() ? c10::IValue() : found->value;
        };
        const auto matrix
            = [&](const char* name) { return find(name).toCustomClass<tensor::WeightMatrix>(); };
        const auto vector = [&](const char* name) {
            const c10::IValue value = find(name);
            return value.isNone() ? at::Tensor() : value.toTensor();
        };
        return tensor::GatedLayer({ vector("attention_norm"), matrix("qkv"), vector("qkv_bias"),
                                    vector("query_norm"), vector("key_norm"), matrix("output"),
                                    vector("output_bias"), vector("mlp_norm"), matrix("gate_up"),
                                    vector("gate_up_bias"), matrix("down"), vector("down_bias"),
                                    static_cast<float>(find("eps").toDouble()), gate });
    }

    Result<std::vector<tensor::Attribute>> attributes(const ModulePlan& module)
    {
        using Kind = tensor::Attribute::Kind;
        std::vector<tensor::Attribute> result;
        for (const MatrixBinding& binding : module.matrices) {
            FE_TRY(const tensor::MatrixPtr matrix, readMatrix(binding));
            result.push_back({ binding.attribute, Kind::Matrix, matrix });
        }
        for (const VectorBinding& binding : module.vectors) {
            FE_TRY(c10::IValue vector, readVector(binding));
            result.push_back({ binding.attribute,
                               binding.optional ? Kind::OptionalTensor : Kind::Tensor,
                               std::move(vector) });
        }
        for (const NumberBinding& binding : module.numbers) {
            result.push_back({ binding.attribute, Kind::Float, binding.value });
        }
        return result;
    }

    Result<tensor::MatrixPtr> readMatrix(const MatrixBinding& binding)
    {
        const std::string key = matrixKey(binding);
        if (const auto known = m_matrices.find(key); known != m_matrices.end()) {
            return known->second;
        }
        const auto parts = matrixParts(m_package, binding);
        tensor::MatrixBuilder builder(parts, binding.columns, m_form, m_device,
                                      arenaFor(parts, binding.columns));
        for (const TensorPart& part : binding.parts) {
            FE_CHECK(readPart(part, binding.columns, builder));
        }
        return m_matrices.emplace(key, builder.finish()).first->second;
    }

    /// The model's; for a device one of the matrix's own, which goes when the matrix is there.
    std::shared_ptr<tensor::WeightArena> arenaFor(const std::vector<tensor::MatrixPart>& parts,
                                                  std::int64_t columns) const
    {
        return m_arena ? m_arena
                       : std::make_shared<tensor::WeightArena>(
                           tensor::MatrixBuilder::bytesFor(parts, columns, m_form));
    }

    Result<void> readPart(const TensorPart& part, std::int64_t columns,
                          tensor::MatrixBuilder& builder)
    {
        if (part.order != RowOrder::Plain) {
            FE_TRY(const auto bytes, m_source.rows(part, columns));
            builder.append(bytes.data(), part.rows);
            return {};
        }
        const std::uint64_t stride
            = *base::rowBytes(m_source.type(part), static_cast<std::uint64_t>(columns));
        const auto fitting = static_cast<std::int64_t>(kReadBytes / stride);
        const std::int64_t granule = tensor::MatrixBuilder::kRowGranule;
        const std::int64_t step
            = std::clamp(fitting / granule * granule, granule, std::max(granule, part.rows));
        for (std::int64_t row = 0; row < part.rows; row += step) {
            const std::int64_t count = std::min(step, part.rows - row);
            FE_TRY(const auto bytes,
                   m_source.bytes(part, static_cast<std::uint64_t>(row) * stride,
                                  static_cast<std::uint64_t>(count) * stride));
            builder.append(bytes.data(), count);
        }
        return {};
    }

    Result<c10::IValue> readVector(const VectorBinding& binding)
    {
        if (binding.parts.empty()) {
            return c10::IValue();
        }
        FE_TRY(std::vector<float> values, m_source.floats(binding));
        const c10::InferenceMode ordinary(false); // else no gradient could pass by it
        return c10::IValue(
            at::from_blob(values.data(), moduleShape(binding, values.size()), at::kFloat)
                .clone()
                .to(m_device));
    }

    const ModelPackage& m_package;
    WeightSource m_source;
    const ModelPlan& m_plan;
    tensor::MatrixForm m_form;
    c10::Device m_device;
    std::shared_ptr<tensor::WeightArena> m_arena;
    std::map<std::string, tensor::MatrixPtr> m_matrices;
};

/// Calls `visit` for every matrix of the plan, tied ones once.
void forEachMatrix(const ModelPlan& plan, const std::function<void(const MatrixBinding&)>& visit)
{
    std::map<std::string, bool> seen;
    const auto visitModule = [&](const ModulePlan& module) {
        for (const MatrixBinding& binding : module.matrices) {
            if (seen.emplace(matrixKey(binding), true).second) {
                visit(binding);
            }
        }
    };
    for (const StackPlan& stack : plan.stacks) {
        visitModule(stack.model);
        for (const ModulePlan& layer : stack.layers) {
            visitModule(layer);
        }
    }
}

} // namespace

WeightNeed weightNeed(const ModelPackage& package, const ModelPlan& plan,
                      const LoadOptions& options)
{
    WeightNeed need;
    forEachMatrix(plan, [&](const MatrixBinding& binding) {
        const std::uint64_t matrix = tensor::MatrixBuilder::bytesFor(
            matrixParts(package, binding), binding.columns, matrixForm(options));
        need.resident += matrix;
        const std::uint64_t staged = onCpu(options) ? 0 : matrix;
        for (const TensorPart& part : binding.parts) {
            const std::uint64_t bytes = package.findTensor(part.name)->bytes;
            const std::uint64_t read
                = part.order == RowOrder::Plain ? std::min(bytes, kReadBytes) : 2 * bytes;
            need.transient = std::max(need.transient, staged + read);
        }
    });
    return need;
}

Result<NetworkPtr> loadNetwork(const ModelPackage& package, const ModelPlan& plan,
                               const LoadOptions& options, const base::CancelToken& cancel,
                               base::Progress& progress)
{
    FE_TRY(const c10::Device device, tensor::findDevice(options.device));
    const bool blocks = options.weights == WeightForm::Int8 || options.weights == WeightForm::Int4;
    if (blocks && !device.is_cpu()) {
        return base::unsupported(package.name(), {},
                                 "weights of 8 and 4 bits are for the CPU; on " + options.device
                                     + " there are stored, f32 and bf16");
    }
    auto network = std::make_shared<Network>();
    network->info = plan.info;
    network->options = options;
    network->device = device;
    for (const StackPlan& stack : plan.stacks) {
        network->stacks.push_back({ stack.info,
                                    stack.rope,
                                    { stack.info.heads, stack.info.kvHeads, stack.info.headDim,
                                      stack.attentionScale, stack.info.causal, stack.windows },
                                    stack.writes,
                                    stack.crossAttention,
                                    stack.positionBias,
                                    stack.lastHiddenIsNormed,
                                    stack.outputs,
                                    {},
                                    {},
                                    {} });
    }
    network->weightBytes = weightNeed(package, plan, options).resident;
    progress.begin("reading weights", package.fileBytes());
    FE_CHECK(tensor::guarded("cannot load " + package.name(), [&]() -> Result<void> {
        const c10::InferenceMode inference;
        tensor::registerOperators();
        return Loader(package, plan, options, device, cancel, progress).load(*network);
    }));
    return NetworkPtr(std::move(network));
}

} // namespace fe::models
