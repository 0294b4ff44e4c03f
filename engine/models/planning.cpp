// SPDX-License-Identifier: Apache-2.0
#include "models/architecture.h"

#include "tensor/dequantise.h"

#include <set>

namespace fe::models {
namespace {

/// The file that holds the tensor, for messages.
std::string fileOf(const formats::ModelPackage& package, const formats::TensorEntry& tensor)
{
    const auto files = package.weightFiles();
    return tensor.file < files.size() ? files[tensor.file].string() : package.path().string();
}

base::Result<void> checkPart(const formats::ModelPackage& package, const TensorPart& part,
                             const base::Shape& shape)
{
    const formats::TensorEntry* tensor = package.findTensor(part.name);
    if (tensor == nullptr) {
        return base::malformed(package.path().string(), part.name, "the tensor is missing");
    }
    if (tensor->shape != shape) {
        return base::malformed(fileOf(package, *tensor), part.name,
                               "its shape is " + base::shapeText(tensor->shape) + " where "
                                   + base::shapeText(shape) + " is needed");
    }
    if (!tensor::isWeightType(tensor->dtype)) {
        return base::unsupported(fileOf(package, *tensor), part.name,
                                 "weights of type "
                                     + std::string(base::dtypeInfo(tensor->dtype).name)
                                     + " are not supported");
    }
    return {};
}

base::Result<void> checkModule(const formats::ModelPackage& package, const ModulePlan& plan)
{
    for (const MatrixBinding& matrix : plan.matrices) {
        for (const TensorPart& part : matrix.parts) {
            FE_CHECK(checkPart(package, part, { part.rows, matrix.columns }));
        }
    }
    for (const VectorBinding& vector : plan.vectors) {
        for (const TensorPart& part : vector.parts) {
            FE_CHECK(checkPart(package, part, { part.rows }));
        }
    }
    return {};
}

/// Elements of all tensors that the plan names, each once.
std::uint64_t countParameters(const DecoderPlan& plan)
{
    std::set<std::string> seen;
    std::uint64_t count = 0;
    const auto add = [&](const TensorPart& part, std::int64_t columns) {
        if (seen.insert(part.name).second) {
            count += static_cast<std::uint64_t>(part.rows * columns);
        }
    };
    const auto addModule = [&](const ModulePlan& module) {
        for (const MatrixBinding& matrix : module.matrices) {
            for (const TensorPart& part : matrix.parts) {
                add(part, matrix.columns);
            }
        }
        for (const VectorBinding& vector : module.vectors) {
            for (const TensorPart& part : vector.parts) {
                add(part, 1);
            }
        }
    };
    addModule(plan.model);
    for (const ModulePlan& layer : plan.layers) {
        addModule(layer);
    }
    return count;
}

} // namespace

base::Result<DecoderPlan> planDecoder(const formats::ModelPackage& package)
{
    FE_TRY(const Architecture* architecture, findArchitecture(package));
    FE_TRY(DecoderPlan plan, architecture->plan(package));
    FE_CHECK(checkModule(package, plan.model));
    for (const ModulePlan& layer : plan.layers) {
        FE_CHECK(checkModule(package, layer));
    }
    plan.info.parameters = countParameters(plan);
    return plan;
}

base::Result<ModelInfo> describe(const formats::ModelPackage& package)
{
    FE_TRY(const DecoderPlan plan, planDecoder(package));
    return plan.info;
}

} // namespace fe::models
