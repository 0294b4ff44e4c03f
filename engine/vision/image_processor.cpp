// SPDX-License-Identifier: Apache-2.0
#include "vision/image_processor.h"

#include "base/guarded.h"

#include <cmath>

namespace fe::vision {
namespace {

using base::Error;
using base::ErrorCode;

/// floor(factor * size / divisor), with the rounding of a division in double.
std::int64_t scaled(std::int64_t factor, std::int64_t size, std::int64_t divisor)
{
    return static_cast<std::int64_t>(static_cast<double>(factor * size)
                                     / static_cast<double>(divisor));
}

PixelSize withEdges(PixelSize size, std::int64_t shorter, std::int64_t longer)
{
    return size.width <= size.height ? PixelSize { shorter, longer }
                                     : PixelSize { longer, shorter };
}

PixelSize shortestTo(PixelSize size, std::int64_t edge, std::int64_t longest)
{
    const std::int64_t shorter = std::min(size.width, size.height);
    const std::int64_t longer = std::max(size.width, size.height);
    if (longest == 0) {
        return withEdges(size, edge, scaled(edge, longer, shorter));
    }
    const auto low = static_cast<double>(shorter);
    const auto high = static_cast<double>(longer);
    double wanted = static_cast<double>(edge);
    if (high / low * wanted > static_cast<double>(longest)) {
        wanted = static_cast<double>(longest) * low / high;
        edge = static_cast<std::int64_t>(std::nearbyint(wanted)); // half to even, as Python
    }
    if (shorter == edge) {
        return size;
    }
    return withEdges(size, edge, static_cast<std::int64_t>(wanted * high / low));
}

PixelSize within(PixelSize size, PixelSize most)
{
    const double scale
        = std::min(static_cast<double>(most.height) / static_cast<double>(size.height),
                   static_cast<double>(most.width) / static_cast<double>(size.width));
    return { static_cast<std::int64_t>(static_cast<double>(size.width) * scale),
             static_cast<std::int64_t>(static_cast<double>(size.height) * scale) };
}

/// One direction of the centre crop.
struct CropSpan {
    std::int64_t from = 0; ///< first position kept
    std::int64_t count = 0; ///< how many
    std::int64_t to = 0; ///< where the first one lands
};

CropSpan cropSpan(std::int64_t size, std::int64_t crop)
{
    return size >= crop ? CropSpan { (size - crop) / 2, crop, 0 }
                        : CropSpan { 0, size, (crop - size + 1) / 2 };
}

Error refusedSize(const char* why)
{
    return { ErrorCode::InvalidArgument,     "cannot scale the picture for the model", {}, {}, why,
             "cut it to a less narrow shape" };
}

/// Value of each byte in each channel, in the order of operations of the reference.
std::array<std::array<float, 256>, 3> valueTable(const ImageProcessor& processor)
{
    std::array<std::array<float, 256>, 3> table {};
    for (std::size_t c = 0; c < table.size(); ++c) {
        for (std::size_t v = 0; v < table[c].size(); ++v) {
            float value
                = static_cast<float>(static_cast<double>(v) * processor.rescale.value_or(1));
            if (const auto& norm = processor.normalise) {
                value = (value - static_cast<float>(norm->mean[c]))
                    / static_cast<float>(norm->std[c]);
            }
            table[c][v] = value;
        }
    }
    return table;
}

} // namespace

PixelSize ResizeRule::apply(PixelSize from) const
{
    switch (kind) {
    case Kind::ShortestEdge:
        return shortestTo(from, shortest, longest);
    case Kind::LongestEdge:
        return withEdges(
            from,
            scaled(longest, std::min(from.width, from.height), std::max(from.width, from.height)),
            longest);
    case Kind::Within:
        return within(from, size);
    case Kind::Exact:
        break;
    }
    return size;
}

base::Result<Image> resizeAndCrop(const Image& image, const ImageProcessor& processor,
                                  const base::CancelToken& cancel)
{
    const PixelSize own { image.width, image.height };
    const PixelSize full = processor.resize ? processor.resize->apply(own) : own;
    if (full.width < 1 || full.height < 1) {
        return refusedSize("nothing of its shorter side would be left");
    }
    const PixelSize size = processor.crop.value_or(full);
    if (size.width > kMostModelPixels || size.height > kMostModelPixels / size.width) {
        return refusedSize("it would become larger than any model takes");
    }
    const CropSpan across = cropSpan(full.width, size.width);
    const CropSpan down = cropSpan(full.height, size.height);
    const ScaledPart part { full.width,
                            full.height,
                            across.from,
                            down.from,
                            static_cast<std::int32_t>(across.count),
                            static_cast<std::int32_t>(down.count) };
    FE_TRY(Image kept, resample(image, part, processor.filter, cancel));
    if (across.count == size.width && down.count == size.height) {
        return kept;
    }
    return base::guarded("resizeAndCrop", [&]() -> base::Result<Image> {
        Image padded { static_cast<std::int32_t>(size.width),
                       static_cast<std::int32_t>(size.height),
                       {} };
        padded.rgb.resize(padded.rowBytes() * static_cast<std::size_t>(size.height));
        for (std::int32_t y = 0; y < kept.height; ++y) {
            std::copy_n(kept.row(y), kept.rowBytes(),
                        padded.row(y + static_cast<std::int32_t>(down.to)) + across.to * 3);
        }
        return padded;
    });
}

base::Result<PixelTensor> preprocess(const Image& image, const ImageProcessor& processor,
                                     const base::CancelToken& cancel)
{
    FE_TRY(const Image pixels, resizeAndCrop(image, processor, cancel));
    return base::guarded("preprocess", [&]() -> base::Result<PixelTensor> {
        const auto table = valueTable(processor);
        const std::size_t plane = pixels.rgb.size() / 3;
        PixelTensor tensor { { 1, 3, pixels.height, pixels.width },
                             std::vector<float>(pixels.rgb.size()) };
        for (std::size_t i = 0; i < plane; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                tensor.values[c * plane + i] = table[c][pixels.rgb[i * 3 + c]];
            }
        }
        return tensor;
    });
}

} // namespace fe::vision
