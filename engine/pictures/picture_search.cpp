// SPDX-License-Identifier: Apache-2.0
#include "pictures/picture_search.h"

#include "analysis/zero_shot.h"
#include "base/guarded.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fe::pictures {
namespace {

using base::Result;

/// Independent sums, so that the compiler may keep them in vector registers without reordering
/// floating-point additions on its own.
constexpr std::size_t kLanes = 16;

float dot(const float* a, const float* b, std::size_t size)
{
    std::array<float, kLanes> sums {};
    std::size_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += a[i + lane] * b[i + lane];
        }
    }
    float sum = 0;
    for (; i < size; ++i) {
        sum += a[i] * b[i];
    }
    for (const float part : sums) {
        sum += part;
    }
    return sum;
}

} // namespace

std::vector<Match> nearest(const FolderVectors& vectors, std::span<const float> query,
                           std::size_t count)
{
    const auto width = static_cast<std::size_t>(vectors.dimensions);
    if (query.size() != width) {
        return {};
    }
    std::vector<Match> matches(vectors.files.size());
    for (std::size_t i = 0; i < matches.size(); ++i) {
        matches[i] = { i, dot(query.data(), vectors.values.data() + i * width, width) };
    }
    count = std::min(count, matches.size());
    const auto better = [](const Match& a, const Match& b) {
        return a.similarity != b.similarity ? a.similarity > b.similarity : a.file < b.file;
    };
    std::partial_sort(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(count),
                      matches.end(), better);
    matches.resize(count);
    return matches;
}

Result<std::vector<float>> textVector(const PictureModel& model, const std::string& text,
                                      const base::CancelToken& cancel, base::Progress& progress)
{
    if (model.tokenizer == nullptr) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot search by a text",
                             {},
                             {},
                             "the model reads pictures alone",
                             "search by a picture, or open a CLIP or SigLIP model" };
    }
    if (text.empty()) {
        return base::invalidArgument("cannot search by a text", "it is empty");
    }
    const std::string plain = "{}";
    FE_TRY(auto weights,
           analysis::labelWeights(*model.model, *model.tokenizer, std::span(&text, 1),
                                  std::span(&plain, 1), cancel, progress));
    return std::move(weights.values);
}

Result<std::vector<float>> pictureVector(const PictureModel& model, const std::string& file,
                                         const base::CancelToken& cancel)
{
    std::optional<Result<std::vector<float>>> vector;
    base::Progress unwatched;
    FE_CHECK(encodePictures(
        model, std::span(&file, 1), 1,
        [&](std::size_t, const Result<std::vector<float>>& made) {
            vector = made;
            return true;
        },
        cancel, unwatched));
    return *std::move(vector);
}

} // namespace fe::pictures
