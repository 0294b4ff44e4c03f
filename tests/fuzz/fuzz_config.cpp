// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a model says of itself, up to the plan by which it would be loaded: a GGUF, or a config.json
// beside the weights of a small model: those at hand whose model_type the input names.
#include "fuzz/target.h"

#include "base/json.h"
#include "models/language_model.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace fe;
namespace fs = std::filesystem;

struct Model {
    std::string quotedType; ///< "\"llama\""
    fs::path weights;
};

std::vector<Model> findModels()
{
    std::vector<Model> models;
    for (const auto& entry : fs::directory_iterator(FE_TEST_DATA "/models")) {
        const fs::path folder = entry.path() / "checkpoint";
        const auto text = formats::readTextFile(folder / "config.json", 1 << 20U);
        const auto config
            = text ? base::parseJson(*text, "config.json") : base::Result<base::Json>(text.error());
        const base::Json* type = config ? config->find("model_type") : nullptr;
        if (type != nullptr && type->isString() && fs::exists(folder / "model.safetensors")) {
            models.push_back({ base::toText(*type), folder / "model.safetensors" });
        }
    }
    fuzz::require(!models.empty(), "there are models to test with");
    std::sort(models.begin(), models.end(), // folders have no order of their own
              [](const Model& a, const Model& b) { return a.weights < b.weights; });
    return models;
}

base::Result<models::ModelInfo> describe(const fs::path& path)
{
    FE_TRY(const formats::PackagePtr package, formats::openPackage(path));
    return models::describe(*package);
}

/// With the weights of each model of that type, until one fits.
base::Result<models::ModelInfo> describeConfig(const fuzz::Folder& folder,
                                               std::span<const std::uint8_t> bytes)
{
    static const std::vector<Model> kModels = findModels();
    const std::string text(bytes.begin(), bytes.end());
    folder.write("config.json", bytes);
    folder.link("model.safetensors", kModels.front().weights);
    auto info = describe(folder.path());
    for (const Model& model : kModels) {
        if (!info && text.find(model.quotedType) != std::string::npos) {
            folder.link("model.safetensors", model.weights);
            info = describe(folder.path());
        }
    }
    return info;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::Folder folder;
    const std::span bytes(data, size);
    const bool isGguf = size >= 4 && std::memcmp(data, "GGUF", 4) == 0;
    const auto info
        = isGguf ? describe(folder.write("input.gguf", bytes)) : describeConfig(folder, bytes);
    if (info) {
        fuzz::require(info->layers > 0 && info->hiddenSize > 0, "a model that is taken has a size");
    } else {
        fuzz::require(!info.error().oneLine().empty(), "a refusal has its reason");
    }
    return 0;
}
