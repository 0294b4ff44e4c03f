// SPDX-License-Identifier: Apache-2.0
#include "scaling/compute_optimal.h"

#include <cmath>

namespace fe::scaling {

base::Result<ComputePoint> computeOptimal(const LossLaw& law, double flops)
{
    if (!(flops > 0) || !std::isfinite(flops)) {
        return base::invalidArgument("cannot spend this budget",
                                     "it must be a finite number above 0");
    }
    ComputePoint point;
    point.flops = flops;
    point.params = law.optimalParams(flops);
    point.tokens = flops / 6 / point.params;
    point.loss = law.loss(point.params, point.tokens);
    if (!std::isfinite(point.loss) || !(point.params > 0) || !std::isfinite(point.params)
        || !(point.tokens > 0) || !std::isfinite(point.tokens)) {
        return base::invalidArgument("cannot spend this budget",
                                     "it leads to numbers that no double holds");
    }
    return point;
}

std::vector<double> valuesOf(const LogRange& range)
{
    std::vector<double> values;
    const double low = std::log(range.low);
    const double high = std::log(range.high);
    for (std::size_t i = 0; i < range.count; ++i) {
        const double share
            = range.count > 1 ? static_cast<double>(i) / static_cast<double>(range.count - 1) : 0;
        values.push_back(std::exp(low + (high - low) * share));
    }
    return values;
}

std::vector<ComputePoint> frontier(const LossLaw& law, const LogRange& flops)
{
    std::vector<ComputePoint> points;
    for (const double budget : valuesOf(flops)) {
        if (const auto point = computeOptimal(law, budget)) {
            points.push_back(*point);
        }
    }
    return points;
}

std::vector<ComputePoint> isoFlop(const LossLaw& law, double flops, const LogRange& params)
{
    std::vector<ComputePoint> points;
    for (const double size : valuesOf(params)) {
        const double tokens = flops / 6 / size;
        const double loss = law.loss(size, tokens);
        if (std::isfinite(loss)) {
            points.push_back({ flops, size, tokens, loss });
        }
    }
    return points;
}

std::vector<ComputePoint> isoLoss(const LossLaw& law, double loss, const LogRange& params)
{
    std::vector<ComputePoint> points;
    for (const double size : valuesOf(params)) {
        if (const auto tokens = law.tokensFor(size, loss)) {
            points.push_back({ 6 * size * *tokens, size, *tokens, loss });
        }
    }
    return points;
}

double flopsOf(double deviceHours, double peak, double utilisation)
{
    return deviceHours * 3600 * peak * utilisation;
}

} // namespace fe::scaling
