// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/script_input.h"

#include "cli/model_input.h"
#include "formats/content_kind.h"
#include "pictures/picture_encoder.h"

#include <algorithm>
#include <filesystem>

namespace fe::cli {
namespace {

using base::DType;
using base::Json;
using base::Result;
using models::ScriptInput;

constexpr std::size_t kDeepestArray = 8;

/// Nested arrays of one shape, read into a ScriptInput. Numbers are kept in both forms until it is
/// known which one counts.
class ArrayReader
{
public:
    ArrayReader(const std::string& file, const std::string& field)
        : m_file(file), m_field(field) { }

    Result<ScriptInput> read(const Json& json)
    {
        FE_CHECK(add(json, 0));
        ScriptInput input;
        input.name = m_field;
        input.shape = m_shape;
        const bool bools = m_bools > 0;
        if (bools && (m_bools != m_integers.size() || m_fractions)) {
            return refuse("it mixes numbers with true and false");
        }
        input.type = bools ? DType::Bool : m_fractions ? DType::F32 : DType::I64;
        if (input.type == DType::F32) {
            input.floats = std::move(m_floats);
        } else {
            input.integers = std::move(m_integers);
        }
        return input;
    }

private:
    base::Error refuse(std::string why) const
    {
        return base::malformed(m_file, m_field, std::move(why));
    }

    Result<void> add(const Json& json, std::size_t depth)
    {
        const auto* items = json.asArray();
        if (items == nullptr) {
            return addNumber(json, depth);
        }
        if (items->empty() || depth == kDeepestArray) {
            return refuse(items->empty() ? "an array in it is empty"
                                         : "its arrays nest too deeply");
        }
        if (m_shape.size() == depth && !m_leaf) {
            m_shape.push_back(static_cast<std::int64_t>(items->size()));
        }
        if (depth >= m_shape.size() || m_shape[depth] != static_cast<std::int64_t>(items->size())) {
            return refuse("its rows have different lengths; pad them");
        }
        for (const Json& item : *items) {
            FE_CHECK(add(item, depth + 1));
        }
        return {};
    }

    Result<void> addNumber(const Json& json, std::size_t depth)
    {
        const auto flag = json.asBool();
        const auto integer = flag ? std::optional<std::int64_t>(*flag ? 1 : 0) : json.asInt();
        const auto number
            = integer ? std::optional(static_cast<double>(*integer)) : json.asDouble();
        if (!number) {
            return refuse(
                std::string("it holds ") + json.typeName()
                + "; numbers, true and false, arrays of them or a file's name are needed");
        }
        if (depth != m_shape.size()) {
            return refuse("its rows have different lengths; pad them");
        }
        m_leaf = true;
        m_bools += flag ? 1 : 0;
        m_fractions = m_fractions || !integer;
        m_integers.push_back(integer.value_or(0));
        m_floats.push_back(static_cast<float>(*number));
        return {};
    }

    const std::string& m_file;
    const std::string& m_field;
    base::Shape m_shape;
    bool m_leaf = false; ///< a number was seen: the shape's rank stands
    bool m_fractions = false;
    std::size_t m_bools = 0;
    std::vector<std::int64_t> m_integers;
    std::vector<float> m_floats;
};

template<typename Stored, typename Kept>
Result<std::vector<Kept>> readAs(const formats::ModelPackage& package,
                                 const formats::TensorEntry& tensor)
{
    std::vector<Stored> stored(tensor.bytes / sizeof(Stored));
    FE_CHECK(package.read(tensor, std::as_writable_bytes(std::span(stored))));
    return std::vector<Kept>(stored.begin(), stored.end());
}

/// The tensor of a safetensors file that is meant.
const formats::TensorEntry* chosenTensor(const formats::ModelPackage& package,
                                         const std::string& argument)
{
    for (const char* name : { argument.c_str(), "pixel_values" }) {
        if (const auto* tensor = package.findTensor(name)) {
            return tensor;
        }
    }
    return package.tensors().size() == 1 ? &package.tensors().front() : nullptr;
}

Result<ScriptInput> readTensorFile(const std::string& file, const std::string& argument)
{
    FE_TRY(const auto package, formats::openPackage(file));
    const formats::TensorEntry* tensor = chosenTensor(*package, argument);
    if (tensor == nullptr) {
        return base::malformed(file, argument, "the file has several tensors, none of this name");
    }
    ScriptInput input;
    input.name = argument;
    input.type = tensor->dtype;
    input.shape = tensor->shape;
    switch (tensor->dtype) {
    case DType::F32: {
        FE_TRY(input.floats, (readAs<float, float>(*package, *tensor)));
        break;
    }
    case DType::F64: {
        FE_TRY(input.floats, (readAs<double, float>(*package, *tensor)));
        input.type = DType::F32;
        break;
    }
    case DType::I64: {
        FE_TRY(input.integers, (readAs<std::int64_t, std::int64_t>(*package, *tensor)));
        break;
    }
    case DType::I32: {
        FE_TRY(input.integers, (readAs<std::int32_t, std::int64_t>(*package, *tensor)));
        input.type = DType::I64;
        break;
    }
    case DType::Bool: {
        FE_TRY(input.integers, (readAs<std::uint8_t, std::int64_t>(*package, *tensor)));
        break;
    }
    default:
        return base::unsupported(file, tensor->name,
                                 "it is " + std::string(base::dtypeInfo(tensor->dtype).name)
                                     + "; F32, F64, I32, I64 and BOOL can be given");
    }
    return input;
}

Result<ScriptInput> readFile(const std::string& file, const std::string& argument,
                             const formats::ModelPackage& package, const base::CancelToken& cancel)
{
    FE_TRY(const formats::File opened, formats::File::open(file));
    FE_TRY(const formats::ContentKind kind, formats::contentKind(opened));
    if (kind == formats::ContentKind::Safetensors) {
        return readTensorFile(file, argument);
    }
    FE_TRY(const auto processor, pictures::pictureProcessor(package));
    FE_TRY(models::Pixels pixels, pictures::pixelsOf(file, processor, cancel));
    ScriptInput input;
    input.name = argument;
    input.shape = { pixels.count, 3, pixels.height, pixels.width };
    input.floats = std::move(pixels.values);
    return input;
}

Result<std::vector<ScriptInput>> readInputs(const std::string& path,
                                            const formats::ModelPackage& package,
                                            const base::CancelToken& cancel)
{
    FE_TRY(const Json json, readJson(path));
    if (!json.isObject()) {
        return base::malformed(path, {},
                               std::string("it holds ") + json.typeName() + ", not an object");
    }
    std::vector<ScriptInput> inputs;
    for (const auto& [key, value] : *json.asObject()) {
        if (value.isNull()) {
            continue; // as good as absent, the habit of such files
        }
        if (const std::string* name = value.asString()) {
            const auto file = std::filesystem::path(path).parent_path() / *name;
            FE_TRY(ScriptInput input, readFile(file.string(), key, package, cancel));
            inputs.push_back(std::move(input));
        } else {
            FE_TRY(ScriptInput input, ArrayReader(path, key).read(value));
            inputs.push_back(std::move(input));
        }
    }
    return inputs;
}

} // namespace

Result<std::vector<models::NamedArray>> runScript(const formats::PackagePtr& package,
                                                  const std::string& inputPath, Context& context)
{
    FE_TRY(const auto inputs, readInputs(inputPath, *package, context.cancel));
    FE_TRY(const auto module,
           models::loadScriptModule(package, context.load, context.cancel, context.progress));
    if (module->method("forward") == nullptr) {
        return base::unsupported(package->path().string(), "forward",
                                 "the module has no such method");
    }
    auto arrays = module->run("forward", inputs, context.cancel, context.progress);
    if (!arrays) {
        return blame(arrays.error(), inputPath);
    }
    return arrays;
}

} // namespace fe::cli
