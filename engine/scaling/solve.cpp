// SPDX-License-Identifier: Apache-2.0
#include "scaling/solve.h"

#include "scaling/starts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

constexpr double kChinchillaDelta = 1e-3;
// So many that a draw of them, or one less, does not lead to another valley.
constexpr Index kManyPoints = 300;

std::vector<Vector> searchFrom(const Problem& problem, const Curve* near,
                               std::optional<double> huberDelta, const base::CancelToken& cancel)
{
    const Vector start = near != nullptr ? problem.fromCurve(*near) : Vector();
    const bool isNear = near != nullptr && start.allFinite();
    if (isNear && problem.points() > kManyPoints) {
        return { start };
    }
    std::vector<Vector> starts = startsFor(problem, huberDelta, cancel);
    if (isNear) {
        // Resampled points: the solution is near, one start of the grid guards against another
        // valley.
        starts.resize(1);
        starts.push_back(start);
    }
    return starts;
}

bool topAllowed(const Problem& problem, const Vector& theta)
{
    return theta[2] <= 1 && theta[2] >= problem.options().floor;
}

/// The top is a bounded parameter: either a descent ends inside, or the best is at the limit.
Solved solveWithFreeTop(const FitData& data, const FitOptions& options, const Curve* near,
                        const base::CancelToken& cancel)
{
    const auto delta = huberDeltaOf(options);
    Solved inside { makeProblem(data, options),
                    { {}, std::numeric_limits<double>::infinity() },
                    false };
    for (const Vector& start : searchFrom(*inside.problem, near, delta, cancel)) {
        Solution found = descend(*inside.problem, start, { delta, {}, 2'000 }, cancel);
        if (found.objective < inside.solution.objective
            && topAllowed(*inside.problem, found.theta)) {
            inside.solution = std::move(found);
        }
    }
    FitOptions limited = options;
    limited.top = 1;
    Solved limit { makeProblem(data, limited), {}, true };
    limit.solution = bestOf(*limit.problem, searchFrom(*limit.problem, near, delta, cancel),
                            { delta, {}, 2'000 }, cancel);
    return inside.solution.objective < limit.solution.objective ? std::move(inside)
                                                                : std::move(limit);
}

base::Error refused(std::string why)
{
    return base::invalidArgument("cannot fit these points", std::move(why));
}

bool within(const std::vector<double>& values, double low, double high)
{
    return std::all_of(values.begin(), values.end(),
                       [=](double value) { return value >= low && value <= high; });
}

} // namespace

std::optional<double> huberDeltaOf(const FitOptions& options)
{
    if (!options.huberDelta && options.law == Law::Chinchilla) {
        return kChinchillaDelta;
    }
    return options.huberDelta;
}

Solved solve(const FitData& data, const FitOptions& options, const Curve* near,
             const base::CancelToken& cancel)
{
    if (options.law == Law::Logistic && !options.top) {
        return solveWithFreeTop(data, options, near, cancel);
    }
    const auto delta = huberDeltaOf(options);
    Solved solved { makeProblem(data, options), {}, false };
    solved.solution = bestOf(*solved.problem, searchFrom(*solved.problem, near, delta, cancel),
                             { delta, {}, 2'000 }, cancel);
    return solved;
}

base::Result<void> checkData(const FitData& data, const FitOptions& options)
{
    const std::size_t n = data.size();
    const bool twoSizes = options.law == Law::Chinchilla;
    if (n == 0) {
        return refused("there is none");
    }
    if (data.x.size() != n || data.x2.size() != (twoSizes ? n : 0)
        || (!data.error.empty() && data.error.size() != n)
        || (!data.floor.empty() && data.floor.size() != n)) {
        return refused("their lists differ in length");
    }
    if (!within(data.x, kSmallest, kLargest) || !within(data.x2, kSmallest, kLargest)) {
        return refused("x must be above 0, and neither tiny nor huge");
    }
    if (!within(data.y, fitsLogarithm(options.law) ? kSmallest : -kLargest, kLargest)) {
        return refused(fitsLogarithm(options.law) ? "y must be above 0 for this law"
                                                  : "y must be finite, and not huge");
    }
    if (!within(data.error, kSmallest, kLargest) || !within(data.floor, -kLargest, kLargest)) {
        return refused("standard errors must be above 0, floors finite");
    }
    if (options.huberDelta && !(*options.huberDelta > 0 && *options.huberDelta <= kLargest)) {
        return refused("Huber's delta must be above 0");
    }
    if (std::abs(options.floor) > kLargest || std::abs(options.top.value_or(1)) > kLargest
        || std::isnan(options.floor) || std::isnan(options.top.value_or(1))) {
        return refused("floor and top must be finite");
    }
    if (options.law == Law::Logistic && !options.top && !(options.floor < 1)) {
        return refused("a free top lies between floor and 1, so the floor must be below 1");
    }
    return {};
}

} // namespace fe::scaling
