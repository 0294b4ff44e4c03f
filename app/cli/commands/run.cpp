// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"

#include <array>

namespace fe::cli {
namespace {

using base::Json;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "run",
        "one forward pass, with every tensor on the way",
        { "MODEL" },
        {
            { .name = "--input",
              .value = "F.json",
              .kind = ValueKind::Text,
              .help = "{\"input_ids\": [[...]], \"attention_mask\": [[...]]}",
              .required = true },
            { .name = "--dump",
              .value = "OUT",
              .kind = ValueKind::Text,
              .help = "the safetensors file to write, float32",
              .required = true },
        },
        {},
        "Without attention_mask every position counts. The dump holds logits, hidden_states.I,\n"
        "last_hidden_state, final_norm_input and attentions.I."
    };
    return kSpec;
}

/// [[1, 2], [3, 4]] with integers in [low, high], rows of one length; [1, 2] is one row.
base::Result<std::vector<std::vector<std::int64_t>>> rows(const Json& json, const std::string& file,
                                                          const std::string& field,
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
    std::vector<std::vector<std::int64_t>> result;
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

base::Result<models::ForwardInput> inputOf(const std::string& path, const models::ModelInfo& info)
{
    FE_TRY(const Json json, readJson(path));
    if (!json.isObject()) {
        return base::malformed(path, {},
                               std::string("it holds ") + json.typeName() + ", not an object");
    }
    for (const auto& [key, value] : *json.asObject()) {
        if (key != "input_ids" && key != "attention_mask") {
            return base::unsupported(path, key,
                                     "a decoder takes input_ids and attention_mask alone");
        }
    }
    const Json* ids = json.findNonNull("input_ids");
    if (ids == nullptr) {
        return base::malformed(path, "input_ids", "it is missing");
    }
    models::ForwardInput input;
    FE_TRY(const auto idRows, rows(*ids, path, "input_ids", info.vocabSize - 1));
    for (const auto& row : idRows) {
        auto& target = input.ids.emplace_back();
        for (const std::int64_t id : row) {
            target.push_back(static_cast<TokenId>(id));
        }
    }
    if (const Json* mask = json.findNonNull("attention_mask")) {
        FE_TRY(input.attentionMask, rows(*mask, path, "attention_mask", 1));
        if (input.attentionMask.size() != idRows.size()
            || input.attentionMask.front().size() != idRows.front().size()) {
            return base::malformed(path, "attention_mask", "it has another shape than input_ids");
        }
    }
    const auto length = static_cast<std::uint64_t>(idRows.front().size());
    if (length > static_cast<std::uint64_t>(info.context)) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "the input is too long",
                             path,
                             "input_ids",
                             "it has " + base::grouped(length)
                                 + " tokens, but the model's context holds "
                                 + base::grouped(static_cast<std::uint64_t>(info.context)),
                             "shorten it" };
    }
    return input;
}

base::Result<void> dump(const std::string& path, const std::vector<models::NamedArray>& arrays)
{
    std::vector<formats::OutputTensor> tensors;
    tensors.reserve(arrays.size());
    for (const models::NamedArray& array : arrays) {
        tensors.push_back(
            { array.name, base::DType::F32, array.shape, std::as_bytes(std::span(array.values)) });
    }
    auto written = formats::writeSafetensors(path, tensors);
    if (!written) {
        base::Error error = written.error();
        error.code = base::ErrorCode::Internal; // the input is not to blame
        return error;
    }
    return {};
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    FE_TRY(const auto loaded,
           loadModel(arguments.positional(0), arguments, WithTokenizer::No, context));
    const std::string inputPath = arguments.text("--input");
    FE_TRY(const auto input, inputOf(inputPath, loaded.model->info()));
    const auto arrays = loaded.model->forward(input, context.cancel, context.progress);
    if (!arrays) {
        return blame(arrays.error(), inputPath);
    }
    if (context.cancel.isCancelled()) {
        return base::cancelled();
    }
    FE_CHECK(dump(arguments.text("--dump"), *arrays));
    Json shapes = Json::object();
    for (const models::NamedArray& array : *arrays) {
        shapes.set(array.name, Json::arrayOf(array.shape));
    }
    Json document = Json::object();
    document.set("shapes", std::move(shapes));
    return print(document);
}

} // namespace

Command runCommand()
{
    return { spec, run };
}

} // namespace fe::cli
