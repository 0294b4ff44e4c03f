// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/context.h"
#include "cli/model_input.h"

#include "base/utf8.h"

#include <algorithm>
#include <map>

namespace fe::cli {
namespace {

using base::Json;

/// Longer arrays of metadata (a vocabulary, mostly) are shown by their count and beginning.
constexpr std::size_t kLongestArray = 32;
constexpr std::size_t kShownOfLongArray = 4;
/// Longer texts (a chat template) likewise, in bytes.
constexpr std::size_t kLongestText = 256;
constexpr std::size_t kShownOfLongText = 64;

const CommandSpec& spec()
{
    static const CommandSpec kSpec {
        "inspect",
        "what a model is",
        { "MODEL" },
        { { "--tensors", "", ValueKind::Flag,
            "say for each tensor where it lies too (file, byte)" } },
        {},
        "MODEL is a folder, a .gguf file, an installed model's name, or one .safetensors file."
    };
    return kSpec;
}

Json abbreviatedText(const std::string& text)
{
    const auto begin = std::string_view(text).substr(0, kShownOfLongText);
    Json summary = Json::object();
    summary.set("bytes", static_cast<std::uint64_t>(text.size()));
    summary.set("first", begin.substr(0, base::completeUtf8Prefix(begin)));
    return summary;
}

Json abbreviated(const Json& json)
{
    if (const std::string* text = json.asString()) {
        return text->size() > kLongestText ? abbreviatedText(*text) : json;
    }
    if (const auto* members = json.asObject()) {
        Json copy = Json::object();
        for (const auto& [key, value] : *members) {
            copy.asObject()->emplace_back(key, abbreviated(value));
        }
        return copy;
    }
    const auto* items = json.asArray();
    if (items == nullptr) {
        return json;
    }
    const bool isLong = items->size() > kLongestArray;
    Json shown = Json::array();
    for (std::size_t i = 0; i < (isLong ? kShownOfLongArray : items->size()); ++i) {
        shown.push(abbreviated((*items)[i]));
    }
    if (!isLong) {
        return shown;
    }
    Json summary = Json::object();
    summary.set("count", static_cast<std::uint64_t>(items->size()));
    summary.set("first", std::move(shown));
    return summary;
}

Json tensorList(const formats::ModelPackage& package, bool places)
{
    Json list = Json::array();
    for (const formats::TensorEntry& tensor : package.tensors()) {
        Json row = Json::object();
        row.set("name", tensor.name);
        row.set("dtype", base::dtypeInfo(tensor.dtype).name);
        row.set("shape", Json::arrayOf(tensor.shape));
        row.set("bytes", tensor.bytes);
        if (places) {
            row.set("file", package.weightFiles()[tensor.file].filename().string());
            row.set("offset", tensor.offset);
        }
        list.push(std::move(row));
    }
    return list;
}

/// Names of the element types, the one with most bytes first.
Json weightTypes(const formats::ModelPackage& package)
{
    std::map<std::string_view, std::uint64_t> bytes;
    for (const formats::TensorEntry& tensor : package.tensors()) {
        bytes[base::dtypeInfo(tensor.dtype).name] += tensor.bytes;
    }
    std::vector<std::pair<std::string_view, std::uint64_t>> order(bytes.begin(), bytes.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    Json names = Json::array();
    for (const auto& [name, ignored] : order) {
        names.push(name);
    }
    return names;
}

std::uint64_t elementsOf(const formats::ModelPackage& package)
{
    std::uint64_t count = 0;
    for (const formats::TensorEntry& tensor : package.tensors()) {
        count += static_cast<std::uint64_t>(base::elementCount(tensor.shape).value_or(0));
    }
    return count;
}

const char* formatName(formats::PackageKind kind)
{
    switch (kind) {
    case formats::PackageKind::HuggingFace:
        return "Hugging Face folder";
    case formats::PackageKind::Gguf:
        return "GGUF";
    case formats::PackageKind::Safetensors:
        return "safetensors";
    case formats::PackageKind::TorchScript:
        return "TorchScript";
    }
    return "";
}

Json describedStack(const models::StackInfo& stack)
{
    Json row = Json::object();
    row.set("name", stack.name);
    row.set("layers", stack.layers);
    row.set("heads", stack.heads);
    row.set("hidden_size", stack.hiddenSize);
    row.set("intermediate_size", stack.intermediateSize);
    return row;
}

void describeModel(Json& document, const models::ModelInfo& info)
{
    document.set("architecture", info.architecture);
    document.set("kind", info.kind);
    document.set("parameters", info.parameters);
    document.set("layers", info.layers);
    document.set("heads", info.heads);
    document.set("kv_heads", info.kvHeads);
    document.set("head_dim", info.headDim);
    document.set("hidden_size", info.hiddenSize);
    document.set("intermediate_size", info.intermediateSize);
    document.set("context", info.context);
    document.set("vocab_size", info.vocabSize);
    if (info.stacks.size() > 1) {
        Json stacks = Json::array();
        for (const models::StackInfo& stack : info.stacks) {
            stacks.push(describedStack(stack));
        }
        document.set("stacks", std::move(stacks));
    }
    if (info.readsPictures()) {
        document.set("image_size", info.picture.imageSize);
        document.set("patch_size", info.picture.patchSize);
    }
    if (!info.labels.empty()) {
        document.set("labels", Json::arrayOf(info.labels));
    }
}

base::Result<void> run(const Arguments& arguments, Context& context)
{
    const std::string& name = arguments.positional(0);
    FE_TRY(const auto package, openModel(name, arguments, context));
    Json document = Json::object();
    document.set("name", package->name());
    document.set("format", formatName(package->kind()));
    if (package->kind() == formats::PackageKind::Safetensors) {
        for (const char* key : { "architecture", "kind" }) {
            document.set(key, nullptr); // tensors alone do not say what they are
        }
        document.set("parameters", elementsOf(*package));
    } else {
        const auto info = models::describe(*package);
        if (!info) {
            return blame(info.error(), name);
        }
        describeModel(document, *info);
    }
    FE_TRY(const std::string sha256,
           formats::packageSha256(*package, context.cancel, context.progress));
    document.set("weight_types", weightTypes(*package));
    document.set("file_bytes", package->fileBytes());
    document.set("sha256", sha256);
    const std::string licence = package->licence();
    document.set("licence", licence.empty() ? Json() : Json(licence));
    document.set("metadata", abbreviated(package->config()));
    document.set("tensors", tensorList(*package, arguments.has("--tensors")));
    return print(document);
}

} // namespace

Command inspectCommand()
{
    return { spec, run };
}

} // namespace fe::cli
