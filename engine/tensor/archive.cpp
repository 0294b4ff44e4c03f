// SPDX-License-Identifier: Apache-2.0
#include "tensor/archive.h"

#include "tensor/dequantise.h"
#include "tensor/portable_resolver.h"
#include "tensor/portable_source.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/export.h>
#include <torch/csrc/jit/serialization/import.h>

namespace fe::tensor {
namespace {

using torch::jit::CompilationUnit;

c10::TypePtr typeOf(const Attribute& attribute, ArchiveMatrices matrices)
{
    switch (attribute.kind) {
    case Attribute::Kind::Matrix:
        return matrices == ArchiveMatrices::Dense ? c10::TypePtr(c10::TensorType::get())
                                                  : c10::TypePtr(c10::ListType::ofTensors());
    case Attribute::Kind::Tensor:
        return c10::TensorType::get();
    case Attribute::Kind::OptionalTensor:
        return c10::OptionalType::create(c10::TensorType::get());
    case Attribute::Kind::Float:
        return c10::FloatType::get();
    case Attribute::Kind::Int:
        return c10::IntType::get();
    }
    return c10::NoneType::get();
}

at::Tensor nameTensor(std::string_view name)
{
    const at::Tensor bytes
        = at::empty({ static_cast<std::int64_t>(name.size()) }, at::TensorOptions(at::kByte));
    std::copy(name.begin(), name.end(), bytes.data_ptr<std::uint8_t>());
    return bytes;
}

base::DType typeNamed(const at::Tensor& bytes)
{
    TORCH_CHECK(bytes.scalar_type() == at::kByte && bytes.is_contiguous(), "no type's name");
    const std::string name(reinterpret_cast<const char*>(bytes.const_data_ptr<std::uint8_t>()),
                           static_cast<std::size_t>(bytes.numel()));
    for (const base::DTypeInfo& info : base::dtypes()) {
        if (info.name == name && isWeightType(info.type)) {
            return info.type;
        }
    }
    TORCH_CHECK(false, "weights of type ", name, " are not known");
}

} // namespace

c10::IValue packBlocks(const std::vector<BlockPart>& parts)
{
    c10::List<at::Tensor> list;
    for (const BlockPart& part : parts) {
        list.push_back(nameTensor(base::dtypeInfo(part.type).name));
        list.push_back(part.rows);
    }
    return c10::IValue(list);
}

std::vector<BlockPart> unpackBlocks(const c10::IValue& value)
{
    TORCH_CHECK(value.isTensorList(), "a matrix is no list of tensors");
    const c10::List<at::Tensor> list = value.toTensorList();
    TORCH_CHECK(!list.empty() && list.size() % 2 == 0, "a matrix has no parts");
    std::vector<BlockPart> parts;
    std::int64_t columns = 0;
    for (std::size_t i = 0; i < list.size(); i += 2) {
        const at::Tensor name = list[i];
        const at::Tensor rows = list[i + 1];
        const base::DType type = typeNamed(name);
        const base::DTypeInfo& info = base::dtypeInfo(type);
        TORCH_CHECK(rows.dim() == 2 && rows.scalar_type() == at::kByte && rows.is_contiguous()
                        && rows.size(1) > 0 && rows.size(1) % info.blockBytes == 0,
                    "rows of a matrix are not whole blocks");
        const std::int64_t width = rows.size(1) / info.blockBytes * info.blockElements;
        TORCH_CHECK(columns == 0 || columns == width, "parts of a matrix differ in width");
        columns = width;
        parts.push_back({ type, rows });
    }
    return parts;
}

at::Tensor dense(const c10::List<at::Tensor>& blocks)
{
    const auto parts = unpackBlocks(c10::IValue(blocks));
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    for (const BlockPart& part : parts) {
        const base::DTypeInfo& info = base::dtypeInfo(part.type);
        rows += part.rows.size(0);
        columns = part.rows.size(1) / info.blockBytes * info.blockElements;
    }
    at::Tensor result = at::empty({ rows, columns }, at::TensorOptions(at::kFloat));
    float* out = result.data_ptr<float>();
    for (const BlockPart& part : parts) {
        const std::int64_t count = part.rows.size(0) * columns;
        dequantise(part.type,
                   reinterpret_cast<const std::byte*>(part.rows.const_data_ptr<std::uint8_t>()),
                   count, out);
        out += count;
    }
    return result;
}

struct ArchiveWriter::Impl {
    explicit Impl(ArchiveMatrices kind)
        : matrices(kind), unit(std::make_shared<CompilationUnit>()),
          resolver(std::make_shared<PortableResolver>(*unit)), whole("__torch__.fe.Model", unit)
    {
        const c10::QualifiedName prefix("__torch__.fe");
        unit->define(prefix, kind == ArchiveMatrices::Dense ? kPortableMatrices : kBlockMatrices,
                     resolver, nullptr);
        unit->define(prefix, kUnrecorded, resolver, nullptr);
        unit->define(prefix, kPortableOperators, resolver, nullptr);
    }

    void fill(torch::jit::Module& module, const std::vector<Attribute>& attributes) const
    {
        for (const Attribute& attribute : attributes) {
            module.register_attribute(attribute.name, typeOf(attribute, matrices), attribute.value);
        }
    }

    ArchiveMatrices matrices;
    std::shared_ptr<CompilationUnit> unit;
    std::shared_ptr<PortableResolver> resolver;
    torch::jit::Module whole;
};

ArchiveWriter::ArchiveWriter(ArchiveMatrices matrices)
    : m_impl(std::make_shared<Impl>(matrices)) { }

void ArchiveWriter::addPart(const std::string& name, const std::string& source,
                            const std::vector<Attribute>& attributes)
{
    torch::jit::Module part("__torch__.fe." + name, m_impl->unit);
    m_impl->fill(part, attributes);
    part.define(source, m_impl->resolver);
    m_impl->whole.register_module(name, part);
}

void ArchiveWriter::addLike(const std::string& name, const std::string& part,
                            const std::vector<Attribute>& attributes)
{
    const torch::jit::Module first = m_impl->whole.attr(part).toModule();
    torch::jit::Module module(m_impl->unit, first.type());
    for (const Attribute& attribute : attributes) {
        module.setattr(attribute.name, attribute.value);
    }
    m_impl->whole.register_module(name, module);
}

void ArchiveWriter::finish(const std::string& source, const std::vector<Attribute>& attributes)
{
    m_impl->fill(m_impl->whole, attributes);
    m_impl->whole.define(source, m_impl->resolver);
}

void ArchiveWriter::save(const std::function<void(const void*, std::size_t)>& write,
                         const std::map<std::string, std::string>& extraFiles) const
{
    const torch::jit::ExtraFilesMap extra(extraFiles.begin(), extraFiles.end());
    torch::jit::ExportModule(
        m_impl->whole,
        [&](const void* data, std::size_t size) {
            write(data, size);
            return size;
        },
        extra);
}

struct ArchiveReader::Impl {
    torch::jit::Module whole;
};

ArchiveReader::ArchiveReader(const std::string& path)
    : m_impl(std::make_shared<Impl>(Impl { torch::jit::load(path, c10::kCPU) }))
{
}

c10::IValue ArchiveReader::attribute(const std::string& part, const std::string& name) const
{
    return (part.empty() ? m_impl->whole : m_impl->whole.attr(part).toModule()).attr(name);
}

} // namespace fe::tensor
