// SPDX-License-Identifier: Apache-2.0
#include "formats/atomic_file.h"
#include "formats/safetensors.h"
#include "formats/tensor_table.h"

#include "base/guarded.h"
#include "base/utf8.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

namespace fe::formats {
namespace {

using base::Json;
using base::Result;
namespace fs = std::filesystem;

/// The data begins at a multiple of this, which with falling element sizes aligns every tensor.
constexpr std::size_t kHeaderAlignment = 8;

Result<void> checkTensors(std::span<const OutputTensor> tensors)
{
    std::set<std::string_view> names;
    for (const OutputTensor& tensor : tensors) {
        const std::string what = "cannot write tensor \"" + tensor.name + "\"";
        if (tensor.name == kSafetensorsMetadata || !base::isValidUtf8(tensor.name)) {
            return base::invalidArgument(what, "the name is reserved or not valid UTF-8");
        }
        if (!names.insert(tensor.name).second) {
            return base::invalidArgument(what, "the name occurs twice");
        }
        if (base::isQuantised(tensor.dtype)) {
            return base::invalidArgument(what,
                                         "safetensors has no blocks of type "
                                             + std::string(base::dtypeInfo(tensor.dtype).name));
        }
        const auto bytes = tensorBytes(tensor.dtype, tensor.shape);
        if (!bytes || *bytes != tensor.data.size()) {
            return base::invalidArgument(what,
                                         "shape " + base::shapeText(tensor.shape) + " does not fit "
                                             + base::grouped(tensor.data.size()) + " bytes");
        }
    }
    return {};
}

/// Widest elements first, else as given.
std::vector<std::size_t> writingOrder(std::span<const OutputTensor> tensors)
{
    std::vector<std::size_t> order(tensors.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return base::dtypeInfo(tensors[a].dtype).blockBytes
            > base::dtypeInfo(tensors[b].dtype).blockBytes;
    });
    return order;
}

/// Length and padded JSON.
std::string headerBytes(std::span<const OutputTensor> tensors, std::span<const std::size_t> order)
{
    Json::Object members;
    std::uint64_t offset = 0;
    for (const std::size_t index : order) {
        const OutputTensor& tensor = tensors[index];
        Json entry = Json::object();
        entry.set("dtype", base::dtypeInfo(tensor.dtype).name);
        entry.set("shape", Json::arrayOf(tensor.shape));
        entry.set("data_offsets",
                  Json(Json::Array { Json(offset), Json(offset + tensor.data.size()) }));
        members.emplace_back(tensor.name, std::move(entry));
        offset += tensor.data.size();
    }
    std::string json = base::toText(Json(std::move(members)));
    json.append((kHeaderAlignment - json.size() % kHeaderAlignment) % kHeaderAlignment, ' ');
    std::string header;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        header += static_cast<char>((std::uint64_t { json.size() } >> shift) & 0xFFU);
    }
    return header + json;
}

} // namespace

Result<void> writeSafetensors(const fs::path& path, std::span<const OutputTensor> tensors)
{
    return base::guarded("writeSafetensors", [&]() -> Result<void> {
        FE_CHECK(checkTensors(tensors));
        const std::vector<std::size_t> order = writingOrder(tensors);
        const std::string header = headerBytes(tensors, order);
        FE_TRY(AtomicFile file, AtomicFile::create(path));
        FE_CHECK(file.write(std::as_bytes(std::span(header))));
        for (const std::size_t index : order) {
            FE_CHECK(file.write(tensors[index].data));
        }
        return file.commit();
    });
}

} // namespace fe::formats
