// SPDX-License-Identifier: Apache-2.0
#include "vision/heat_overlay.h"

#include "base/guarded.h"

#include <algorithm>
#include <cmath>

namespace fe::vision {
namespace {

using base::Result;
using Colour = std::array<double, 3>;

constexpr std::int64_t kMostScale = 16;
constexpr std::int64_t kMostPainted = 1 << 26;

/// Viridis at even steps.
constexpr std::array<Colour, 9> kViridis { { { 68, 1, 84 },
                                             { 71, 44, 122 },
                                             { 59, 81, 139 },
                                             { 44, 113, 142 },
                                             { 33, 144, 141 },
                                             { 39, 173, 129 },
                                             { 92, 200, 99 },
                                             { 170, 220, 50 },
                                             { 253, 231, 37 } } };

/// @param t from 0 to 1.
Colour viridis(double t)
{
    const double place = t * static_cast<double>(kViridis.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), kViridis.size() - 2);
    const double share = place - static_cast<double>(low);
    Colour colour {};
    for (std::size_t i = 0; i < colour.size(); ++i) {
        colour[i] = kViridis[low][i] + share * (kViridis[low + 1][i] - kViridis[low][i]);
    }
    return colour;
}

std::uint8_t byteOf(double value)
{
    // Not std::clamp: NaN becomes 0.
    return value > 0 ? static_cast<std::uint8_t>(std::lround(std::min(value, 255.0))) : 0;
}

/// Numbers of a grid at any place of its picture, from 0 to 1.
class HeatField
{
public:
    HeatField(const HeatGrid& heat, bool smooth) : m_heat(heat), m_smooth(smooth)
    {
        for (const float value : heat.values) {
            if (std::isfinite(value)) {
                m_low = std::min(m_low, static_cast<double>(value));
                m_high = std::max(m_high, static_cast<double>(value));
            }
        }
    }

    /// @param column, row in patches. NaN where a number is not finite and where no patch is.
    [[nodiscard]] double at(double column, double row) const
    {
        if (column >= static_cast<double>(m_heat.columns)
            || row >= static_cast<double>(m_heat.rows)) {
            return std::nan("");
        }
        if (!m_smooth) {
            return cell(static_cast<std::int64_t>(row), static_cast<std::int64_t>(column));
        }
        const double left = std::floor(column - 0.5);
        const double top = std::floor(row - 0.5);
        const double across = column - 0.5 - left;
        const double down = row - 0.5 - top;
        const auto c = static_cast<std::int64_t>(left);
        const auto r = static_cast<std::int64_t>(top);
        return (1 - down) * ((1 - across) * cell(r, c) + across * cell(r, c + 1))
            + down * ((1 - across) * cell(r + 1, c) + across * cell(r + 1, c + 1));
    }

private:
    /// Beyond the edge: the cell at the edge.
    [[nodiscard]] double cell(std::int64_t row, std::int64_t column) const
    {
        const std::int64_t r = std::clamp<std::int64_t>(row, 0, m_heat.rows - 1);
        const std::int64_t c = std::clamp<std::int64_t>(column, 0, m_heat.columns - 1);
        const double value = m_heat.values[static_cast<std::size_t>(r * m_heat.columns + c)];
        if (!std::isfinite(value)) {
            return std::nan("");
        }
        return m_high > m_low ? (value - m_low) / (m_high - m_low) : 0.5;
    }

    HeatGrid m_heat;
    bool m_smooth;
    double m_low = INFINITY;
    double m_high = -INFINITY;
};

/// @param patch pixels of a patch's side.
void paintRow(Image& image, std::int32_t y, const HeatField& field, double patch, double opacity)
{
    std::uint8_t* pixel = image.row(y);
    for (std::int32_t x = 0; x < image.width; ++x, pixel += 3) {
        const double heat = field.at((x + 0.5) / patch, (y + 0.5) / patch);
        if (std::isnan(heat)) {
            continue;
        }
        const Colour colour = viridis(heat);
        for (std::size_t i = 0; i < colour.size(); ++i) {
            pixel[i] = byteOf(opacity * colour[i] + (1 - opacity) * pixel[i]);
        }
    }
}

} // namespace

Result<Image> pictureOf(const PixelTensor& pixels, const ImageProcessor& processor)
{
    if (pixels.shape.size() != 4 || pixels.shape[0] != 1 || pixels.shape[1] != 3
        || pixels.shape[2] < 1 || pixels.shape[3] < 1
        || pixels.shape[2] > kMostModelPixels / pixels.shape[3]
        || static_cast<std::int64_t>(pixels.values.size())
            != 3 * pixels.shape[2] * pixels.shape[3]) {
        return base::invalidArgument("cannot show the pixels",
                                     "they are not [1, 3, height, width]");
    }
    return base::guarded("pictureOf", [&]() -> Result<Image> {
        Image image { static_cast<std::int32_t>(pixels.shape[3]),
                      static_cast<std::int32_t>(pixels.shape[2]),
                      std::vector<std::uint8_t>(pixels.values.size()) };
        const double factor = processor.rescale.value_or(1);
        const std::size_t plane = pixels.values.size() / 3;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const double mean = processor.normalise ? processor.normalise->mean[channel] : 0;
            const double scale = processor.normalise ? processor.normalise->std[channel] : 1;
            for (std::size_t i = 0; i < plane; ++i) {
                const double value = static_cast<double>(pixels.values[channel * plane + i]);
                image.rgb[3 * i + channel] = byteOf((value * scale + mean) / factor);
            }
        }
        return image;
    });
}

Result<Image> overlayHeat(const Image& picture, const HeatGrid& heat, const OverlayOptions& options,
                          const base::CancelToken& cancel)
{
    const std::int64_t pixels = static_cast<std::int64_t>(picture.width) * picture.height;
    if (pixels < 1 || pixels > kMostModelPixels || heat.rows < 1 || heat.columns < 1
        || heat.patchSize < 1
        || static_cast<std::int64_t>(heat.values.size()) != heat.rows * heat.columns) {
        return base::invalidArgument("cannot paint a map", "it or its picture is empty");
    }
    const std::int64_t side = std::min(picture.width, picture.height);
    std::int64_t scale
        = std::clamp((options.shortestSide + side - 1) / side, std::int64_t { 1 }, kMostScale);
    while (scale > 1 && pixels * scale * scale > kMostPainted) {
        --scale;
    }
    const auto width = static_cast<std::int32_t>(picture.width * scale);
    const auto height = static_cast<std::int32_t>(picture.height * scale);
    FE_TRY(Image image,
           resample(picture, { width, height, 0, 0, width, height }, Resample::Bicubic, cancel));
    const HeatField field(heat, options.smooth);
    const auto patch = static_cast<double>(heat.patchSize * scale);
    for (std::int32_t y = 0; y < height; ++y) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        paintRow(image, y, field, patch, std::clamp(options.opacity, 0.0, 1.0));
    }
    return image;
}

} // namespace fe::vision
