// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/target.h"
#include "vision/decode.h"
#include "vision/image_processor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace fe;
    static const base::CancelToken live;
    static const vision::ImageProcessor processor = *vision::defaultProcessor("clip", { 24, 24 });
    // A sound picture may need more than four times its file; not much more if it is small.
    vision::DecodeLimits limits;
    limits.pixels = 400'000;
    const auto image = vision::decodeImage(std::span(data, size), "input", live, limits);
    if (!image) {
        fuzz::require(!image.error().oneLine().empty(), "a refusal has its reason");
        return 0;
    }
    fuzz::require(image->width > 0 && image->height > 0, "a picture has pixels");
    fuzz::require(image->rgb.size() == image->rowBytes() * static_cast<std::size_t>(image->height),
                  "a picture has three bytes for each pixel");
    const auto pixels = vision::preprocess(*image, processor, live);
    fuzz::require(pixels && pixels->values.size() == std::size_t { 3 } * 24 * 24,
                  "every picture fits a model that crops");
    return 0;
}
