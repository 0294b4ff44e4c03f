// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/data_source.h"
#include "scaling/optimal/optimum_table.h"

namespace fe::scaling_tab {

/// The runs of a table that can be drawn in the plane of parameters and tokens.
struct PlaneRuns {
    const scaling::Column* params = nullptr; ///< borrowed; all three or none
    const scaling::Column* tokens = nullptr;
    const scaling::Column* loss = nullptr;

    /// @param table may be null, and must outlive this.
    explicit PlaneRuns(const TablePtr& table);
    [[nodiscard]] std::size_t count() const { return loss ? loss->numbers.size() : 0; }
};

/// The part of the plane that is shown: the runs and the optima, with a margin.
struct PlaneWindow {
    static constexpr std::size_t kCurvePoints = 300;

    scaling::LogRange params { 4e7, 2e10, kCurvePoints };
    double lowTokens = 2e8;
    double highTokens = 3e11;

    PlaneWindow(const PlaneRuns& runs, const LawOptima& optima);
    [[nodiscard]] bool holds(const scaling::ComputePoint& point) const;
    [[nodiscard]] double leastFlops() const { return 6 * params.low * lowTokens; }
    [[nodiscard]] double mostFlops() const { return 6 * params.high * highTokens; }

private:
    void add(double n, double d);
};

} // namespace fe::scaling_tab
