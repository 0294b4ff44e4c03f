// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors.h"
#include "formats/tensor_table.h"

#include <string>

namespace fe::formats {
namespace {

using base::Result;

constexpr std::uint64_t kLengthBytes = sizeof(std::uint64_t);

Result<std::string> readHeaderText(const File& file)
{
    if (file.size() < kLengthBytes) {
        return base::malformed(file.name(), {},
                               "the file has " + base::grouped(file.size())
                                   + " bytes, less than a header's length takes");
    }
    std::uint64_t length = 0;
    FE_CHECK(file.read(std::as_writable_bytes(std::span(&length, 1)), 0));
    const std::uint64_t remaining = file.size() - kLengthBytes;
    if (length > remaining) {
        return base::malformed(file.name(), "byte 0",
                               "a header of " + base::grouped(length) + " bytes is announced but "
                                   + base::grouped(remaining) + " remain");
    }
    if (length > kMaxSafetensorsHeader) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "file too large",
                             file.name(),
                             "byte 0",
                             "the header has " + base::bytesText(length) + ", the limit is "
                                 + base::bytesText(kMaxSafetensorsHeader),
                             {} };
    }
    std::string text(static_cast<std::size_t>(length), '\0');
    FE_CHECK(file.read(std::as_writable_bytes(std::span(text)), kLengthBytes));
    if (!text.starts_with('{')) {
        return base::malformed(file.name(), "byte 8", "the header does not begin with '{'");
    }
    // The parser takes a NUL for the end and would not look at what follows.
    if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
        return base::malformed(file.name(), "header, byte " + base::grouped(nul),
                               "not valid JSON: a NUL byte");
    }
    return text;
}

/// Each tensor as large as its shape says, all of them together just the data section.
Result<void> checkLayout(const File& file, std::uint64_t dataBytes,
                         std::span<const TensorEntry> tensors)
{
    const auto fault = [&](const TensorEntry& tensor, std::string why) {
        return base::malformed(file.name(), "tensor \"" + tensor.name + "\"", std::move(why));
    };
    std::uint64_t end = 0;
    for (const std::uint32_t index : orderByOffset(tensors)) {
        const TensorEntry& tensor = tensors[index];
        const auto needed = tensorBytes(tensor.dtype, tensor.shape);
        if (!needed) {
            return fault(tensor, "shape " + base::shapeText(tensor.shape) + " is impossibly large");
        }
        if (*needed != tensor.bytes) {
            return fault(tensor,
                         "shape " + base::shapeText(tensor.shape) + " needs "
                             + base::grouped(*needed) + " bytes but data_offsets give "
                             + base::grouped(tensor.bytes));
        }
        if (tensor.offset != end) {
            return fault(tensor,
                         "it begins at byte " + base::grouped(tensor.offset)
                             + " of the data but the one before ends at " + base::grouped(end));
        }
        if (tensor.bytes > dataBytes - end) {
            return fault(tensor,
                         "it needs " + base::grouped(tensor.bytes) + " bytes but "
                             + base::grouped(dataBytes - end) + " remain");
        }
        end += tensor.bytes;
    }
    if (end != dataBytes) {
        return base::malformed(file.name(), "data",
                               base::grouped(dataBytes - end)
                                   + " bytes follow the last tensor and belong to none");
    }
    return {};
}

} // namespace

Result<SafetensorsHeader> readSafetensorsHeader(const File& file)
{
    FE_TRY(const std::string text, readHeaderText(file));
    FE_TRY(SafetensorsHeader header, parseSafetensorsHeader(text, file.name()));
    const std::uint64_t dataBegin = kLengthBytes + text.size();
    FE_CHECK(checkLayout(file, file.size() - dataBegin, header.tensors));
    for (TensorEntry& tensor : header.tensors) {
        tensor.offset += dataBegin;
    }
    return header;
}

} // namespace fe::formats
