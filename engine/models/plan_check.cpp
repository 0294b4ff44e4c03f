// SPDX-License-Identifier: Apache-2.0
#include "models/architecture.h"
#include "models/archive_package.h"
#include "models/script_module.h"

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
            const bool transposed = part.order == RowOrder::Transposed;
            FE_CHECK(checkPart(package, part,
                               transposed ? base::Shape { matrix.columns, part.rows }
                                          : base::Shape { part.rows, matrix.columns }));
            const formats::TensorEntry& tensor = *package.findTensor(part.name);
            if (transposed && base::dtypeInfo(tensor.dtype).blockElements != 1) {
                return base::unsupported(fileOf(package, tensor), part.name,
                                         "a transposed matrix cannot be kept in blocks");
            }
        }
    }
    for (const VectorBinding& vector : plan.vectors) {
        for (const TensorPart& part : vector.parts) {
            FE_CHECK(checkPart(package, part,
                               vector.shape.empty() ? base::Shape { part.rows } : vector.shape));
        }
    }
    return {};
}

base::Result<void> checkStack(const formats::ModelPackage& package, const StackPlan& stack)
{
    FE_CHECK(checkModule(package, stack.model));
    for (const ModulePlan& layer : stack.layers) {
        FE_CHECK(checkModule(package, layer));
    }
    return {};
}

/// exp(scale) and bias of a dual encoder: one number each, in any shape.
base::Result<void> checkNumber(const formats::ModelPackage& package, const std::string& name)
{
    if (name.empty()) {
        return {};
    }
    const formats::TensorEntry* tensor = package.findTensor(name);
    if (tensor != nullptr && tensor->shape.size() > 1) {
        return base::malformed(fileOf(package, *tensor), name, "it is not a single number");
    }
    return checkPart(package, { name, 1 },
                     tensor != nullptr && tensor->shape.empty() ? base::Shape {}
                                                                : base::Shape { 1 });
}

/// Elements of all tensors that the plan names, each once.
std::uint64_t countParameters(const formats::ModelPackage& package, const ModelPlan& plan)
{
    std::set<std::string> seen;
    std::uint64_t count = 0;
    const auto add = [&](const std::string& name) {
        if (!name.empty() && seen.insert(name).second) {
            std::uint64_t elements = 1;
            for (const std::int64_t dim : package.findTensor(name)->shape) {
                elements *= static_cast<std::uint64_t>(dim);
            }
            count += elements;
        }
    };
    const auto addModule = [&](const ModulePlan& module) {
        for (const MatrixBinding& matrix : module.matrices) {
            for (const TensorPart& part : matrix.parts) {
                add(part.name);
            }
        }
        for (const VectorBinding& vector : module.vectors) {
            for (const TensorPart& part : vector.parts) {
                add(part.name);
            }
        }
    };
    for (const StackPlan& stack : plan.stacks) {
        addModule(stack.model);
        for (const ModulePlan& layer : stack.layers) {
            addModule(layer);
        }
    }
    add(plan.logitScale);
    add(plan.logitBias);
    return count;
}

} // namespace

base::Result<void> checkPlan(const formats::ModelPackage& package, const ModelPlan& plan)
{
    for (const StackPlan& stack : plan.stacks) {
        FE_CHECK(checkStack(package, stack));
    }
    FE_CHECK(checkNumber(package, plan.logitScale));
    return checkNumber(package, plan.logitBias);
}

base::Result<ModelPlan> planModel(const formats::ModelPackage& package)
{
    if (isOwnArchive(package)) {
        return archivePlan(package);
    }
    FE_TRY(const Architecture* architecture, findArchitecture(package));
    FE_TRY(ModelPlan plan, architecture->plan(package));
    FE_CHECK(checkPlan(package, plan));
    for (const StackPlan& stack : plan.stacks) {
        plan.info.stacks.push_back(stack.info);
    }
    plan.info.architecture = architecture->id;
    plan.info.kind = architecture->kind;
    const StackInfo& first = plan.stacks.front().info;
    plan.info.layers = first.layers;
    plan.info.heads = first.heads;
    plan.info.kvHeads = first.kvHeads;
    plan.info.headDim = first.headDim;
    plan.info.hiddenSize = first.hiddenSize;
    plan.info.intermediateSize = first.intermediateSize;
    plan.info.parameters = countParameters(package, plan);
    return plan;
}

base::Result<ModelInfo> describe(const formats::ModelPackage& package)
{
    if (isForeignScript(package)) {
        return describeScript(package);
    }
    FE_TRY(const ModelPlan plan, planModel(package));
    return plan.info;
}

} // namespace fe::models
