// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/load_model.h"

#include "formats/atomic_file.h"
#include "formats/trust.h"
#include "workspace/path_text.h"

#include <QTemporaryDir>

#include <chrono>

namespace fe::workspace {

namespace {

/// What an archive carries inside, laid out as a folder for the time of reading.
base::Result<tokenizers::TokenizerPtr> tokenizerInArchive(const formats::ModelPackage& package)
{
    const QTemporaryDir temporary;
    const std::filesystem::path folder = toPath(temporary.path());
    FE_CHECK(formats::writeFileAtomically(folder / "config.json", base::toText(package.config())));
    for (const std::string& name : package.sideFileNames()) {
        FE_TRY(const std::string content, package.readSideFile(name));
        FE_CHECK(
            formats::writeFileAtomically(folder / std::filesystem::path(name).filename(), content));
    }
    return tokenizers::loadTokenizer(tokenizers::tokenizerFilesIn(folder));
}

base::Result<tokenizers::TokenizerPtr> tokenizerOfArchive(const formats::ModelPackage& package)
{
    // One that was made of a GGUF has that file's metadata.
    if (package.config().find("tokenizer.ggml.model")) {
        return tokenizers::loadTokenizer(package.config(), package.path().filename().string());
    }
    const bool liesBeside = !package.sideFiles().empty();
    return liesBeside
        ? tokenizers::loadTokenizer(tokenizers::tokenizerFilesIn(package.path().parent_path()))
        : tokenizerInArchive(package);
}

base::Result<tokenizers::TokenizerPtr> tokenizerOf(const formats::ModelPackage& package)
{
    const std::string where = package.path().filename().string();
    switch (package.kind()) {
    case formats::PackageKind::Gguf:
        return tokenizers::loadTokenizer(package.config(), where);
    case formats::PackageKind::Safetensors:
        return base::unsupported(where, {}, "a lone weights file holds no tokenizer");
    case formats::PackageKind::TorchScript:
        return tokenizerOfArchive(package);
    case formats::PackageKind::HuggingFace:
        break;
    }
    return tokenizers::loadTokenizer(tokenizers::tokenizerFilesIn(package.path()));
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
