// SPDX-License-Identifier: Apache-2.0
#include "models/archive_package.h"

#include "formats/script_code.h"
#include "models/archive_driver.h"
#include "models/plan_json.h"
#include "tensor/archive.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace fe::models {
namespace {

using base::DType;
using base::Result;
using formats::TensorEntry;

constexpr std::array<std::string_view, 15> kCarried = {
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "generation_config.json",
    "chat_template.jinja",
    "preprocessor_config.json",
    "processor_config.json",
    "vocab.json",
    "merges.txt",
    "vocab.txt",
    "tokenizer.model",
    "spiece.model",
    "sentencepiece.bpe.model",
    "added_tokens.json",
    "modules.json",
};

/// Tensors of an archive, in memory.
class ArchivePackage final : public formats::ModelPackage
{
public:
    explicit ArchivePackage(const formats::ModelPackage& file)
        : m_path(file.path()), m_name(file.name()),
          m_licence(file.licence()), m_files { file.path() }
    {
    }

    void add(const std::string& name, DType type, base::Shape shape, const at::Tensor& bytes)
    {
        if (m_places.emplace(name, m_entries.size()).second) {
            m_entries.push_back({ name, type, std::move(shape), 0, 0, bytes.nbytes() });
            m_tensors.push_back(bytes);
        }
    }

    formats::PackageKind kind() const override { return formats::PackageKind::TorchScript; }
    const std::filesystem::path& path() const override { return m_path; }
    const std::string& name() const override { return m_name; }
    const base::Json& config() const override { return m_config; }
    std::span<const TensorEntry> tensors() const override { return m_entries; }
    const TensorEntry* findTensor(std::string_view name) const override
    {
        const auto found = m_places.find(name);
        return found == m_places.end() ? nullptr : &m_entries[found->second];
    }
    std::span<const std::filesystem::path> weightFiles() const override { return m_files; }
    const std::map<std::string, std::filesystem::path>& sideFiles() const override
    {
        return m_sideFiles;
    }
    std::vector<std::string> sideFileNames() const override { return {}; }
    Result<std::string> readSideFile(std::string_view name) const override
    {
        return base::Error { base::ErrorCode::NotFound, "cannot read a side file",  m_path.string(),
                             std::string(name),         "only tensors were opened", {} };
    }
    std::uint64_t fileBytes() const override
    {
        std::uint64_t bytes = 0;
        for (const TensorEntry& entry : m_entries) {
            bytes += entry.bytes;
        }
        return bytes;
    }
    std::string licence() const override { return m_licence; }

    Result<void> read(const TensorEntry& tensor, std::span<std::byte> out,
                      std::uint64_t skip) const override
    {
        const auto found = m_places.find(tensor.name);
        if (found == m_places.end() || skip > tensor.bytes || out.size() > tensor.bytes - skip) {
            return base::internalError("ArchivePackage::read", "it asks for more than there is");
        }
        std::memcpy(out.data(),
                    static_cast<const std::byte*>(m_tensors[found->second].const_data_ptr()) + skip,
                    out.size());
        return {};
    }

private:
    std::filesystem::path m_path;
    std::string m_name;
    std::string m_licence;
    std::vector<std::filesystem::path> m_files;
    base::Json m_config = base::Json::object();
    std::map<std::string, std::filesystem::path> m_sideFiles;
    std::vector<TensorEntry> m_entries;
    std::vector<at::Tensor> m_tensors;
    std::map<std::string, std::size_t, std::less<>> m_places;
};

DType typeOf(const at::Tensor& tensor)
{
    switch (tensor.scalar_type()) {
    case at::kFloat:
        return DType::F32;
    case at::kHalf:
        return DType::F16;
    case at::kBFloat16:
        return DType::BF16;
    default:
        TORCH_CHECK(false, "weights of type ", tensor.scalar_type(), " are not known");
    }
}

/// Throws torch's errors.
class Collector
{
public:
    Collector(const tensor::ArchiveReader& reader, ArchivePackage& package)
        : m_reader(reader), m_package(package)
    {
    }

    void addModule(const std::string& part, const ModulePlan& plan)
    {
        for (const MatrixBinding& matrix : plan.matrices) {
            addMatrix(part, matrix);
        }
        for (const VectorBinding& vector : plan.vectors) {
            if (!vector.parts.empty()) {
                addTensor(vector.parts.front().name,
                          m_reader.attribute(part, vector.attribute).toTensor());
            }
        }
    }

    void addTensor(const std::string& name, const at::Tensor& tensor)
    {
        const at::Tensor kept = tensor.contiguous();
        m_package.add(name, typeOf(kept), { kept.sizes().begin(), kept.sizes().end() }, kept);
    }

private:
    void addMatrix(const std::string& part, const MatrixBinding& matrix)
    {
        const c10::IValue value = m_reader.attribute(part, matrix.attribute);
        if (value.isTensor()) {
            TORCH_CHECK(matrix.parts.size() == 1, "a matrix has other parts than its plan");
            return addTensor(matrix.parts.front().name, value.toTensor());
        }
        const auto blocks = tensor::unpackBlocks(value);
        TORCH_CHECK(matrix.parts.size() == blocks.size(), "a matrix has other parts than its plan");
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const base::DTypeInfo& info = base::dtypeInfo(blocks[i].type);
            const at::Tensor& rows = blocks[i].rows;
            m_package.add(matrix.parts[i].name, blocks[i].type,
                          { rows.size(0), rows.size(1) / info.blockBytes * info.blockElements },
                          rows);
        }
    }

    const tensor::ArchiveReader& m_reader;
    ArchivePackage& m_package;
};

Result<base::Json> readDescription(const formats::ModelPackage& package)
{
    const std::string file = package.path().string();
    FE_TRY(const std::string text, package.readSideFile(kArchiveDescription));
    FE_TRY(base::Json description, base::parseJson(text, file));
    const base::Json* format = description.find("format");
    if (format == nullptr || format->asInt() != kArchiveFormat) {
        return base::unsupported(file, "format",
                                 "another version of this program wrote the archive");
    }
    return description;
}

} // namespace

bool isCarried(std::string_view sideFile)
{
    return std::find(kCarried.begin(), kCarried.end(), sideFile) != kCarried.end()
        || sideFile == "1_Pooling/config.json";
}

std::string archiveName(const std::string& part, const std::string& attribute, std::size_t index)
{
    return part + "/" + attribute + "/" + std::to_string(index);
}

bool isOwnArchive(const formats::ModelPackage& package)
{
    if (package.kind() != formats::PackageKind::TorchScript) {
        return false;
    }
    const std::vector<std::string> names = package.sideFileNames();
    return std::find(names.begin(), names.end(), kArchiveDescription) != names.end();
}

Result<std::string> archiveDialect(const formats::ModelPackage& package)
{
    FE_TRY(const base::Json description, readDescription(package));
    const base::Json* source = description.find("source");
    const std::string* text = source == nullptr ? nullptr : source->asString();
    return text == nullptr ? std::string(kHuggingFaceDialect) : *text;
}

Result<ModelPlan> archivePlan(const formats::ModelPackage& package)
{
    FE_TRY(const base::Json description, readDescription(package));
    const base::Json* plan = description.find("plan");
    if (plan == nullptr) {
        return base::malformed(package.path().string(), "plan", "it is missing");
    }
    return planFromJson(*plan, package.path().string());
}

Result<formats::PackagePtr> openArchive(const formats::ModelPackage& package, const ModelPlan& plan)
{
    FE_CHECK(formats::checkScriptCode(package));
    auto opened = std::make_shared<ArchivePackage>(package);
    auto result = tensor::guarded("cannot load " + package.name(), [&]() -> Result<void> {
        const c10::InferenceMode inference;
        tensor::registerOperators();
        const tensor::ArchiveReader reader(package.path().string());
        Collector collector(reader, *opened);
        for (const StackPlan& stack : plan.stacks) {
            collector.addModule(modelPart(stack), stack.model);
            for (std::size_t i = 0; i < stack.layers.size(); ++i) {
                collector.addModule(layerPart(stack, i), stack.layers[i]);
            }
        }
        for (const char* name : { "logit_scale", "logit_bias" }) {
            collector.addTensor(archiveName({}, name, 0), reader.attribute({}, name).toTensor());
        }
        return {};
    });
    if (!result) {
        base::Error error = result.error();
        error.code
            = error.code == base::ErrorCode::Internal ? base::ErrorCode::Malformed : error.code;
        error.file = package.path().string();
        error.fix = "export the model again";
        return error;
    }
    return formats::PackagePtr(std::move(opened));
}

} // namespace fe::models
