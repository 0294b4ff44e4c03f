// SPDX-License-Identifier: Apache-2.0
#include "pictures/model_key.h"

#include "formats/sha256.h"
#include "pictures/file_state.h"

#include <cstdio>

namespace fe::pictures {
namespace {

using base::Result;

/// To be raised when what this program makes of the same picture and model changes.
constexpr int kRecipeVersion = 1;

/// Exact, and the same in every locale.
std::string exact(double value)
{
    std::array<char, 40> text {};
    std::snprintf(text.data(), text.size(), "%a", value);
    return text.data();
}

std::string sizeText(const vision::PixelSize& size)
{
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

std::string processorText(const vision::ImageProcessor& processor)
{
    std::string text;
    if (processor.resize) {
        const vision::ResizeRule& rule = *processor.resize;
        text += " resize " + std::to_string(static_cast<int>(rule.kind)) + " " + sizeText(rule.size)
            + " " + std::to_string(rule.shortest) + " " + std::to_string(rule.longest) + " filter "
            + std::to_string(static_cast<int>(processor.filter));
    }
    if (processor.crop) {
        text += " crop " + sizeText(*processor.crop);
    }
    if (processor.rescale) {
        text += " rescale " + exact(*processor.rescale);
    }
    if (processor.normalise) {
        for (std::size_t i = 0; i < 3; ++i) {
            text += " normalise " + exact(processor.normalise->mean[i]) + " "
                + exact(processor.normalise->std[i]);
        }
    }
    return text;
}

/// Paths, sizes and times of the weight files; empty if one cannot be looked at or may still be
/// changing.
std::string fingerprintOf(const formats::ModelPackage& package)
{
    std::string text;
    for (const auto& file : package.weightFiles()) {
        std::error_code problem;
        const auto path = std::filesystem::canonical(file, problem);
        const auto state = stateOf(path);
        if (problem || !state || !isSettled(*state)) {
            return {};
        }
        text += path.string() + "\n" + std::to_string(state->size) + " "
            + std::to_string(state->changed) + "\n";
    }
    return text;
}

} // namespace

Result<std::string> weightsHash(const Database& database, const formats::ModelPackage& package,
                                const base::CancelToken& cancel, base::Progress& progress)
{
    const std::string files = fingerprintOf(package);
    FE_TRY(const auto digest, formats::sha256(std::as_bytes(std::span(files))));
    const std::string fingerprint = formats::hexText(digest);
    FE_TRY(auto known, database.prepare("SELECT sha256 FROM packages WHERE fingerprint = ?"));
    FE_TRY(const bool found, known.bindText(1, fingerprint).step());
    if (found && !files.empty()) {
        return known.text(0);
    }
    known.reset();
    FE_TRY(auto hash, formats::packageSha256(package, cancel, progress));
    if (!files.empty()) {
        FE_TRY(auto keep, database.prepare("INSERT OR REPLACE INTO packages VALUES (?, ?)"));
        FE_CHECK(keep.bindText(1, fingerprint).bindText(2, hash).run());
    }
    return hash;
}

std::string vectorRecipe(const PictureModel& model)
{
    return "version " + std::to_string(kRecipeVersion) + " weights "
        + std::to_string(static_cast<int>(model.model->options().weights)) + " pooling "
        + analysis::poolingName(model.embedding.pooling) + processorText(model.processor);
}

} // namespace fe::pictures
