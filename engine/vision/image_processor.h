// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "base/shape.h"
#include "formats/model_package.h"
#include "vision/image.h"
#include "vision/resample.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace fe::vision {

struct PixelSize {
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// To what size a picture is scaled (`size` of preprocessor_config.json).
struct ResizeRule {
    enum class Kind {
        Exact, ///< {height, width}: the proportions are lost
        ShortestEdge, ///< {shortest_edge}: proportions kept; {..., longest_edge}: at most that long
        LongestEdge, ///< {longest_edge}: proportions kept
        Within, ///< {max_height, max_width}: the largest that fits, proportions kept
    };
    Kind kind = Kind::ShortestEdge;
    PixelSize size {}; ///< Exact, Within
    std::int64_t shortest = 0; ///< ShortestEdge
    std::int64_t longest = 0; ///< LongestEdge; ShortestEdge: 0 for no limit

    /// Rounded as transformers does. A side may come out as 0.
    [[nodiscard]] PixelSize apply(PixelSize size) const;
};

/// What a model wants done with a picture, in this order. Settings that are absent are not done.
struct ImageProcessor {
    std::optional<ResizeRule> resize;
    Resample filter = Resample::Bicubic;
    /// Centre crop; what is smaller is padded with 0 before rescaling.
    std::optional<PixelSize> crop;
    std::optional<double> rescale; ///< factor, mostly 1 / 255
    struct Normalisation {
        std::array<double, 3> mean {};
        std::array<double, 3> std {};
    };
    std::optional<Normalisation> normalise; ///< (v - mean) / std for R, G, B
};

/// Pixels as a vision model takes them.
struct PixelTensor {
    base::Shape shape; ///< [1, 3, height, width]
    std::vector<float> values;
};

/// Most pixels that a picture may have after scaling and cropping.
inline constexpr std::int64_t kMostModelPixels = 1 << 24;

/// Scaled and cropped, still 8-bit. Only what the crop keeps is computed. InvalidArgument where the
/// result has no pixels or too many.
[[nodiscard]] base::Result<Image> resizeAndCrop(const Image& image, const ImageProcessor& processor,
                                                const base::CancelToken& cancel);

/// All of it. Values are computed as numpy does it for transformers: rescaled in double, then
/// normalised in float.
[[nodiscard]] base::Result<PixelTensor> preprocess(const Image& image,
                                                   const ImageProcessor& processor,
                                                   const base::CancelToken& cancel);

/// What the package's files say: `image_processor` in processor_config.json, or
/// preprocessor_config.json, or without them the values of the architecture that config.json names
/// (CLIP, SigLIP, ViT, DINOv2) at its image_size. Settings that are unknown, contradictory or not
/// supported are refused by field; so are models that take no pictures.
[[nodiscard]] base::Result<ImageProcessor> preprocessorFor(const formats::ModelPackage& package);
/// The same for a folder, whether or not it holds weights.
[[nodiscard]] base::Result<ImageProcessor> preprocessorFor(const std::filesystem::path& folder);

/// The values of an architecture ("clip", "siglip", "vit", "dinov2") for a model that says nothing
/// of pictures itself (an archive of code); nothing for other types.
[[nodiscard]] std::optional<ImageProcessor> defaultProcessor(std::string_view modelType,
                                                             PixelSize imageSize);

} // namespace fe::vision
