// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/load_model.h"

#include "workspace/path_text.h"

#include <chrono>

namespace fe::workspace {

namespace {

base::Result<tokenizers::TokenizerPtr> tokenizerOf(const formats::ModelPackage& package)
{
    const std::string where = package.path().filename().string();
    switch (package.kind()) {
    case formats::PackageKind::Gguf:
        return tokenizers::loadTokenizer(package.config(), where);
    case formats::PackageKind::Safetensors:
        return base::unsupported(where, {}, "a lone weights file holds no tokenizer");
    case formats::PackageKind::HuggingFace:
        break;
    }
    const auto& side = package.sideFiles();
    const auto sideFile = [&side](const char* name) {
        const auto found = side.find(name);
        return found == side.end() ? std::filesystem::path() : found->second;
    };
    const std::filesystem::path tokenizerJson = sideFile("tokenizer.json");
    if (tokenizerJson.empty()) {
        return base::Error { .code = base::ErrorCode::NotFound,
                             .what = "cannot find tokenizer.json",
                             .file = where,
                             .field = {},
                             .why = "texts can only be given to this model as token ids",
                             .fix = "put the tokenizer.json of the model into the folder" };
    }
    return tokenizers::loadTokenizer({ .tokenizerJson = tokenizerJson,
                                       .tokenizerConfig = sideFile("tokenizer_config.json"),
                                       .specialTokensMap = sideFile("special_tokens_map.json"),
                                       .generationConfig = sideFile("generation_config.json"),
                                       .chatTemplate = sideFile("chat_template.jinja") });
}

void addTexts(LoadedModel& loaded)
{
    auto tokenizer = tokenizerOf(*loaded.package);
    if (!tokenizer) {
        loaded.tokenizerProblem = tokenizer.error();
        return;
    }
    loaded.tokenizer = *std::move(tokenizer);
    const std::optional<std::string>& source = loaded.tokenizer->chatTemplate();
    if (!source) {
        return;
    }
    auto compiled
        = chat::ChatTemplate::compile(*source, loaded.package->path().filename().string());
    if (compiled) {
        loaded.chatTemplate = *std::move(compiled);
    } else {
        loaded.chatTemplateProblem = compiled.error();
    }
}

} // namespace

base::Result<LoadedModelPtr> loadModel(const std::filesystem::path& path,
                                       const models::LoadOptions& options,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    const auto begin = std::chrono::steady_clock::now();
    auto loaded = std::make_shared<LoadedModel>();
    loaded->name = modelName(toText(path));
    FE_TRY(loaded->package, formats::openPackage(path));
    FE_TRY(const models::ModelInfo info, models::describe(*loaded->package));
    if (info.kind != "decoder") {
        return base::Error { .code = base::ErrorCode::Unsupported,
                             .what = "cannot use this model as a language model",
                             .file = path.filename().string(),
                             .field = {},
                             .why
                             = "it is of kind \"" + info.kind + "\" and does not continue texts",
                             .fix = "open a decoder model, for example SmolLM2-135M-Instruct" };
    }
    addTexts(*loaded);
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    FE_TRY(loaded->model, models::loadLanguageModel(loaded->package, options, cancel, progress));
    // A late cancel counts too: the user said no before the model was there.
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    loaded->loadSeconds
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return LoadedModelPtr(std::move(loaded));
}

} // namespace fe::workspace
