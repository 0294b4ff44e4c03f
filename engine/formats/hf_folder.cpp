// SPDX-License-Identifier: Apache-2.0
#include "formats/hf_folder.h"

#include "formats/content_kind.h"
#include "formats/safetensors.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
namespace fs = std::filesystem;

constexpr const char* kConfigName = "config.json";
constexpr const char* kWeightsName = "model.safetensors";
constexpr const char* kIndexName = "model.safetensors.index.json";
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t { 8 } << 20U;
constexpr std::uint64_t kMaxIndexBytes = std::uint64_t { 64 } << 20U;
constexpr std::uint64_t kMaxCardBytes = std::uint64_t { 1 } << 20U;
constexpr std::size_t kMaxSideFiles = 1000;

bool isThere(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

Result<Json> readJsonObject(const fs::path& path, std::uint64_t maxBytes)
{
    FE_TRY(const std::string text, readTextFile(path, maxBytes));
    FE_TRY(Json json, base::parseJson(text, path.string()));
    if (!json.isObject()) {
        return base::malformed(path.string(), {},
                               std::string("an object is needed, not ") + json.typeName());
    }
    return json;
}

bool isPlainFileName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && base::isValidUtf8(name)
        && name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

/// @return the shards' names in order, each once.
Result<std::set<std::string>> shardNames(const Json& index, const std::string& file)
{
    const Json* map = index.find("weight_map");
    if (map == nullptr || !map->isObject() || map->asObject()->empty()) {
        return base::malformed(file, "weight_map", "a map from tensors to files is needed");
    }
    std::set<std::string> names;
    for (const auto& [tensor, shard] : *map->asObject()) {
        const std::string* name = shard.asString();
        if (name == nullptr || !isPlainFileName(*name)) {
            return base::malformed(
                file, "weight_map, \"" + tensor + "\"",
                name == nullptr
                    ? std::string("a file name is needed, not ") + shard.typeName()
                    : "\"" + *name + "\" is not the plain name of a file in the folder");
        }
        names.insert(*name);
    }
    return names;
}

/// Each tensor of the index lies in the file that it says.
Result<void> checkIndex(const Json& index, const std::string& file, const PackageContents& contents)
{
    for (const auto& [name, shard] : *index.find("weight_map")->asObject()) {
        const TensorEntry* tensor = contents.tensors.find(name);
        if (tensor == nullptr
            || contents.files[tensor->file].path().filename() != *shard.asString()) {
            return base::malformed(file, "weight_map, \"" + name + "\"",
                                   "the tensor is not in " + *shard.asString());
        }
    }
    return {};
}

Result<void> addWeightFile(const fs::path& path, PackageContents& contents,
                           std::vector<TensorEntry>& tensors)
{
    auto opened = File::open(path);
    if (!opened) {
        Error error = opened.error();
        error.fix = "download the whole model again";
        return error;
    }
    File file = *std::move(opened);
    FE_TRY(const ContentKind kind, contentKind(file));
    if (kind != ContentKind::Safetensors && kind != ContentKind::Unknown) {
        return refusedContent(file, kind);
    }
    FE_TRY(SafetensorsHeader header, readSafetensorsHeader(file));
    for (TensorEntry& tensor : header.tensors) {
        tensor.file = static_cast<std::uint32_t>(contents.files.size());
        tensors.push_back(std::move(tensor));
    }
    contents.files.push_back(std::move(file));
    return {};
}

Error noWeights(const fs::path& folder)
{
    constexpr std::array kPickles = { "pytorch_model.bin", "pytorch_model.bin.index.json" };
    const bool pickled = std::any_of(kPickles.begin(), kPickles.end(),
                                     [&](const char* name) { return isThere(folder / name); });
    if (pickled) {
        return { ErrorCode::Unsupported,
                 "cannot open the model",
                 folder.string(),
                 "pytorch_model.bin",
                 "its weights are Python pickles, which can run any code when they are loaded",
                 "get or export model.safetensors" };
    }
    return {
        ErrorCode::NotFound, "cannot open the model",     folder.string(),
        kWeightsName,        "the folder has no weights", "download model.safetensors as well"
    };
}

Result<void> readWeights(PackageContents& contents)
{
    const fs::path& folder = contents.path;
    std::vector<TensorEntry> tensors;
    if (isThere(folder / kWeightsName)) {
        FE_CHECK(addWeightFile(folder / kWeightsName, contents, tensors));
        FE_TRY(contents.tensors,
               TensorTable::build(std::move(tensors), (folder / kWeightsName).string()));
        return {};
    }
    const fs::path indexPath = folder / kIndexName;
    if (!isThere(indexPath)) {
        return noWeights(folder);
    }
    FE_TRY(const Json index, readJsonObject(indexPath, kMaxIndexBytes));
    FE_TRY(const std::set<std::string> shards, shardNames(index, indexPath.string()));
    for (const std::string& shard : shards) {
        FE_CHECK(addWeightFile(folder / shard, contents, tensors));
    }
    FE_TRY(contents.tensors, TensorTable::build(std::move(tensors), indexPath.string()));
    return checkIndex(index, indexPath.string(), contents);
}

bool isSideFile(const fs::path& path)
{
    constexpr std::array kEndings = { ".json", ".txt", ".jinja", ".md", ".model", ".py" };
    const std::string name = path.filename().string();
    const std::string ending = path.extension().string();
    return name != kConfigName && name != kIndexName && base::isValidUtf8(name)
        && (name.starts_with("LICENSE")
            || std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end());
}

/// "/models/llama/" and "." have a name too.
std::string folderName(const fs::path& folder)
{
    std::error_code failure;
    fs::path whole = fs::absolute(folder, failure).lexically_normal();
    if (whole.filename().empty()) {
        whole = whole.parent_path();
    }
    return base::toValidUtf8(whole.filename().string());
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\"'");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t\r\"'") - begin + 1);
}

} // namespace

std::map<std::string, fs::path> findSideFiles(const fs::path& folder)
{
    std::map<std::string, fs::path> found;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        std::error_code ignored;
        if (isSideFile(entry->path()) && entry->is_regular_file(ignored)
            && found.size() < kMaxSideFiles) {
            found.emplace(entry->path().filename().string(), entry->path());
        }
    }
    // Sentence embedding models say in a folder of its own how they pool.
    constexpr const char* kPooling = "1_Pooling/config.json";
    if (std::error_code ignored; fs::is_regular_file(folder / kPooling, ignored)) {
        found.emplace(kPooling, folder / kPooling);
    }
    return found;
}

std::string licenceOfCard(std::string_view card)
{
    constexpr std::string_view kFence = "---";
    constexpr std::string_view kLicence = "license:";
    constexpr std::string_view kName = "license_name:";
    std::string licence;
    std::string name;
    bool inside = false;
    while (!card.empty()) {
        const std::string_view line = card.substr(0, card.find('\n'));
        card.remove_prefix(std::min(card.size(), line.size() + 1));
        if (trimmed(line) == kFence || !inside) {
            if (inside || trimmed(line) != kFence) {
                break;
            }
            inside = true;
        } else if (line.starts_with(kLicence)) {
            licence = trimmed(line.substr(kLicence.size()));
        } else if (line.starts_with(kName)) {
            name = trimmed(line.substr(kName.size()));
        }
    }
    return licence == "other" && !name.empty() ? name : licence;
}

Result<PackageContents> readHfFolder(const fs::path& folder)
{
    PackageContents contents;
    contents.kind = PackageKind::HuggingFace;
    contents.path = folder;
    contents.name = folderName(folder);
    FE_TRY(contents.config, readJsonObject(folder / kConfigName, kMaxConfigBytes));
    FE_CHECK(readWeights(contents));
    contents.sideFiles = findSideFiles(folder);
    if (const auto card = contents.sideFiles.find("README.md"); card != contents.sideFiles.end()) {
        // The licence is only shown: a card that cannot be read is no reason to refuse the model.
        const auto text = readTextFile(card->second, kMaxCardBytes);
        contents.licence = text ? base::toValidUtf8(licenceOfCard(*text)) : std::string();
    }
    return contents;
}

} // namespace fe::formats
