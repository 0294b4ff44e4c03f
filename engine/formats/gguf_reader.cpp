// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf.h"
#include "formats/tensor_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <utility>

namespace fe::formats {
namespace {

using base::DType;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::uint32_t kMostDimensions = 4;
constexpr std::uint64_t kDefaultAlignment = 32;
/// name length, dimensions, type, offset
constexpr std::uint64_t kLeastTensorBytes = 8 + 4 + 4 + 8;

struct GgmlType {
    std::uint32_t id;
    DType dtype;
};

/// Ids are ggml's enum ggml_type; those left out were removed again.
constexpr std::array kGgmlTypes = {
    GgmlType { 0, DType::F32 },      GgmlType { 1, DType::F16 },
    GgmlType { 2, DType::Q4_0 },     GgmlType { 3, DType::Q4_1 },
    GgmlType { 6, DType::Q5_0 },     GgmlType { 7, DType::Q5_1 },
    GgmlType { 8, DType::Q8_0 },     GgmlType { 9, DType::Q8_1 },
    GgmlType { 10, DType::Q2_K },    GgmlType { 11, DType::Q3_K },
    GgmlType { 12, DType::Q4_K },    GgmlType { 13, DType::Q5_K },
    GgmlType { 14, DType::Q6_K },    GgmlType { 15, DType::Q8_K },
    GgmlType { 16, DType::IQ2_XXS }, GgmlType { 17, DType::IQ2_XS },
    GgmlType { 18, DType::IQ3_XXS }, GgmlType { 19, DType::IQ1_S },
    GgmlType { 20, DType::IQ4_NL },  GgmlType { 21, DType::IQ3_S },
    GgmlType { 22, DType::IQ2_S },   GgmlType { 23, DType::IQ4_XS },
    GgmlType { 24, DType::I8 },      GgmlType { 25, DType::I16 },
    GgmlType { 26, DType::I32 },     GgmlType { 27, DType::I64 },
    GgmlType { 28, DType::F64 },     GgmlType { 29, DType::IQ1_M },
    GgmlType { 30, DType::BF16 },    GgmlType { 34, DType::TQ1_0 },
    GgmlType { 35, DType::TQ2_0 },   GgmlType { 39, DType::MXFP4 },
    GgmlType { 40, DType::NVFP4 },   GgmlType { 41, DType::Q1_0 },
    GgmlType { 42, DType::Q2_0 },
};

std::optional<DType> dtypeOfGgml(std::uint32_t id)
{
    const auto* row = std::find_if(kGgmlTypes.begin(), kGgmlTypes.end(),
                                   [id](const GgmlType& type) { return type.id == id; });
    return row == kGgmlTypes.end() ? std::nullopt : std::optional(row->dtype);
}

Result<void> checkVersion(const File& file, std::uint32_t version)
{
    if (version == 2 || version == 3) {
        return {};
    }
    if (version != 0 && (version & 0xFFFFU) == 0) {
        return base::unsupported(file.name(), "byte 4", "the file is big-endian");
    }
    return base::unsupported(file.name(), "byte 4",
                             "GGUF version " + std::to_string(version)
                                 + "; versions 2 and 3 are read");
}

/// What every GGUF model must say of itself before its tensors mean anything.
Result<std::uint64_t> checkGeneral(const File& file, const Json& metadata)
{
    const Json* architecture = metadata.find("general.architecture");
    if (architecture == nullptr || !architecture->isString()) {
        return base::malformed(file.name(), "general.architecture",
                               architecture == nullptr ? "the key is missing"
                                                       : std::string("text is needed, not ")
                                       + architecture->typeName());
    }
    const Json* parts = metadata.find("split.count");
    if (parts != nullptr && parts->asUint().value_or(0) > 1) {
        return Error { ErrorCode::Unsupported,
                       "cannot open the model",
                       file.name(),
                       "split.count",
                       "it is one of " + base::grouped(*parts->asUint())
                           + " parts of a split model",
                       "merge them with `llama-gguf-split --merge`" };
    }
    const Json* alignment = metadata.find("general.alignment");
    if (alignment == nullptr) {
        return kDefaultAlignment;
    }
    const auto value = alignment->asUint();
    if (!value || !std::has_single_bit(*value)
        || *value > std::numeric_limits<std::uint32_t>::max()) {
        return base::malformed(file.name(), "general.alignment",
                               "the alignment must be a power of two");
    }
    return *value;
}

Result<TensorEntry> readTensor(GgufCursor& cursor)
{
    TensorEntry entry;
    const std::string begin = cursor.where();
    FE_TRY(entry.name, cursor.text(kMaxGgufName));
    const std::string field = "tensor \"" + entry.name + "\"";
    const auto fault = [&](std::string why) {
        return base::malformed(cursor.file().name(), field, std::move(why));
    };
    if (entry.name.empty()) {
        return base::malformed(cursor.file().name(), begin, "a tensor without a name");
    }
    FE_TRY(const auto dimensions, cursor.number<std::uint32_t>());
    if (dimensions > kMostDimensions) {
        return fault(base::grouped(dimensions) + " dimensions; at most "
                     + std::to_string(kMostDimensions) + " are allowed");
    }
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        FE_TRY(const auto dimension, cursor.number<std::int64_t>());
        if (dimension < 0) {
            return fault("a dimension of " + std::to_string(dimension));
        }
        entry.shape.push_back(dimension);
    }
    std::reverse(entry.shape.begin(), entry.shape.end());
    FE_TRY(const auto type, cursor.number<std::uint32_t>());
    FE_TRY(entry.offset, cursor.number<std::uint64_t>());
    const auto dtype = dtypeOfGgml(type);
    if (!dtype) {
        return base::unsupported(cursor.file().name(), field,
                                 "tensor type " + std::to_string(type) + " is not known");
    }
    entry.dtype = *dtype;
    const base::DTypeInfo& info = base::dtypeInfo(*dtype);
    const std::int64_t row = entry.shape.empty() ? 1 : entry.shape.back();
    if (row % info.blockElements != 0) {
        return fault("rows of " + base::grouped(static_cast<std::uint64_t>(row))
                     + " are not whole blocks of " + std::to_string(info.blockElements) + ", as "
                     + std::string(info.name) + " needs");
    }
    const auto bytes = tensorBytes(*dtype, entry.shape);
    if (!bytes) {
        return fault("shape " + base::shapeText(entry.shape) + " is impossible");
    }
    entry.bytes = *bytes;
    return entry;
}

Result<std::vector<TensorEntry>> readTensors(GgufCursor& cursor, std::uint64_t count)
{
    if (count > cursor.remaining() / kLeastTensorBytes) {
        return base::malformed(cursor.file().name(), "byte 8",
                               base::grouped(count) + " tensors are announced but "
                                   + base::grouped(cursor.remaining()) + " bytes remain");
    }
    if (count > kMaxTensors) {
        return Error { ErrorCode::LimitExceeded,
                       "file too large",
                       cursor.file().name(),
                       "byte 8",
                       base::grouped(count) + " tensors; the limit is "
                           + base::grouped(kMaxTensors),
                       {} };
    }
    std::vector<TensorEntry> tensors;
    tensors.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < count; ++i) {
        FE_TRY(TensorEntry entry, readTensor(cursor));
        tensors.push_back(std::move(entry));
    }
    return tensors;
}

/// Turns offsets into the data section into offsets into the file, each inside it. Overlaps are
/// refused, so that all tensors together are never larger than the file.
Result<void> placeTensors(const File& file, std::uint64_t headerEnd, std::uint64_t alignment,
                          std::vector<TensorEntry>& tensors)
{
    const auto fault = [&](const TensorEntry& tensor, std::string why) {
        return base::malformed(file.name(), "tensor \"" + tensor.name + "\"", std::move(why));
    };
    const std::uint64_t dataBegin = (headerEnd + alignment - 1) / alignment * alignment;
    for (TensorEntry& tensor : tensors) {
        if (tensor.offset % alignment != 0) {
            return fault(tensor,
                         "offset " + base::grouped(tensor.offset)
                             + " is not a multiple of the alignment " + base::grouped(alignment));
        }
        const std::uint64_t room = file.size() - std::min(dataBegin, file.size());
        if (tensor.offset > room || tensor.bytes > room - tensor.offset) {
            return fault(tensor,
                         "it needs " + base::grouped(tensor.bytes) + " bytes from offset "
                             + base::grouped(tensor.offset) + " but the data section has "
                             + base::grouped(room));
        }
        if (dataBegin > file.size()) { // where a tensor of no bytes has its place too
            return fault(tensor, "the file ends before its data section");
        }
        tensor.offset += dataBegin;
    }
    std::uint64_t end = dataBegin;
    for (const std::uint32_t index : orderByOffset(tensors)) {
        const TensorEntry& tensor = tensors[index];
        if (tensor.offset < end && tensor.bytes > 0) {
            return fault(tensor, "it overlaps another tensor");
        }
        end = std::max(end, tensor.offset + tensor.bytes);
    }
    return {};
}

} // namespace

Result<GgufHeader> readGgufHeader(const File& file)
{
    GgufCursor cursor(file);
    FE_TRY([[maybe_unused]] const auto magic, cursor.number<std::uint32_t>());
    FE_TRY(const auto version, cursor.number<std::uint32_t>());
    FE_CHECK(checkVersion(file, version));
    FE_TRY(const auto tensorCount, cursor.number<std::uint64_t>());
    FE_TRY(const auto entryCount, cursor.number<std::uint64_t>());
    GgufHeader header;
    FE_TRY(header.metadata, readGgufMetadata(cursor, entryCount));
    FE_TRY(const std::uint64_t alignment, checkGeneral(file, header.metadata));
    FE_TRY(header.tensors, readTensors(cursor, tensorCount));
    FE_CHECK(placeTensors(file, cursor.position(), alignment, header.tensors));
    return header;
}

} // namespace fe::formats
