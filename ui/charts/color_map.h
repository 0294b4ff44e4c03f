// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QString>

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace fe::charts {

/// What slow work asks now and then, whether its result is still wanted; empty: always wanted.
using IsCancelled = std::function<bool()>;

/// Viridis, magma and cividis are matplotlib's (van der Walt and Smith 2015; Nuñez, Anderton and
/// Renslow 2018; data CC0): even steps of value are even steps of lightness, dark is low. Diverging
/// runs from blue over nearly white in the middle to orange-brown, both ends equally dark.
enum class Palette { Viridis, Magma, Cividis, Diverging };

/// Colours of the numbers from 0 to 1. Immutable; any thread.
class ColorMap
{
public:
    static constexpr std::size_t kPoints = 33;
    explicit ColorMap(const std::array<QRgb, kPoints>& points);

    /// @param t is clamped to [0, 1]; NaN is transparent.
    [[nodiscard]] QRgb rgb(double t) const;
    [[nodiscard]] QColor at(double t) const { return QColor::fromRgba(rgb(t)); }

private:
    static constexpr std::size_t kSteps = 1024;
    std::array<QRgb, kSteps> m_table;
};

[[nodiscard]] const ColorMap& colorMap(Palette palette);
/// The name for files and settings: "viridis", "magma", "cividis", "diverging".
[[nodiscard]] QString paletteName(Palette palette);
/// Viridis if there is no such name.
[[nodiscard]] Palette paletteNamed(const QString& name);

/// Which value has which place on a colour map or an axis.
struct ValueRange {
    double low = 0;
    double high = 1;
    bool log = false; ///< needs 0 < low < high; values up to 0 count as low

    /// 0 at low, 1 at high, outside of [0, 1] beyond them; NaN for NaN. A range of one value puts
    /// everything at 0.5.
    [[nodiscard]] double position(double value) const;
    /// The inverse of position().
    [[nodiscard]] double value(double position) const;
};

/// From the least to the greatest finite value; [0, 1] if there is none. `log` looks at positive
/// values only and turns itself off without them.
[[nodiscard]] ValueRange rangeOf(std::span<const float> values, bool log = false);
/// As wide as needed and with 0 in the middle, for the diverging map.
[[nodiscard]] ValueRange symmetricRangeOf(std::span<const float> values);

/// Fills a picture with one pixel a value, row by row; NaN is transparent. The picture is made
/// anew.
/// @param values [rows, columns], rows x columns of them. @return ARGB32.
[[nodiscard]] QImage colored(std::span<const float> values, int rows, int columns,
                             const ValueRange& range, const ColorMap& map);

/// The same at half the size, a quarter, and so on down to one pixel, the full size first: a pixel
/// of a smaller one has the value that is farthest from `low` (or from the middle, for the
/// diverging map) of those that it stands for, so that peaks are seen at any size.
/// @param isCancelled is asked between blocks of rows. @return nothing if it was.
[[nodiscard]] std::vector<QImage> coloredPyramid(std::span<const float> values, int rows,
                                                 int columns, const ValueRange& range,
                                                 Palette palette,
                                                 const IsCancelled& isCancelled = {});

} // namespace fe::charts
