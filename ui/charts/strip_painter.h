// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/strip_layout.h"

namespace fe::charts {

struct StripMarks {
    int current = -1;
    int hovered = -1;
    bool focus = false; ///< a frame around the current row
};
void paintStrip(QPainter& painter, const StripData& data, const StripLayout& layout,
                const ChartStyle& style, const StripMarks& marks);

} // namespace fe::charts
