// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/optimal/plane.h"

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

constexpr double kMargin = 2; // factor around what is shown

const scaling::Column* numbersOf(const TablePtr& table, const char* name)
{
    const scaling::Column* column = table ? table->find(name) : nullptr;
    return column && column->kind == scaling::ColumnKind::Number ? column : nullptr;
}

} // namespace

PlaneRuns::PlaneRuns(const TablePtr& table)
    : params(numbersOf(table, "params")), tokens(numbersOf(table, "tokens")),
      loss(numbersOf(table, "loss"))
{
    if (!params || !tokens || !loss) {
        params = tokens = loss = nullptr;
    }
}

PlaneWindow::PlaneWindow(const PlaneRuns& runs, const LawOptima& optima)
{
    for (std::size_t row = 0; row < runs.count(); ++row) {
        add(runs.params->numbers[row], runs.tokens->numbers[row]);
    }
    for (const LawOptimum& one : optima) {
        if (one.point) {
            add(one.point->params, one.point->tokens);
        }
    }
}

void PlaneWindow::add(double n, double d)
{
    if (std::isfinite(n) && std::isfinite(d) && n > 0 && d > 0) {
        params.low = std::min(params.low, n / kMargin);
        params.high = std::max(params.high, n * kMargin);
        lowTokens = std::min(lowTokens, d / kMargin);
        highTokens = std::max(highTokens, d * kMargin);
    }
}

bool PlaneWindow::holds(const scaling::ComputePoint& point) const
{
    return point.tokens >= lowTokens && point.tokens <= highTokens && point.params >= params.low
        && point.params <= params.high;
}

} // namespace fe::scaling_tab
