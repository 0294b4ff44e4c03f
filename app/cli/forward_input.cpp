// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/forward_input.h"

#include "cli/model_input.h"
#include "pictures/picture_encoder.h"

#include <filesystem>

namespace fe::cli {
namespace {

using base::Json;
using base::Result;

using Rows = std::vector<std::vector<std::int64_t>>;

/// [[1, 2], [3, 4]] with integers in [0, high], rows of one length; [1, 2] is one row.
Result<Rows> readRows(const Json& json, const std::string& file, const std::string& field,
                      std::int64_t high)
{
    const auto refuse = [&](const std::string& why) { return base::malformed(file, field, why); };
    const auto* outer = json.asArray();
    if (outer == nullptr || outer->empty()) {
        return refuse(std::string("it is ") + (outer == nullptr ? json.typeName() : "empty")
                      + ", not an array of arrays of whole numbers");
    }
    const Json::Array single { json };
    if (outer->front().isInteger()) {
        outer = &single;
    }
    Rows result;
    for (const Json& row : *outer) {
        const auto* items = row.asArray();
        if (items == nullptr || items->empty()) {
            return refuse("a row is no array, or empty");
        }
        std::vector<std::int64_t> values;
        values.reserve(items->size());
        for (const Json& item : *items) {
            const auto value = item.asInt();
            if (!value || *value < 0 || *value > high) {
                return refuse(base::toText(item).substr(0, 40) + " is not a whole number from 0 to "
                              + base::grouped(static_cast<unsigned long long>(high)));
            }
            values.push_back(*value);
        }
        result.push_back(std::move(values));
        if (result.back().size() != result.front().size()) {
            return refuse("its rows have different lengths; pad them and give an attention_mask");
        }
    }
    return result;
}

std::vector<std::vector<TokenId>> asIds(const Rows& rows)
{
    std::vector<std::vector<TokenId>> ids;
    for (const auto& row : rows) {
        auto& target = ids.emplace_back();
        for (const std::int64_t id : row) {
            target.push_back(static_cast<TokenId>(id));
        }
    }
    return ids;
}

/// Fields that a model of this kind reads.
std::vector<std::string_view> fieldsOf(const models::ModelInfo& info)
{
    std::vector<std::string_view> fields;
    if (info.readsText()) {
        fields = { "input_ids", "attention_mask" };
    }
    if (info.kind == "encoder") {
        fields.push_back("token_type_ids");
    }
    if (info.kind == "encoder-decoder") {
        fields.push_back("decoder_input_ids");
    }
    if (info.readsPictures()) {
        fields.push_back("pixel_values");
        fields.push_back("image");
    }
    return fields;
}

class InputReader
{
public:
    InputReader(const Json& json, const std::string& path, const models::ModelInfo& info)
        : m_json(json), m_path(path), m_info(info)
    {
    }

    Result<void> checkFields() const
    {
        const auto known = fieldsOf(m_info);
        for (const auto& [key, value] : *m_json.asObject()) {
            if (std::find(known.begin(), known.end(), key) == known.end()) {
                std::string list;
                for (const std::string_view name : known) {
                    list += (list.empty() ? "" : ", ") + std::string(name);
                }
                return base::unsupported(m_path, key,
                                         "this " + m_info.kind + " model takes " + list);
            }
        }
        return {};
    }

    Result<void> readText(models::ForwardInput& input) const
    {
        FE_TRY(const Rows ids, rows("input_ids", m_info.vocabSize - 1));
        FE_TRY(const Rows answer, rows("decoder_input_ids", m_info.vocabSize - 1));
        FE_TRY(input.attentionMask, rows("attention_mask", 1));
        FE_TRY(input.tokenTypes, rows("token_type_ids", m_info.tokenTypes - 1));
        input.ids = asIds(ids);
        input.decoderIds = asIds(answer);
        if (ids.empty() && !m_info.readsPictures()) {
            return base::malformed(m_path, "input_ids", "it is missing");
        }
        for (const auto& [name, other] : { std::pair("attention_mask", &input.attentionMask),
                                           std::pair("token_type_ids", &input.tokenTypes) }) {
            if (!other->empty()
                && (other->size() != ids.size() || other->front().size() != ids.front().size())) {
                return base::malformed(m_path, name, "it has another shape than input_ids");
            }
        }
        return checkLength(ids);
    }

    /// The file that a field names; nothing if it is absent.
    Result<std::optional<std::string>> fileAt(const char* field) const
    {
        const Json* value = m_json.findNonNull(field);
        if (value == nullptr) {
            return std::optional<std::string>();
        }
        const std::string* text = value->asString();
        if (text == nullptr) {
            return base::malformed(m_path, field,
                                   std::string("it is ") + value->typeName() + ", not a path");
        }
        return std::optional((std::filesystem::path(m_path).parent_path() / *text).string());
    }

private:
    Result<Rows> rows(const char* field, std::int64_t high) const
    {
        const Json* value = m_json.findNonNull(field);
        return value == nullptr ? Rows() : readRows(*value, m_path, field, high);
    }

    Result<void> checkLength(const Rows& ids) const
    {
        const std::uint64_t length = ids.empty() ? 0 : ids.front().size();
        if (length <= static_cast<std::uint64_t>(m_info.context)) {
            return {};
        }
        return base::Error { base::ErrorCode::LimitExceeded,
                             "the input is too long",
                             m_path,
                             "input_ids",
                             "it has " + base::grouped(length)
                                 + " tokens, but the model's context holds "
                                 + base::grouped(static_cast<std::uint64_t>(m_info.context)),
                             "shorten it" };
    }

    const Json& m_json;
    const std::string& m_path;
    const models::ModelInfo& m_info;
};

/// pixel_values [count, 3, height, width] of a safetensors file.
Result<models::Pixels> readPixelValues(const std::string& file)
{
    constexpr const char* kName = "pixel_values";
    FE_TRY(const auto package, formats::openPackage(file));
    const formats::TensorEntry* tensor = package->findTensor(kName);
    if (tensor == nullptr || tensor->dtype != base::DType::F32 || tensor->shape.size() != 4
        || tensor->shape[1] != 3 || tensor->bytes == 0) {
        return base::malformed(
            file, kName,
            tensor == nullptr ? "the tensor is missing"
                              : "it is " + std::string(base::dtypeInfo(tensor->dtype).name) + " "
                    + base::shapeText(tensor->shape) + ", not F32 [count, 3, height, width]");
    }
    models::Pixels pixels { tensor->shape[0], tensor->shape[2], tensor->shape[3],
                            std::vector<float>(tensor->bytes / sizeof(float)) };
    FE_CHECK(package->read(*tensor, std::as_writable_bytes(std::span(pixels.values))));
    return pixels;
}

} // namespace

Result<models::ForwardInput> readForwardInput(const std::string& path,
                                              const models::ModelInfo& info,
                                              const formats::ModelPackage& package,
                                              const base::CancelToken& cancel)
{
    FE_TRY(const Json json, readJson(path));
    if (!json.isObject()) {
        return base::malformed(path, {},
                               std::string("it holds ") + json.typeName() + ", not an object");
    }
    const InputReader reader(json, path, info);
    FE_CHECK(reader.checkFields());
    models::ForwardInput input;
    FE_CHECK(reader.readText(input));
    FE_TRY(const auto tensorFile, reader.fileAt("pixel_values"));
    FE_TRY(const auto pictureFile, reader.fileAt("image"));
    if (tensorFile && pictureFile) {
        return base::malformed(path, "image", "give either pixel_values or image");
    }
    if (tensorFile) {
        FE_TRY(input.pixels, readPixelValues(*tensorFile));
    }
    if (pictureFile) {
        FE_TRY(const auto processor, pictures::pictureProcessor(package));
        FE_TRY(input.pixels, pictures::pixelsOf(*pictureFile, processor, cancel));
    }
    if (input.ids.empty() && input.pixels.count == 0) {
        return base::malformed(path, info.readsText() ? "input_ids" : "pixel_values",
                               "it is missing");
    }
    return input;
}

} // namespace fe::cli
