// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_curves.h"

#include "scaling/bootstrap.h"

#include <algorithm>
#include <cmath>

namespace fe::scaling_tab {

namespace {

constexpr std::size_t kPlaces = 160;
constexpr double kFlopsAToken = 6; // C = 6 N D

bool hasCurve(const scaling::Fit& fit)
{
    return fit.identified() && !fit.curve.parameters.empty()
        && std::all_of(fit.curve.parameters.begin(), fit.curve.parameters.end(),
                       [](double value) { return std::isfinite(value); });
}

std::vector<scaling::Place> placesBetween(double low, double high, bool logarithmic)
{
    std::vector<scaling::Place> places;
    for (std::size_t i = 0; i < kPlaces; ++i) {
        const double share = double(i) / double(kPlaces - 1);
        places.push_back(
            { logarithmic ? low * std::pow(high / low, share) : low + share * (high - low) });
    }
    return places;
}

/// Chance that differs by row has no band of its own.
double meanFloor(const std::vector<double>& floors)
{
    double sum = 0;
    for (const double floor : floors) {
        sum += floor;
    }
    return sum / double(floors.size());
}

} // namespace

charts::PlotCurve curveOf(const SeriesFit& one, const CurveOptions& options)
{
    charts::PlotCurve curve;
    const std::vector<double>& x = one.points.data.x;
    if (!one.fit || x.empty() || !hasCurve(*one.fit)
        || one.fit->curve.law == scaling::Law::Chinchilla) {
        return curve;
    }
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    curve.measuredFrom = *low;
    curve.measuredTo = *high;
    constexpr double kYears = 10;
    const double end = options.dates ? *high + kYears * options.decades
                                     : *high * std::pow(10.0, options.decades);
    std::vector<scaling::Place> places = placesBetween(*low, end, !options.dates);
    places.push_back({ *high }); // where the line becomes a dashed one
    std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
    const bool byRow = !one.points.data.floor.empty();
    const std::vector<scaling::BandPoint> band = byRow ? std::vector<scaling::BandPoint>()
        : one.replicates.size() > 1 ? scaling::bootstrapBand(*one.fit, one.replicates, places)
                                    : scaling::deltaBand(*one.fit, places);
    for (std::size_t i = 0; i < places.size(); ++i) {
        charts::PlotPoint point { places[i].x, charts::kNothing };
        if (byRow) {
            point.y = one.fit->curve.at(places[i].x, 0, meanFloor(one.points.data.floor));
        } else {
            point.y = band[i].value;
            point.low = band[i].low;
            point.high = band[i].high;
        }
        curve.points.append(point);
    }
    return curve;
}

charts::PlotCurve isoSizeCurve(const scaling::Fit& fit, double params,
                               std::pair<double, double> flops, double decades)
{
    charts::PlotCurve curve;
    curve.measuredFrom = flops.first;
    curve.measuredTo = flops.second;
    const double end = flops.second * std::pow(10.0, decades);
    for (const scaling::Place& place : placesBetween(flops.first, end, true)) {
        const double tokens = place.x / (kFlopsAToken * params);
        curve.points.append({ place.x, fit.curve.at(params, tokens) });
    }
    return curve;
}

std::optional<double> transitionOf(const scaling::Fit& fit)
{
    for (const scaling::Parameter& parameter : fit.parameters) {
        if ((parameter.name == "midpoint" || parameter.name == "break") && parameter.value) {
            return std::pow(10.0, *parameter.value);
        }
    }
    return std::nullopt;
}

} // namespace fe::scaling_tab
