// SPDX-License-Identifier: Apache-2.0
#include "vision/resample.h"

#include "base/guarded.h"
#include "vision/resample_passes.h"

#include <array>
#include <cstring>

namespace fe::vision {
namespace {

using Byte = std::uint8_t;

constexpr std::size_t kMostBandBytes = 64U << 20U;

/// Pillow 13 begins with the direction in which more is gained, at these odds (measured: the stored
/// results of the passes decide the last bit).
bool beginsVertically(const Image& image, const ScaledPart& part)
{
    return part.fullHeight < image.height
        && image.height - part.fullHeight > 2 * (image.width - part.fullWidth);
}

/// Mixes the rows of `taps` that `rowAt` gives. False if it was cancelled.
template<typename RowAt>
bool mix(RowMixer& mixer, const Taps& taps, RowAt rowAt, const base::CancelToken& cancel)
{
    mixer.begin();
    const std::span weights(taps.weights);
    std::array<const Byte*, RowMixer::kMostRows> rows {};
    for (std::size_t i = 0; i < weights.size(); i += rows.size()) {
        if (cancel.isCancelled()) {
            return false;
        }
        const std::size_t count = std::min(rows.size(), weights.size() - i);
        for (std::size_t k = 0; k < count; ++k) {
            rows[k] = rowAt(taps.first + static_cast<std::int64_t>(i + k));
        }
        mixer.add(std::span(rows).first(count), weights.subspan(i, count));
    }
    return true;
}

/// Rows after the horizontal pass, computed when asked for and kept as long as there is room. Of
/// the rows asked for last, kBlockRows in a row stay valid.
class Band
{
public:
    Band(const Image& image, HorizontalPass& pass, std::int64_t window)
        : m_image(image), m_pass(pass), m_blockBytes(pass.outBytes() * kBlockRows)
    {
        const auto wanted = static_cast<std::size_t>(window / kBlockRows + 2);
        const std::size_t most = std::max<std::size_t>(2, kMostBandBytes / m_blockBytes);
        m_held.assign(std::min(wanted, most), -1);
        m_rows.resize(m_held.size() * m_blockBytes);
    }

    const Byte* row(std::int64_t y)
    {
        const std::int64_t block = y / kBlockRows;
        const std::size_t slot = static_cast<std::size_t>(block) % m_held.size();
        Byte* begin = m_rows.data() + slot * m_blockBytes;
        if (m_held[slot] != block) {
            fill(static_cast<std::int32_t>(block * kBlockRows), begin);
            m_held[slot] = block;
        }
        return begin + static_cast<std::size_t>(y % kBlockRows) * m_pass.outBytes();
    }

private:
    void fill(std::int32_t first, Byte* out)
    {
        std::array<const Byte*, kBlockRows> rows {};
        const std::int32_t count = std::min(kBlockRows, m_image.height - first);
        for (std::int32_t r = 0; r < count; ++r) {
            rows[static_cast<std::size_t>(r)] = m_image.row(first + r) + m_pass.begin() * 3;
        }
        m_pass.run(std::span(rows).first(static_cast<std::size_t>(count)), out);
    }

    const Image& m_image;
    HorizontalPass& m_pass;
    std::size_t m_blockBytes;
    std::vector<std::int64_t> m_held; ///< the block in each slot
    std::vector<Byte> m_rows;
};

/// Fills `out`; false if it was cancelled.
bool horizontalFirst(const Image& image, const ScaledPart& part, Resample filter, Image& out,
                     const base::CancelToken& cancel)
{
    const bool copies = part.fullHeight == image.height;
    HorizontalPass pass(image.width, part, filter);
    TapMaker maker(filter, image.height, part.fullHeight);
    Band band(image, pass, copies ? 1 : maker.mostTaps());
    RowMixer mixer(out.rowBytes());
    Taps taps;
    for (std::int32_t y = 0; y < part.height; ++y) {
        if (cancel.isCancelled()) {
            return false;
        }
        if (copies) {
            std::memcpy(out.row(y), band.row(part.top + y), out.rowBytes());
            continue;
        }
        maker.make(part.top + y, taps);
        if (!mix(
                mixer, taps, [&](std::int64_t row) { return band.row(row); }, cancel)) {
            return false;
        }
        mixer.finish(out.row(y));
    }
    return true;
}

bool verticalFirst(const Image& image, const ScaledPart& part, Resample filter, Image& out,
                   const base::CancelToken& cancel)
{
    HorizontalPass pass(image.width, part, filter);
    TapMaker maker(filter, image.height, part.fullHeight);
    RowMixer mixer(pass.inBytes());
    Taps taps;
    std::vector<Byte> block(pass.inBytes() * kBlockRows);
    for (std::int32_t top = 0; top < part.height; top += kBlockRows) {
        const std::int32_t count = std::min(kBlockRows, part.height - top);
        std::array<const Byte*, kBlockRows> rows {};
        for (std::int32_t r = 0; r < count; ++r) {
            Byte* row = block.data() + static_cast<std::size_t>(r) * pass.inBytes();
            rows[static_cast<std::size_t>(r)] = row;
            maker.make(part.top + top + r, taps);
            const auto rowAt = [&](std::int64_t y) {
                return image.row(static_cast<std::int32_t>(y)) + pass.begin() * 3;
            };
            if (!mix(mixer, taps, rowAt, cancel)) {
                return false;
            }
            mixer.finish(row);
        }
        pass.run(std::span(rows).first(static_cast<std::size_t>(count)), out.row(top));
    }
    return true;
}

base::Result<Image> filtered(const Image& image, const ScaledPart& part, Resample filter,
                             const base::CancelToken& cancel)
{
    Image out { part.width, part.height, {} };
    out.rgb.resize(out.rowBytes() * static_cast<std::size_t>(part.height));
    const auto passes = beginsVertically(image, part) ? verticalFirst : horizontalFirst;
    if (!passes(image, part, filter, out, cancel)) {
        return base::cancelled();
    }
    return out;
}

/// Input positions of the part's output positions. Pillow adds up the steps, and so do we where it
/// could: the rounding errors of the sum decide ties.
std::vector<std::int64_t> nearestPositions(std::int64_t inSize, std::int64_t fullSize,
                                           std::int64_t first, std::int32_t count)
{
    constexpr std::int64_t kLongestSum = 1 << 24;
    const double step = static_cast<double>(inSize) / static_cast<double>(fullSize);
    double position = step * 0.5;
    if (first > kLongestSum) {
        position += step * static_cast<double>(first);
    } else {
        for (std::int64_t i = 0; i < first; ++i) {
            position += step;
        }
    }
    std::vector<std::int64_t> positions;
    for (std::int32_t i = 0; i < count; ++i, position += step) {
        positions.push_back(std::min(inSize - 1, static_cast<std::int64_t>(position)));
    }
    return positions;
}

Image nearest(const Image& image, const ScaledPart& part)
{
    Image out { part.width, part.height, {} };
    out.rgb.resize(out.rowBytes() * static_cast<std::size_t>(part.height));
    const auto columns = nearestPositions(image.width, part.fullWidth, part.left, part.width);
    const auto rows = nearestPositions(image.height, part.fullHeight, part.top, part.height);
    for (std::int32_t y = 0; y < part.height; ++y) {
        const Byte* from = image.row(static_cast<std::int32_t>(rows[static_cast<std::size_t>(y)]));
        Byte* to = out.row(y);
        for (const std::int64_t column : columns) {
            std::memcpy(to, from + column * 3, 3);
            to += 3;
        }
    }
    return out;
}

} // namespace

base::Result<Image> resample(const Image& image, const ScaledPart& part, Resample filter,
                             const base::CancelToken& cancel)
{
    const auto inside = [](std::int64_t begin, std::int32_t size, std::int64_t whole) {
        return begin >= 0 && size > 0 && begin <= whole - size;
    };
    if (image.width <= 0 || image.height <= 0
        || image.rgb.size() != image.rowBytes() * static_cast<std::size_t>(image.height)
        || !inside(part.left, part.width, part.fullWidth)
        || !inside(part.top, part.height, part.fullHeight)) {
        return base::internalError("resample", "the part does not lie in the picture");
    }
    return base::guarded("resample", [&]() -> base::Result<Image> {
        return filter == Resample::Nearest ? nearest(image, part)
                                           : filtered(image, part, filter, cancel);
    });
}

} // namespace fe::vision
