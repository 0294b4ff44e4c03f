// SPDX-License-Identifier: Apache-2.0
#include "pictures/picture_encoder.h"

#include "base/guarded.h"
#include "models/script_clip.h"
#include "models/script_module.h"
#include "pictures/pixel_files.h"
#include "vision/load_pixels.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace fe::pictures {
namespace {

using base::Result;
using models::Pixels;
using Vector = std::vector<float>;
using Outcome = Result<Vector>;

/// Patches that go through the model together. Products are no faster with more rows, and what lies
/// between them would no longer stay in the caches nor in memory that the process already has.
constexpr std::int64_t kPatchesAtOnce = 512;

/// Pictures like this one that one pass should take.
std::size_t picturesAtOnce(const PictureModel& model, const Pixels& picture)
{
    const models::PictureInfo& info = model.model->info().picture;
    if (info.patchSize < 1) {
        return std::numeric_limits<std::size_t>::max(); // it does not say what it makes of them
    }
    const std::int64_t tokens
        = (picture.height / info.patchSize) * (picture.width / info.patchSize) + info.prefixTokens;
    return static_cast<std::size_t>(
        std::max<std::int64_t>(1, kPatchesAtOnce / std::max<std::int64_t>(1, tokens)));
}

bool sameSize(const Pixels& a, const Pixels& b)
{
    return a.height == b.height && a.width == b.width;
}

/// The vectors of `which` of the pictures, all of one size, by one pass.
Result<std::vector<Vector>> encodeTogether(const PictureModel& model,
                                           std::span<const Pixels> pictures,
                                           std::span<const std::size_t> which,
                                           const base::CancelToken& cancel)
{
    const Pixels& first = pictures[which.front()];
    Pixels all { 0, first.height, first.width, {} };
    all.values.reserve(first.values.size() * which.size());
    for (const std::size_t at : which) {
        all.count += pictures[at].count;
        all.values.insert(all.values.end(), pictures[at].values.begin(), pictures[at].values.end());
    }
    base::Progress unwatched;
    FE_TRY(const auto embeddings,
           analysis::embedPixels(*model.model, model.embedding, std::move(all), cancel, unwatched));
    std::vector<Vector> vectors;
    const auto width = static_cast<std::size_t>(embeddings.dimensions);
    for (std::size_t row = 0; row < which.size(); ++row) {
        const auto values = std::span(embeddings.values).subspan(row * width, width);
        vectors.emplace_back(values.begin(), values.end());
    }
    return vectors;
}

/// Fills the places of `which` in `outcomes`, by one pass if all goes well.
Result<void> encodePart(const PictureModel& model, std::span<const Pixels> pictures,
                        std::span<const std::size_t> which,
                        std::vector<std::optional<Outcome>>& outcomes,
                        const base::CancelToken& cancel)
{
    auto vectors = encodeTogether(model, pictures, which, cancel);
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    if (vectors) {
        for (std::size_t row = 0; row < which.size(); ++row) {
            outcomes[which[row]] = std::move((*vectors)[row]);
        }
        return {};
    }
    if (which.size() == 1) {
        outcomes[which.front()] = vectors.error();
        return {};
    }
    for (const std::size_t at : which) {
        FE_CHECK(encodePart(model, pictures, std::span(&at, 1), outcomes, cancel));
    }
    return {};
}

/// The same in passes of about equal size.
Result<void> encodeGroup(const PictureModel& model, std::span<const Pixels> pictures,
                         std::span<const std::size_t> which,
                         std::vector<std::optional<Outcome>>& outcomes,
                         const base::CancelToken& cancel)
{
    const std::size_t most = picturesAtOnce(model, pictures[which.front()]);
    for (std::size_t at = 0; at < which.size();) {
        const std::size_t left = which.size() - at;
        const std::size_t passes = (left - 1) / most + 1;
        const std::size_t count = (left + passes - 1) / passes;
        FE_CHECK(encodePart(model, pictures, which.subspan(at, count), outcomes, cancel));
        at += count;
    }
    return {};
}

/// Encodes what was read of some files; an outcome each.
Result<std::vector<Outcome>> encodeFiles(const PictureModel& model,
                                         std::span<const std::string> files,
                                         std::span<Result<Pixels>> read,
                                         const base::CancelToken& cancel)
{
    std::vector<Pixels> pictures;
    for (Result<Pixels>& pixels : read) {
        if (pixels) {
            pictures.push_back(*std::move(pixels));
        }
    }
    FE_TRY(auto vectors, encodePixels(model, std::move(pictures), cancel));
    std::vector<Outcome> outcomes;
    auto vector = vectors.begin();
    for (std::size_t i = 0; i < files.size(); ++i) {
        Outcome outcome = read[i] ? *std::move(vector++) : Outcome(read[i].error());
        if (!outcome && outcome.error().file.empty()) {
            base::Error error = outcome.error();
            error.file = files[i];
            outcome = std::move(error);
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

} // namespace

Result<vision::ImageProcessor> pictureProcessor(const formats::ModelPackage& package)
{
    auto stated = vision::preprocessorFor(package);
    const auto clip = stated || !models::isForeignScript(package)
        ? std::nullopt
        : models::describeScriptClip(package);
    if (!clip) {
        return stated;
    }
    const std::int64_t side = clip->picture.imageSize;
    return *vision::defaultProcessor("clip", { side, side });
}

Result<PictureModel> pictureModel(const formats::PackagePtr& package, models::ModelPtr model,
                                  tokenizers::TokenizerPtr tokenizer)
{
    return base::guarded("pictureModel", [&]() -> Result<PictureModel> {
        PictureModel made;
        FE_TRY(made.processor, pictureProcessor(*package));
        FE_TRY(made.embedding, analysis::embeddingSettings(*package, model->info()));
        if (model->info().kind == "vision-language") {
            made.embedding.pooling = analysis::Pooling::Own;
        }
        made.model = std::move(model);
        made.tokenizer = std::move(tokenizer);
        made.package = package;
        return made;
    });
}

Result<Pixels> pixelsOf(const std::filesystem::path& file, const vision::ImageProcessor& processor,
                        const base::CancelToken& cancel)
{
    return base::guarded("pixelsOf", [&]() -> Result<Pixels> {
        FE_TRY(auto pixels, vision::loadPixels(file, processor, cancel));
        return Pixels { pixels.shape[0], pixels.shape[2], pixels.shape[3],
                        std::move(pixels.values) };
    });
}

Result<Pixels> pixelsOf(const std::filesystem::path& file, const PictureModel& model,
                        const base::CancelToken& cancel)
{
    return pixelsOf(file, model.processor, cancel);
}

Result<std::vector<Outcome>> encodePixels(const PictureModel& model, std::vector<Pixels> pictures,
                                          const base::CancelToken& cancel)
{
    return base::guarded("encodePixels", [&]() -> Result<std::vector<Outcome>> {
        std::vector<std::optional<Outcome>> outcomes(pictures.size());
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            if (outcomes[i]) {
                continue; // went with an earlier one of its size
            }
            std::vector<std::size_t> group;
            for (std::size_t j = i; j < pictures.size(); ++j) {
                if (sameSize(pictures[i], pictures[j])) {
                    group.push_back(j);
                }
            }
            FE_CHECK(encodeGroup(model, pictures, group, outcomes, cancel));
        }
        std::vector<Outcome> result;
        for (auto& outcome : outcomes) {
            result.push_back(*std::move(outcome));
        }
        return result;
    });
}

Result<void> encodePictures(const PictureModel& model, std::span<const std::string> files,
                            std::size_t batch, const PictureSink& took,
                            const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("encodePictures", [&]() -> Result<void> {
        batch = std::clamp<std::size_t>(batch, 1, std::max<std::size_t>(1, files.size()));
        const int threads = models::threads();
        const std::size_t ahead = (static_cast<std::size_t>(threads) + batch - 1) / batch * batch;
        std::vector<Result<Pixels>> read;
        progress.begin("Encoding", files.size());
        for (std::size_t at = 0; at < files.size(); at += batch) {
            if (at % ahead == 0) {
                read = readPixels(files.subspan(at, std::min(ahead, files.size() - at)),
                                  model.processor, threads, cancel);
            }
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            const auto part = files.subspan(at, std::min(batch, files.size() - at));
            const auto pixels = std::span(read).subspan(at % ahead, part.size());
            FE_TRY(const auto outcomes, encodeFiles(model, part, pixels, cancel));
            for (std::size_t i = 0; i < outcomes.size(); ++i) {
                progress.advance();
                if (!took(at + i, outcomes[i])) {
                    return {};
                }
            }
        }
        return {};
    });
}

} // namespace fe::pictures
