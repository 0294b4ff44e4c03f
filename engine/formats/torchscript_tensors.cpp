// SPDX-License-Identifier: Apache-2.0
#include "formats/torchscript_tensors.h"

#include "formats/tensor_table.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fe::formats {
namespace {

using base::DType;
using base::Result;
using Kind = Pickle::Kind;
using Node = Pickle::Node;

constexpr std::size_t kDeepestModule = 200;
/// A module that others share is walked once for each of its names; a pickle that shares a lot
/// makes a tree that is much larger than itself.
constexpr std::size_t kVisitsPerByte = 2;
constexpr std::size_t kNameBytesPerByte = 16;
constexpr std::size_t kFreeBytes = std::size_t { 64 } << 10U;

/// Element types by the name of their storage class.
struct StorageType {
    std::string_view name;
    std::uint64_t bytes;
    std::optional<DType> type;
};

constexpr std::array kStorageTypes = {
    StorageType { "torch\nFloatStorage", 4, DType::F32 },
    StorageType { "torch\nHalfStorage", 2, DType::F16 },
    StorageType { "torch\nBFloat16Storage", 2, DType::BF16 },
    StorageType { "torch\nDoubleStorage", 8, DType::F64 },
    StorageType { "torch\nCharStorage", 1, DType::I8 },
    StorageType { "torch\nShortStorage", 2, DType::I16 },
    StorageType { "torch\nIntStorage", 4, DType::I32 },
    StorageType { "torch\nLongStorage", 8, DType::I64 },
    StorageType { "torch\nByteStorage", 1, DType::U8 },
    StorageType { "torch\nUInt16Storage", 2, DType::U16 },
    StorageType { "torch\nUInt32Storage", 4, DType::U32 },
    StorageType { "torch\nUInt64Storage", 8, DType::U64 },
    StorageType { "torch\nBoolStorage", 1, DType::Bool },
    StorageType { "torch\nFloat8_e4m3fnStorage", 1, DType::F8E4M3 },
    StorageType { "torch\nFloat8_e5m2Storage", 1, DType::F8E5M2 },
    StorageType { "torch\nComplexHalfStorage", 4, std::nullopt },
    StorageType { "torch\nComplexFloatStorage", 8, std::nullopt },
    StorageType { "torch\nComplexDoubleStorage", 16, std::nullopt },
    StorageType { "torch\nQInt8Storage", 1, std::nullopt },
    StorageType { "torch\nQUInt8Storage", 1, std::nullopt },
    StorageType { "torch\nQInt32Storage", 4, std::nullopt },
};

constexpr std::string_view kRebuildTensor = "torch._utils\n_rebuild_tensor_v2";
constexpr std::string_view kRebuildQuantised = "torch._utils\n_rebuild_qtensor";
constexpr std::string_view kRebuildParameter = "torch._utils\n_rebuild_parameter";
constexpr std::string_view kRestoreType = "torch.jit._pickle\nrestore_type_tag";

/// A storage as the pickle's persistent id names it.
struct Storage {
    const StorageType* type = nullptr;
    const ZipEntry* entry = nullptr; ///< null for an empty one
    std::uint64_t elements = 0;
};

/// A tensor as the arguments of its function say.
struct Tensor {
    Storage storage;
    std::uint64_t offset = 0; ///< in elements
    base::Shape shape;
    std::vector<std::int64_t> strides;
};

class Reader
{
public:
    Reader(const Pickle& pickle, const StoragePlace& place) : m_pickle(pickle), m_place(place) { }

    Result<void> check() const
    {
        for (const Node& node : m_pickle.nodes()) {
            if (node.kind == Kind::Stored) {
                FE_TRY([[maybe_unused]] const Storage storage, readStorage(node));
            } else if (node.kind == Kind::Object && !item(node, 0).text.starts_with("__torch__")) {
                return refuse("it makes a " + shown(item(node, 0).text)
                              + ", which is no class of TorchScript");
            } else if (node.kind == Kind::Call) {
                FE_CHECK(checkCall(node));
            }
        }
        return {};
    }

    Result<std::vector<TensorEntry>> named()
    {
        FE_CHECK(walk(m_pickle.root(), {}, 0));
        return std::move(m_entries);
    }

private:
    base::Error refuse(std::string why) const
    {
        return base::malformed(m_place.file, m_place.field, std::move(why));
    }

    [[nodiscard]] const Node& item(const Node& node, std::size_t index) const
    {
        return m_pickle.node(node.items[index]);
    }

    /// "os system" -> "os.system".
    static std::string shown(std::string_view global)
    {
        std::string text(global.substr(0, 200));
        std::replace(text.begin(), text.end(), '\n', '.');
        return text;
    }

    Result<void> checkCall(const Node& call) const
    {
        const std::string_view function = item(call, 0).text;
        const bool known = function.starts_with("torch\n") || function.starts_with("torch.")
            || function == "collections\nOrderedDict" || function == "builtins\ncomplex"
            || function == "__builtin__\ncomplex";
        if (!known) {
            return base::Error { base::ErrorCode::Malformed,
                                 "refused to open the archive",
                                 m_place.file,
                                 m_place.field,
                                 "it calls " + shown(function)
                                     + ", which is no function of TorchScript's",
                                 "do not trust this file" };
        }
        if (function == kRebuildTensor || function == kRebuildQuantised) {
            FE_TRY([[maybe_unused]] const Tensor tensor, readTensor(call));
        }
        return {};
    }

    Result<Storage> readStorage(const Node& stored) const
    {
        const Node& id = item(stored, 0);
        const bool shaped = id.kind == Kind::Tuple && id.items.size() == 5
            && item(id, 0).text == "storage" && item(id, 1).kind == Kind::Global
            && item(id, 2).kind == Kind::Text && item(id, 3).kind == Kind::Text
            && item(id, 4).kind == Kind::Int && item(id, 4).integer >= 0;
        if (!shaped) {
            return refuse("it names a storage in a way that PyTorch does not");
        }
        const auto* type
            = std::find_if(kStorageTypes.begin(), kStorageTypes.end(),
                           [&](const StorageType& each) { return each.name == item(id, 1).text; });
        if (type == kStorageTypes.end()) {
            return refuse("a storage has an unknown type, " + shown(item(id, 1).text));
        }
        Storage storage;
        storage.type = type;
        storage.elements = static_cast<std::uint64_t>(item(id, 4).integer);
        if (storage.elements == 0) {
            return storage;
        }
        const std::string name = m_place.folder + std::string(item(id, 2).text);
        storage.entry = m_place.archive.find(name);
        if (storage.entry == nullptr) {
            return base::malformed(m_place.file, '"' + name + '"',
                                   "the numbers of a tensor are missing from the archive");
        }
        if (storage.elements > storage.entry->bytes / type->bytes) {
            return base::malformed(m_place.file, '"' + name + '"',
                                   "it has " + base::grouped(storage.entry->bytes)
                                       + " bytes, too few for " + base::grouped(storage.elements)
                                       + " numbers of " + base::grouped(type->bytes));
        }
        return storage;
    }

    /// A tuple of whole numbers from 0.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> naturals(const Node& tuple) const
    {
        std::vector<std::int64_t> numbers;
        for (std::size_t i = 0; i < tuple.items.size(); ++i) {
            const Node& number = item(tuple, i);
            if (number.kind != Kind::Int || number.integer < 0) {
                return std::nullopt;
            }
            numbers.push_back(number.integer);
        }
        return tuple.kind == Kind::Tuple ? std::optional(std::move(numbers)) : std::nullopt;
    }

    /// The arguments (storage, offset, sizes, strides, ...).
    Result<Tensor> readTensor(const Node& call) const
    {
        const Node& arguments = item(call, 1);
        if (arguments.items.size() < 4 || item(arguments, 0).kind != Kind::Stored
            || item(arguments, 1).kind != Kind::Int || item(arguments, 1).integer < 0) {
            return refuse("a tensor is described in a way that PyTorch does not");
        }
        Tensor tensor;
        FE_TRY(tensor.storage, readStorage(item(arguments, 0)));
        tensor.offset = static_cast<std::uint64_t>(item(arguments, 1).integer);
        auto shape = naturals(item(arguments, 2));
        auto strides = naturals(item(arguments, 3));
        if (!shape || !strides || shape->size() != strides->size()) {
            return refuse("a tensor's shape or strides are no lists of whole numbers");
        }
        tensor.shape = *std::move(shape);
        tensor.strides = *std::move(strides);
        if (!fits(tensor)) {
            return refuse("a tensor of shape " + base::shapeText(tensor.shape)
                          + " reaches beyond its storage of "
                          + base::grouped(tensor.storage.elements) + " numbers");
        }
        return tensor;
    }

    /// The last element lies in the storage, and the shape is no larger than 63 bits.
    static bool fits(const Tensor& tensor)
    {
        const auto count = base::elementCount(tensor.shape);
        if (!count || tensor.offset > tensor.storage.elements) {
            return false;
        }
        if (*count == 0) {
            return true;
        }
        std::uint64_t room = tensor.storage.elements - tensor.offset;
        if (room == 0) {
            return false;
        }
        --room; // for the first element
        for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
            const auto steps = static_cast<std::uint64_t>(tensor.shape[i] - 1);
            const auto stride = static_cast<std::uint64_t>(tensor.strides[i]);
            if (steps > 0 && stride > room / steps) {
                return false;
            }
            room -= steps * stride;
        }
        return true;
    }

    static bool isRowMajor(const Tensor& tensor)
    {
        std::int64_t expected = 1;
        for (std::size_t i = tensor.shape.size(); i-- > 0;) {
            if (tensor.shape[i] != 1 && tensor.strides[i] != expected) {
                return false;
            }
            expected *= tensor.shape[i];
        }
        return true;
    }

    Result<void> add(const Node& call, const std::string& name)
    {
        FE_TRY(Tensor tensor, readTensor(call));
        if (!tensor.storage.type->type) {
            return {};
        }
        const auto bytes = tensorBytes(*tensor.storage.type->type, tensor.shape);
        if (!bytes) {
            return refuse("the tensor \"" + name + "\" is too large");
        }
        const ZipEntry* entry = tensor.storage.entry;
        TensorEntry row;
        row.name = name;
        row.dtype = *tensor.storage.type->type;
        row.bytes = *bytes;
        row.readable = entry == nullptr || (!entry->deflated && isRowMajor(tensor));
        row.shape = std::move(tensor.shape);
        if (entry != nullptr) {
            row.offset = entry->dataOffset
                + (row.readable ? tensor.offset * tensor.storage.type->bytes : 0);
        }
        if (!row.readable) {
            row.bytes = entry->storedBytes;
        }
        m_entries.push_back(std::move(row));
        return {};
    }

    Result<void> walk(const Node& node, const std::string& path, std::size_t depth)
    {
        if (depth > kDeepestModule || ++m_visits > kVisitsPerByte * m_pickle.bytes() + kFreeBytes
            || m_nameBytes > kNameBytesPerByte * m_pickle.bytes() + kFreeBytes) {
            return refuse("its modules contain themselves or each other too often");
        }
        switch (node.kind) {
        case Kind::Object:
            return node.items.size() < 3 ? Result<void>() : walk(item(node, 2), path, depth + 1);
        case Kind::Dict:
            for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
                const Node& key = item(node, i);
                const std::string name
                    = key.kind == Kind::Text ? std::string(key.text) : std::to_string(key.integer);
                FE_CHECK(walkItem(item(node, i + 1), path, name, depth));
            }
            return {};
        case Kind::List:
        case Kind::Tuple:
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                FE_CHECK(walkItem(item(node, i), path, std::to_string(i), depth));
            }
            return {};
        case Kind::Call:
            return walkCall(node, path, depth);
        default:
            return {};
        }
    }

    Result<void> walkItem(const Node& node, const std::string& path, const std::string& key,
                          std::size_t depth)
    {
        const bool mayHoldTensors = node.kind == Kind::Object || node.kind == Kind::Call
            || node.kind == Kind::Dict || node.kind == Kind::List || node.kind == Kind::Tuple;
        if (!mayHoldTensors) {
            return {};
        }
        if (!base::isValidUtf8(key)) {
            return refuse("the name of an attribute is no text");
        }
        m_nameBytes += path.size() + key.size() + 1;
        return walk(node, path.empty() ? key : path + '.' + key, depth + 1);
    }

    Result<void> walkCall(const Node& call, const std::string& path, std::size_t depth)
    {
        const std::string_view function = item(call, 0).text;
        const Node& arguments = item(call, 1);
        if (function == kRebuildTensor) {
            return add(call, path);
        }
        const bool wraps = function == kRebuildParameter || function == kRestoreType;
        return wraps && !arguments.items.empty() ? walk(item(arguments, 0), path, depth + 1)
                                                 : Result<void>();
    }

    const Pickle& m_pickle;
    const StoragePlace& m_place;
    std::size_t m_visits = 0;
    std::size_t m_nameBytes = 0; ///< of all names made on the way
    std::vector<TensorEntry> m_entries;
};

} // namespace

Result<void> checkTensors(const Pickle& pickle, const StoragePlace& place)
{
    return Reader(pickle, place).check();
}

Result<std::vector<TensorEntry>> namedTensors(const Pickle& pickle, const StoragePlace& place)
{
    return Reader(pickle, place).named();
}

} // namespace fe::formats
