// SPDX-License-Identifier: Apache-2.0
#include "scaling/bootstrap.h"

#include "base/guarded.h"
#include "base/rng.h"
#include "scaling/solve.h"
#include "scaling/student.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostReplicates = 1'000'000;

/// Steele, Lea and Flood's mix of 64 bits (2014): neighbours become strangers.
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

void take(const std::vector<double>& from, std::size_t index, std::vector<double>& to)
{
    if (!from.empty()) {
        to.push_back(from[index]);
    }
}

FitData drawn(const FitData& data, base::Rng& rng)
{
    FitData sample;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const auto index = static_cast<std::size_t>(rng.below(data.size()));
        take(data.x, index, sample.x);
        take(data.x2, index, sample.x2);
        take(data.y, index, sample.y);
        take(data.error, index, sample.error);
        take(data.floor, index, sample.floor);
    }
    return sample;
}

double predict(const Curve& curve, const Place& place)
{
    return curve.at(place.x, place.x2);
}

/// Of ln y where the law fits it, as the band is symmetric there.
double transformed(const Fit& fit, double value)
{
    return fitsLogarithm(fit.options.law) ? std::log(value) : value;
}

double back(const Fit& fit, double value)
{
    return fitsLogarithm(fit.options.law) ? std::exp(value) : value;
}

/// Derivatives of the prediction by the free parameters, by central differences of a millionth: the
/// curves are smooth, and a band is not drawn finer.
std::vector<double> gradientAt(const Fit& fit, const Place& place)
{
    std::vector<double> gradient;
    for (const std::size_t index : fit.freeIndices) {
        Curve curve = fit.curve;
        double& value = curve.parameters[index];
        const double centre = value;
        const double step = 1e-6 * std::max(std::abs(centre), 1e-6);
        value = centre + step;
        const double above = transformed(fit, predict(curve, place));
        value = centre - step;
        const double below = transformed(fit, predict(curve, place));
        gradient.push_back((above - below) / (2 * step));
    }
    return gradient;
}

} // namespace

base::Result<Bootstrap> bootstrapRange(const FitData& data, const Fit& fit, std::uint64_t seed,
                                       std::size_t begin, std::size_t end,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("bootstrapRange", [&]() -> base::Result<Bootstrap> {
        FE_CHECK(checkData(data, fit.options));
        if (begin > end || end - begin > kMostReplicates) {
            return base::invalidArgument("cannot draw replicates",
                                         "their range ends before it begins, or is too long");
        }
        Bootstrap bootstrap { seed, begin, {} };
        progress.begin("Bootstrap", end - begin);
        for (std::size_t number = begin; number < end; ++number) {
            base::Rng rng(mixed(mixed(seed) + number));
            FE_TRY(Curve curve, refit(drawn(data, rng), fit.options, fit.curve, cancel));
            bootstrap.curves.push_back(std::move(curve));
            progress.advance();
        }
        return bootstrap;
    });
}

void applyBootstrap(Fit& fit, std::span<const Curve> curves)
{
    if (curves.size() < 2) {
        return;
    }
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
        Parameter& parameter = fit.parameters[k];
        if (parameter.fixed || !parameter.value) {
            continue;
        }
        std::vector<double> values;
        double mean = 0;
        for (const Curve& curve : curves) {
            values.push_back(curve.parameters[k]);
            mean += curve.parameters[k] / static_cast<double>(curves.size());
        }
        double squares = 0;
        for (const double value : values) {
            squares += (value - mean) * (value - mean);
        }
        std::sort(values.begin(), values.end());
        parameter.standardError = std::sqrt(squares / static_cast<double>(curves.size() - 1));
        parameter.low = quantile(values, 0.025);
        parameter.high = quantile(values, 0.975);
    }
}

std::vector<BandPoint> deltaBand(const Fit& fit, std::span<const Place> places)
{
    const std::size_t p = fit.freeIndices.size();
    const bool known = p > 0 && fit.covariance.size() == p * p && fit.n > fit.freeParameters;
    const double quantile = known ? student95(fit.n - fit.freeParameters) : kNone;
    std::vector<BandPoint> band;
    for (const Place& place : places) {
        BandPoint point { predict(fit.curve, place), kNone, kNone };
        if (known) {
            const std::vector<double> gradient = gradientAt(fit, place);
            double variance = 0;
            for (std::size_t i = 0; i < p; ++i) {
                for (std::size_t j = 0; j < p; ++j) {
                    variance += gradient[i] * fit.covariance[i * p + j] * gradient[j];
                }
            }
            const double half = quantile * std::sqrt(std::max(variance, 0.0));
            const double centre = transformed(fit, point.value);
            point.low = back(fit, centre - half);
            point.high = back(fit, centre + half);
        }
        band.push_back(point);
    }
    return band;
}

std::vector<BandPoint> bootstrapBand(const Fit& fit, std::span<const Curve> curves,
                                     std::span<const Place> places)
{
    std::vector<BandPoint> band;
    for (const Place& place : places) {
        BandPoint point { predict(fit.curve, place), kNone, kNone };
        std::vector<double> values;
        for (const Curve& curve : curves) {
            const double value = predict(curve, place);
            if (!std::isnan(value)) {
                values.push_back(value);
            }
        }
        if (values.size() >= 2) {
            std::sort(values.begin(), values.end());
            point.low = quantile(values, 0.025);
            point.high = quantile(values, 0.975);
        }
        band.push_back(point);
    }
    return band;
}

} // namespace fe::scaling
