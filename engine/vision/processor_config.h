// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "vision/image_processor.h"

#include <string>
#include <string_view>

// preprocessor_config.json as it is met:
//
//   image_processor_type  "CLIPImageProcessor" (or ...Fast), feature_extractor_type of older files
//   do_resize, do_center_crop, do_rescale, do_normalize
//   size        224, [224, 224], {"shortest_edge": 224}, {"height": 224, "width": 224} ...
//   crop_size   224, {"height": 224, "width": 224}
//   resample    Pillow's number of the filter
//   rescale_factor, image_mean, image_std
//
// transformers 5 writes the same as "image_processor" into processor_config.json. What a file does
// not set, or sets to null, is as the class it names has it.

namespace fe::vision {

/// The settings that a class of image processors begins with.
struct ProcessorFamily {
    std::string_view name; ///< "CLIP": CLIPImageProcessor, CLIPImageProcessorFast ...
    ImageProcessor defaults;
    /// Read where `do_center_crop` is switched on without a `crop_size`.
    std::optional<PixelSize> defaultCrop;
    bool sizeIsSquare; ///< a plain number as `size` is both sides, else the shortest edge
};

/// Null if the name of a class ("ViTImageProcessorFast", "CLIPFeatureExtractor") is of no family.
[[nodiscard]] const ProcessorFamily* familyOfClass(std::string_view className);
/// Null if models of that type ("clip", "dinov2") take no pictures or are not known.
[[nodiscard]] const ProcessorFamily* familyOfModel(std::string_view modelType);

/// Reads the settings. @param family of the model, for files that name no class; may be null
[[nodiscard]] base::Result<ImageProcessor> parseProcessor(const base::Json& settings,
                                                          const ProcessorFamily* family,
                                                          const std::string& file);

/// The architecture's own values at the image_size of config.json.
[[nodiscard]] base::Result<ImageProcessor> processorOfConfig(const base::Json& config,
                                                             const std::string& file);

inline constexpr std::int64_t kLongestModelEdge = 16384;

} // namespace fe::vision
