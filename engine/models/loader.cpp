// SPDX-License-Identifier: Apache-2.0
#include "models/decoder.h"

#include "tensor/dequantise.h"

#include <ATen/ops/empty.h>
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

/// Row of the file that becomes row `row`: halves of a head from pairs side by side.
std::int64_t sourceRow(const TensorPart& part, std::int64_t row)
{
    if (part.order == RowOrder::Plain) {
        return row;
    }
    const std::int64_t head = row / part.headDim;
    const std::int64_t within = row % part.headDim;
    const std::int64_t half = part.headDim / 2;
    return head * part.headDim + 2 * (within % half) + within / half;
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

class Loader
{
public:
    Loader(const ModelPackage& package, const DecoderPlan& plan, const LoadOptions& options,
           c10::Device device, const base::CancelToken& cancel, base::Progress& progress)
        : m_package(package), m_plan(plan), m_form(matrixForm(options.weights)), m_device(device),
          m_cancel(cancel), m_progress(progress)
    {
    }

    Result<void> load(Decoder& decoder)
    {
        m_arena = std::make_shared<tensor::WeightArena>(decoder.weightBytes);
        FE_TRY(const auto modelAttributes, attributes(m_plan.model));
        decoder.model = tensor::Script::compile(m_plan.info.architecture + "_model",
                                                m_plan.modelSource, modelAttributes);
        for (std::size_t layer = 0; layer < m_plan.layers.size(); ++layer) {
            FE_TRY(auto layerAttributes, attributes(m_plan.layers[layer]));
            layerAttributes.push_back(
                { "layer", tensor::Attribute::Kind::Int, static_cast<std::int64_t>(layer) });
            decoder.layers.push_back(
                layer == 0 ? tensor::Script::compile(m_plan.info.architecture + "_layer",
                                                     m_plan.layerSource, layerAttributes)
                           : decoder.layers.front().withAttributes(layerAttributes));
        }
        return {};
    }

private:
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
        const std::uint64_t stride
            = *base::rowBytes(tensor.dtype, static_cast<std::uint64_t>(columns));
        std::int64_t step = part.rows;
        if (part.order == RowOrder::Plain) {
            const auto fitting = static_cast<std::int64_t>(kReadBytes / stride);
            const std::int64_t granule = tensor::MatrixBuilder::kRowGranule;
            step = std::clamp(fitting / granule * granule, granule, std::max(granule, part.rows));
        }
        for (std::int64_t row = 0; row < part.rows; row += step) {
            const std::int64_t count = std::min(step, part.rows - row);
            FE_TRY(const auto bytes,
                   readBytes(tensor, static_cast<std::uint64_t>(row) * stride,
                             static_cast<std::uint64_t>(count) * stride));
            builder.append(part.order == RowOrder::Plain ? bytes.data()
                                                         : reordered(part, bytes, stride).data(),
                           count);
        }
        return {};
    }

    Result<c10::IValue> readVector(const VectorBinding& binding)
    {
        if (binding.parts.empty()) {
            return c10::IValue();
        }
        std::int64_t length = 0;
        for (const TensorPart& part : binding.parts) {
            length += part.rows;
        }
        const at::Tensor vector = at::empty({ length }, at::kFloat);
        float* out = vector.data_ptr<float>();
        for (const TensorPart& part : binding.parts) {
            const TensorEntry& tensor = *m_package.findTensor(part.name);
            FE_TRY(const auto bytes, readBytes(tensor, 0, tensor.bytes));
            std::vector<float> values(static_cast<std::size_t>(part.rows));
            tensor::dequantise(tensor.dtype, bytes.data(), part.rows, values.data());
            for (std::int64_t row = 0; row < part.rows; ++row) {
                *out++ = values[static_cast<std::size_t>(sourceRow(part, row))];
            }
        }
        return c10::IValue(vector.to(m_device));
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
    const DecoderPlan& m_plan;
    tensor::MatrixForm m_form;
    c10::Device m_device;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    std::shared_ptr<tensor::WeightArena> m_arena;
    std::map<std::string, tensor::MatrixPtr> m_matrices;
};

/// Calls `visit` for every matrix of the plan, tied ones once.
void forEachMatrix(const DecoderPlan& plan, const std::function<void(const MatrixBinding&)>& visit)
{
    std::map<std::string, bool> seen;
    const auto visitModule = [&](const ModulePlan& module) {
        for (const MatrixBinding& binding : module.matrices) {
            if (seen.emplace(matrixKey(binding), true).second) {
                visit(binding);
            }
        }
    };
    visitModule(plan.model);
    for (const ModulePlan& layer : plan.layers) {
        visitModule(layer);
    }
}

} // namespace

WeightNeed weightNeed(const ModelPackage& package, const DecoderPlan& plan, WeightForm form)
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

Result<DecoderPtr> loadDecoder(const ModelPackage& package, const DecoderPlan& plan,
                               const LoadOptions& options, const base::CancelToken& cancel,
                               base::Progress& progress)
{
    FE_TRY(const c10::Device device, tensor::findDevice(options.device));
    auto decoder = std::make_shared<Decoder>();
    decoder->info = plan.info;
    decoder->options = options;
    decoder->rope = plan.rope;
    decoder->device = device;
    decoder->attention = { plan.info.heads, plan.info.kvHeads, plan.info.headDim,
                           plan.attentionScale, plan.attentionWindow };
    decoder->weightBytes = weightNeed(package, plan, options.weights).resident;
    progress.begin("reading weights", package.fileBytes());
    FE_CHECK(tensor::guarded("cannot load " + package.name(), [&]() -> Result<void> {
        const c10::InferenceMode inference;
        tensor::registerOperators();
        return Loader(package, plan, options, device, cancel, progress).load(*decoder);
    }));
    return DecoderPtr(std::move(decoder));
}

} // namespace fe::models
