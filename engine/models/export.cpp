// SPDX-License-Identifier: Apache-2.0
#include "models/export.h"

#include "base/memory.h"
#include "formats/atomic_file.h"
#include "models/archive_driver.h"
#include "models/archive_package.h"
#include "models/network.h"
#include "models/plan_json.h"
#include "models/weight_source.h"
#include "tensor/archive.h"
#include "tensor/dequantise.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <c10/core/InferenceMode.h>

#include <cstring>
#include <map>

namespace fe::models {
namespace {

using base::DType;
using base::Result;
using tensor::Attribute;

at::ScalarType scalarType(DType type)
{
    switch (type) {
    case DType::BF16:
        return at::kBFloat16;
    case DType::F16:
        return at::kHalf;
    default:
        return at::kFloat;
    }
}

/// Reads a model's plan into the attributes that an archive keeps, and rewrites the plan to name
/// what the archive has.
class Exporter
{
public:
    Exporter(const formats::ModelPackage& package, const ExportOptions& options,
             const base::CancelToken& cancel, base::Progress& progress)
        : m_options(options), m_source(package, cancel, progress)
    {
    }

    Result<void> build(ModelPlan& plan, tensor::ArchiveWriter& writer)
    {
        for (StackPlan& stack : plan.stacks) {
            FE_CHECK(addStack(stack, writer));
        }
        FE_TRY(const std::optional<float> scale, m_source.number(plan.logitScale));
        FE_TRY(const std::optional<float> bias, m_source.number(plan.logitBias));
        std::vector<Attribute> attributes = driverAttributes(plan);
        const auto add
            = [&](const char* name, const std::optional<float>& value, std::string& tensor) {
                  attributes.push_back(
                      { name, Attribute::Kind::Tensor,
                        at::full({ 1 }, static_cast<double>(value.value_or(0.0F)), at::kFloat) });
                  tensor = value ? archiveName({}, name, 0) : std::string();
              };
        add("logit_scale", scale, plan.logitScale);
        add("logit_bias", bias, plan.logitBias);
        writer.finish(driverSource(plan), attributes);
        return {};
    }

private:
    Result<void> addStack(StackPlan& stack, tensor::ArchiveWriter& writer)
    {
        const std::string model = modelPart(stack);
        FE_TRY(const auto modelAttributes, attributes(model, stack.model));
        writer.addPart(model, stack.modelSource, modelAttributes);
        for (std::size_t i = 0; i < stack.layers.size(); ++i) {
            const std::string layer = layerPart(stack, i);
            FE_TRY(auto layerAttributes, attributes(layer, stack.layers[i]));
            layerAttributes.push_back(
                { "layer", Attribute::Kind::Int, static_cast<std::int64_t>(i) });
            if (i == 0) {
                writer.addPart(layer, stack.layerSource, layerAttributes);
            } else {
                writer.addLike(layer, layerPart(stack, 0), layerAttributes);
            }
        }
        return {};
    }

    Result<std::vector<Attribute>> attributes(const std::string& part, ModulePlan& module)
    {
        std::vector<Attribute> result;
        for (MatrixBinding& matrix : module.matrices) {
            FE_TRY(c10::IValue value, readMatrix(part, matrix));
            result.push_back({ matrix.attribute, Attribute::Kind::Matrix, std::move(value) });
        }
        for (VectorBinding& vector : module.vectors) {
            FE_TRY(c10::IValue value, readVector(part, vector));
            result.push_back(
                { vector.attribute,
                  vector.optional ? Attribute::Kind::OptionalTensor : Attribute::Kind::Tensor,
                  std::move(value) });
        }
        for (const NumberBinding& number : module.numbers) {
            result.push_back({ number.attribute, Attribute::Kind::Float, number.value });
        }
        return result;
    }

    /// Type in which a part is kept.
    [[nodiscard]] DType keptType(const TensorPart& part) const
    {
        const DType type = m_source.type(part);
        if (m_options.weights == WeightForm::Stored) {
            const bool plain = type == DType::F16 || type == DType::BF16;
            return m_options.portable && !plain ? DType::F32 : type;
        }
        return m_options.weights == WeightForm::BF16 ? DType::BF16 : DType::F32;
    }

    /// [rows, bytes of a row] uint8, in our order.
    Result<at::Tensor> readRows(const TensorPart& part, std::int64_t columns, DType kept)
    {
        FE_TRY(const std::vector<std::byte> rows, m_source.rows(part, columns));
        const DType type = m_source.type(part);
        if (kept == type) {
            const at::Tensor bytes
                = at::empty({ part.rows, static_cast<std::int64_t>(rows.size()) / part.rows },
                            at::TensorOptions(at::kByte));
            std::memcpy(bytes.data_ptr(), rows.data(), rows.size());
            return bytes;
        }
        const at::Tensor floats = at::empty({ part.rows, columns }, at::TensorOptions(at::kFloat));
        tensor::dequantise(type, rows.data(), floats.numel(), floats.data_ptr<float>());
        return floats.to(scalarType(kept)).view(at::kByte);
    }

    Result<c10::IValue> readMatrix(const std::string& part, MatrixBinding& binding)
    {
        const std::string key = matrixKey(binding);
        if (const auto known = m_matrices.find(key); known != m_matrices.end()) {
            binding.parts = known->second.parts;
            return known->second.value;
        }
        Known matrix;
        FE_TRY(matrix.value,
               m_options.portable ? readDense(part, binding, matrix.parts)
                                  : readBlocks(part, binding, matrix.parts));
        binding.parts = matrix.parts;
        return m_matrices.emplace(key, std::move(matrix)).first->second.value;
    }

    Result<c10::IValue> readBlocks(const std::string& part, const MatrixBinding& binding,
                                   std::vector<TensorPart>& named)
    {
        std::vector<tensor::BlockPart> blocks;
        for (const TensorPart& source : binding.parts) {
            const DType kept = keptType(source);
            FE_TRY(const at::Tensor rows, readRows(source, binding.columns, kept));
            named.push_back({ archiveName(part, binding.attribute, blocks.size()), source.rows });
            blocks.push_back({ kept, rows });
        }
        return tensor::packBlocks(blocks);
    }

    Result<c10::IValue> readDense(const std::string& part, const MatrixBinding& binding,
                                  std::vector<TensorPart>& named)
    {
        // One tensor has one type: parts that differ become float32.
        DType kept = keptType(binding.parts.front());
        std::int64_t total = 0;
        for (const TensorPart& source : binding.parts) {
            kept = keptType(source) == kept ? kept : DType::F32;
            total += source.rows;
        }
        std::vector<at::Tensor> rows;
        for (const TensorPart& source : binding.parts) {
            FE_TRY(const at::Tensor bytes, readRows(source, binding.columns, kept));
            rows.push_back(bytes.view(scalarType(kept)));
        }
        named = { { archiveName(part, binding.attribute, 0), total } };
        return c10::IValue(rows.size() == 1 ? rows.front() : at::cat(rows));
    }

    Result<c10::IValue> readVector(const std::string& part, VectorBinding& binding)
    {
        if (binding.parts.empty()) {
            return c10::IValue();
        }
        FE_TRY(std::vector<float> values, m_source.floats(binding));
        binding.shape = moduleShape(binding, values.size());
        binding.parts = { { archiveName(part, binding.attribute, 0), binding.shape.front() } };
        return c10::IValue(at::from_blob(values.data(), binding.shape, at::kFloat).clone());
    }

    struct Known {
        c10::IValue value;
        std::vector<TensorPart> parts;
    };

    const ExportOptions& m_options;
    WeightSource m_source;
    std::map<std::string, Known> m_matrices;
};

/// Whose names config.json uses in the archive: "gguf" or "huggingface". Kept when an archive is
/// exported again.
Result<std::string> configDialect(const formats::ModelPackage& package)
{
    if (!isOwnArchive(package)) {
        return std::string(package.kind() == formats::PackageKind::Gguf ? kGgufDialect
                                                                        : kHuggingFaceDialect);
    }
    return archiveDialect(package);
}

/// What the archive carries beside the module, by name.
Result<std::map<std::string, std::string>> extraFiles(const formats::ModelPackage& package,
                                                      const ModelPlan& plan)
{
    std::map<std::string, std::string> files;
    base::Json description = base::Json::object();
    description.set("format", kArchiveFormat);
    FE_TRY(const std::string dialect, configDialect(package));
    description.set("source", dialect);
    description.set("name", package.name());
    description.set("licence", package.licence());
    description.set("plan", toJson(plan));
    files[kArchiveDescription] = base::toText(description);
    files["config.json"] = base::toText(package.config());
    for (const std::string& name : package.sideFileNames()) {
        if (isCarried(name)) {
            FE_TRY(files[name], package.readSideFile(name));
        }
    }
    return files;
}

struct Job {
    const formats::ModelPackage& source; ///< the user's
    const formats::ModelPackage& package; ///< its tensors as the plan names them
    const std::filesystem::path& out;
    const ExportOptions& options;
    const base::CancelToken& cancel;
    base::Progress& progress;
};

Result<ExportResult> saveTo(const tensor::ArchiveWriter& writer,
                            const std::map<std::string, std::string>& extra, const Job& job)
{
    FE_TRY(auto file, formats::AtomicFile::create(job.out));
    ExportResult result;
    Result<void> written;
    // libtorch's writer ends the program if its sink throws: after a failure the rest is dropped.
    writer.save(
        [&](const void* data, std::size_t size) {
            if (written && job.cancel.isCancelled()) {
                written = base::cancelled();
            }
            if (written) {
                written = file.write({ static_cast<const std::byte*>(data), size });
                result.bytes += size;
            }
        },
        extra);
    if (!written) {
        return written.error();
    }
    FE_CHECK(file.commit());
    return result;
}

/// Throws torch's errors.
Result<ExportResult> writeArchive(const Job& job, ModelPlan plan)
{
    const c10::InferenceMode inference(false); // an archive keeps ordinary tensors
    tensor::registerOperators();
    tensor::ArchiveWriter writer(job.options.portable ? tensor::ArchiveMatrices::Dense
                                                      : tensor::ArchiveMatrices::Blocks);
    FE_CHECK(Exporter(job.package, job.options, job.cancel, job.progress).build(plan, writer));
    FE_TRY(const auto extra, extraFiles(job.source, plan));
    job.progress.begin("writing the archive", 0);
    return saveTo(writer, extra, job);
}

} // namespace

Result<ExportResult> exportTorchScript(const formats::PackagePtr& source,
                                       const std::filesystem::path& out,
                                       const ExportOptions& options,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    if (options.weights == WeightForm::Int8 || options.weights == WeightForm::Int4) {
        return base::unsupported(source->name(), {},
                                 "an archive keeps weights as stored, in f32 or in bf16");
    }
    FE_TRY(const ModelPlan plan, planModel(*source));
    formats::PackagePtr package = source;
    if (isOwnArchive(*source)) {
        FE_TRY(package, openArchive(*source, plan));
        FE_CHECK(checkPlan(*package, plan));
    }
    const std::uint64_t available = base::availableMemory();
    const std::uint64_t wide = options.portable || options.weights == WeightForm::F32 ? 4 : 1;
    const std::uint64_t need
        = std::max(package->fileBytes(), wide > 1 ? plan.info.parameters * wide : 0);
    if (available > 0 && need > available) {
        return tooLittleMemory("cannot export " + package->name(), need, available);
    }
    progress.begin("reading weights", package->fileBytes());
    ExportResult result;
    const auto written = tensor::guarded("cannot export " + package->name(), [&]() -> Result<void> {
        FE_TRY(result, writeArchive({ *source, *package, out, options, cancel, progress }, plan));
        return {};
    });
    FE_CHECK(written);
    // What was written opens again: as far as that goes without running it, this is checked here.
    FE_TRY(const formats::PackagePtr archive, formats::openPackage(out));
    FE_TRY(result.sha256, formats::packageSha256(*archive, base::CancelToken(), progress));
    return result;
}

} // namespace fe::models
