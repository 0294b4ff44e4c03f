// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/axis_ticks.h"

namespace fe::charts {

/// Lines of a grid: those with a text, and finer ones between them.
struct PlotTicks {
    QVector<Tick> major;
    QVector<double> minor;
};

/// Of numbers: on a log axis decades ("10²¹"; "100" and "0.1" while they are short) with 2 to 9
/// between them, and "2·10²¹" where less than two decades are seen.
/// @param most texts that there is room for.
[[nodiscard]] PlotTicks plotTicks(const ValueRange& range, int most, NumberFormat format);
/// Of dates as years with a fraction (2020.41): years, or months ("2020-05") when they are close.
[[nodiscard]] PlotTicks dateTicks(const ValueRange& range, int most);

/// 2020.41 is "2020-05-30".
[[nodiscard]] QString dateText(double year);
/// Powers of ten as people write them: 3.1·10²³; numbers that are short as they are.
[[nodiscard]] QString scientificText(double value, int digits);

} // namespace fe::charts
