// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/load_model.h"

#include "formats/trust.h"
#include "workspace/path_text.h"

#include <chrono>

namespace fe::workspace {

namespace {

void addTexts(LoadedModel& loaded)
{
    auto tokenizer = tokenizers::loadTokenizer(*loaded.package);
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

base::Result<std::optional<TrustRequest>> trustQuestion(const formats::ModelPackage& package,
                                                        const base::CancelToken& cancel,
                                                        base::Progress& progress)
{
    if (package.kind() != formats::PackageKind::TorchScript) {
        return std::optional<TrustRequest>();
    }
    FE_TRY(const std::string sha256, formats::packageSha256(package, cancel, progress));
    if (formats::isTrusted(sha256)) {
        return std::optional<TrustRequest>();
    }
    return std::optional(TrustRequest { .path = toText(package.path()),
                                        .bytes = package.fileBytes(),
                                        .sha256 = QString::fromStdString(sha256),
                                        .options = {} });
}

base::Result<LoadOutcome> loadModel(const std::filesystem::path& path,
                                    const models::LoadOptions& options,
                                    const base::CancelToken& cancel, base::Progress& progress)
{
    const auto begin = std::chrono::steady_clock::now();
    auto loaded = std::make_shared<LoadedModel>();
    loaded->name = modelName(toText(path));
    FE_TRY(loaded->package, formats::openPackage(path));
    FE_TRY(auto question, trustQuestion(*loaded->package, cancel, progress));
    if (question) {
        return LoadOutcome { nullptr, std::move(question) };
    }
    FE_TRY(const models::ModelInfo info, models::describe(*loaded->package));
    if (info.readsText()) {
        addTexts(*loaded);
    }
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    FE_TRY(loaded->any, models::loadModel(loaded->package, options, cancel, progress));
    loaded->model = std::dynamic_pointer_cast<const models::LanguageModel>(loaded->any);
    // A late cancel counts too: the user said no before the model was there.
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    loaded->loadSeconds
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return LoadOutcome { std::move(loaded), std::nullopt };
}

} // namespace fe::workspace
