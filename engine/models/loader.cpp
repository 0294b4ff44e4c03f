// SPDX-License-Identifier: Apache-2.0
#include "models/network.h"

#include "tensor/dequantise.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;
using formats::TensorEntry;

/// Bytes read from the file at a time.
constexpr std::uint64_t kReadBytes = 8U << 20U;

tensor::MatrixForm matrixForm(WeightForm form)
{
    switch (form) {
    case WeightForm::F32:
        return tensor::MatrixForm::F32;
    case WeightForm::BF16:
        return tensor::MatrixForm::BF16;
    case WeightForm::Stored:
        break;
    }
    return tensor::MatrixForm::Stored;
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

/// Identity of a matrix: tied matrices are read once.
std::string matrixKey(const MatrixBinding& binding)
{
    std::string key;
    for (const TensorPart& part : binding.parts) {
        key += part.name + "\n";
    }
    return key;
}

/// Row of the file that becomes row `row`.
std::int64_t sourceRow(const TensorPart& part, std::int64_t row)
{
    if (part.order == RowOrder::RotaryPairs) {
        const std::int64_t head = row / part.headDim;
        const std::int64_t within = row % part.headDim;
        const std::int64_t half = part.headDim / 2;
        return head * part.headDim + 2 * (within % half) + within / half;
    }
    if (part.order == RowOrder::HeadByHead) {
        const std::int64_t width = part.rows / 3;
        const std::int64_t third = row / width;
        const std::int64_t head = row % width / part.headDim;
        return (3 * head + third) * part.headDim + row % part.headDim;
    }
    return row;
}

/// Rows brought into our order, `stride` bytes each.
std::vector<std::byte> reordered(const TensorPart& part, const std::vector<std::byte>& rows,
                                 std::size_t stride)
{
    std::vector<std::byte> result(rows.size());
    for (std::int64_t row = 0; row < part.rows; ++row) {
        std::memcpy(result.data() + static_cast<std::size_t>(row) * stride,
                    rows.data() + static_cast<std::size_t>(sourceRow(part, row)) * stride, stride);
    }
    return result;
}

/// [columns, rows] elements of `size` bytes turned into [rows, columns].
std::vector<std::byte> transposed(const std::vector<std::byte>& from, std::size_t rows,
                                  std::size_t columns, std::size_t size)
{
    std::vector<std::byte> to(from.size());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            std::memcpy(to.data() + (row * columns + column) * size,
                        from.data() + (column * rows + row) * size, size);
        }
    }
    return to;
}

class Loader
{
public:
    Loader(const ModelPackage& package, const ModelPlan& plan, const LoadOptions& options,
           c10::Device device, const base::CancelToken& cancel, base::Progress& progress)
        : m_package(package), m_plan(plan), m_form(matrixForm(options.weights)), m_device(device),
          m_cancel(cancel), m_progress(progress)
    {
    }

    Result<void> load(Network& network)
    {
        m_arena = std::make_shared<tensor::WeightArena>(network.weightBytes);
        for (std::size_t i = 0; i < m_plan.stacks.size(); ++i) {
            FE_CHECK(loadStack(m_plan.stacks[i], network.stacks[i]));
        }
        FE_TRY(network.logitScale, readNumber(m_plan.logitScale));
        FE_TRY(network.logitBias, readNumber(m_plan.logitBias));
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
            layerAttributes.push_back(
                { "layer", tensor::Attribute::Kind::Int, static_cast<std::int64_t>(layer) });
            stack.layers.push_back(
                layer == 0
                    ? tensor::Script::compile(name + "_layer", plan.layerSource, layerAttributes)
                    : stack.layers.front().withAttributes(layerAttributes));
        }
        return {};
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
        tensor::MatrixBuilder builder(matrixParts(m_package, binding), binding.columns, m_form,
                                      m_device, m_arena);
        for (const TensorPart& part : binding.parts) {
            FE_CHECK(readPart(part, binding.columns, builder));
        }
        return m_matrices.emplace(key, builder.finish()).first->second;
    }

    Result<void> readPart(const TensorPart& part, std::int64_t columns,
                          tensor::MatrixBuilder& builder)
    {
        const TensorEntry& tensor = *m_package.findTensor(part.name);
        if (part.order != RowOrder::Plain) {
            FE_TRY(const auto bytes, readBytes(tensor, 0, tensor.bytes));
            const auto rows = static_cast<std::size_t>(part.rows);
            const std::size_t stride = tensor.bytes / rows;
            const auto inOrder = part.order == RowOrder::Transposed
                ? transposed(bytes, rows, static_cast<std::size_t>(columns),
                             stride / static_cast<std::size_t>(columns))
                : reordered(part, bytes, stride);
            builder.append(inOrder.data(), part.rows);
            return {};
        }
        const std::uint64_t stride
            = *base::rowBytes(tensor.dtype, static_cast<std::uint64_t>(columns));
        const auto fitting = static_cast<std::int64_t>(kReadBytes / stride);
        const std::int64_t granule = tensor::MatrixBuilder::kRowGranule;
        const std::int64_t step
            = std::clamp(fitting / granule * granule, granule, std::max(granule, part.rows));
        for (std::int64_t row = 0; row < part.rows; row += step) {
            const std::int64_t count = std::min(step, part.rows - row);
            FE_TRY(const auto bytes,
                   readBytes(tensor, static_cast<std::uint64_t>(row) * stride,
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
        std::vector<float> values;
        for (const TensorPart& part : binding.parts) {
            FE_TRY(const std::vector<float> read, readFloats(part.name));
            for (std::int64_t row = 0; row < static_cast<std::int64_t>(read.size()); ++row) {
                values.push_back(read[static_cast<std::size_t>(sourceRow(part, row))]
                                 + binding.add);
            }
        }
        base::Shape shape = binding.as.empty() ? binding.shape : binding.as;
        if (shape.empty()) {
            shape = { static_cast<std::int64_t>(values.size()) };
        }
        return c10::IValue(at::from_blob(values.data(), shape, at::kFloat).clone().to(m_device));
    }

    Result<std::vector<float>> readFloats(const std::string& name)
    {
        const TensorEntry& tensor = *m_package.findTensor(name);
        FE_TRY(const auto bytes, readBytes(tensor, 0, tensor.bytes));
        std::int64_t count = 1;
        for (const std::int64_t dim : tensor.shape) {
            count *= dim;
        }
        std::vector<float> values(static_cast<std::size_t>(count));
        tensor::dequantise(tensor.dtype, bytes.data(), count, values.data());
        return values;
    }

    /// Null without a name.
    Result<std::optional<float>> readNumber(const std::string& name)
    {
        if (name.empty()) {
            return std::optional<float>();
        }
        FE_TRY(const std::vector<float> values, readFloats(name));
        return std::optional<float>(values.front());
    }

    Result<std::vector<std::byte>> readBytes(const TensorEntry& tensor, std::uint64_t skip,
                                             std::uint64_t count)
    {
        if (m_cancel.isCancelled()) {
            return base::cancelled();
        }
        std::vector<std::byte> bytes(count);
        FE_CHECK(m_package.read(tensor, bytes, skip));
        m_progress.advance(count);
        return bytes;
    }

    const ModelPackage& m_package;
    const ModelPlan& m_plan;
    tensor::MatrixForm m_form;
    c10::Device m_device;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
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

WeightNeed weightNeed(const ModelPackage& package, const ModelPlan& plan, WeightForm form)
{
    WeightNeed need;
    forEachMatrix(plan, [&](const MatrixBinding& binding) {
        need.resident += tensor::MatrixBuilder::bytesFor(matrixParts(package, binding),
                                                         binding.columns, matrixForm(form));
        for (const TensorPart& part : binding.parts) {
            const std::uint64_t bytes = package.findTensor(part.name)->bytes;
            need.transient
                = std::max(need.transient,
                           part.order == RowOrder::Plain ? std::min(bytes, kReadBytes) : 2 * bytes);
        }
    });
    return need;
}

Result<NetworkPtr> loadNetwork(const ModelPackage& package, const ModelPlan& plan,
                               const LoadOptions& options, const base::CancelToken& cancel,
                               base::Progress& progress)
{
    FE_TRY(const c10::Device device, tensor::findDevice(options.device));
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
                                    {} });
    }
    network->weightBytes = weightNeed(package, plan, options.weights).resident;
    progress.begin("reading weights", package.fileBytes());
    FE_CHECK(tensor::guarded("cannot load " + package.name(), [&]() -> Result<void> {
        const c10::InferenceMode inference;
        tensor::registerOperators();
        return Loader(package, plan, options, device, cancel, progress).load(*network);
    }));
    return NetworkPtr(std::move(network));
}

} // namespace fe::models
