// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"

#include <QVector>

namespace fe::charts {

struct Tick {
    double value = 0;
    QString text;
};

/// Round numbers inside the range, at most `most` of them (at least 2 are tried for). Linear: steps
/// of 1, 2 or 5 times a power of ten; log: powers of ten, with 2 and 5 between where there is room.
/// A range of one value has one tick.
[[nodiscard]] QVector<Tick> axisTicks(const ValueRange& range, int most, NumberFormat format);

} // namespace fe::charts
