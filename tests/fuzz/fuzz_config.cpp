// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a model says of itself, up to the plan by which it would be loaded: a GGUF, or a config.json
// beside the weights of a small model. Of the models at hand the one is taken whose model_type the
// input names.
#include "fuzz/target.h"

#include "base/json.h"
#include "models/language_model.h"

#include <string_view>
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
    return models;
}

const Model& modelFor(std::string_view config)
{
    static const std::vector<Model> kModels = findModels();
    for (const Model& model : kModels) {
        if (config.find(model.quotedType) != std::string_view::npos) {
            return model;
        }
    }
    return kModels.front();
}

base::Result<formats::PackagePtr> openInput(std::span<const std::uint8_t> bytes)
{
    static const fuzz::Folder folder;
    const std::string text(bytes.begin(), bytes.end());
    if (text.starts_with("GGUF")) {
        return formats::openPackage(folder.write("input.gguf", bytes));
    }
    folder.write("config.json", bytes);
    folder.link("model.safetensors", modelFor(text).weights);
    return formats::openPackage(folder.path());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto package = openInput(std::span(data, size));
    const auto info
        = package ? models::describe(**package) : base::Result<models::ModelInfo>(package.error());
    if (info) {
        fuzz::require(info->layers > 0 && info->hiddenSize > 0, "a model that is taken has a size");
    } else {
        fuzz::require(!info.error().oneLine().empty(), "a refusal has its reason");
    }
    return 0;
}
