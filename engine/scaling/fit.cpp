// SPDX-License-Identifier: Apache-2.0
#include "scaling/fit.h"

#include "base/guarded.h"
#include "scaling/bootstrap.h"
#include "scaling/identification.h"
#include "scaling/solve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double finiteOrNone(double value)
{
    return std::isfinite(value) ? value : kNone;
}

/// Residuals, r2 and the criteria.
void measure(Fit& fit, const Solved& solved)
{
    const Problem& problem = *solved.problem;
    const Vector weighted = problem.residuals(solved.solution.theta);
    const Vector plain = weighted.cwiseQuotient(problem.weight());
    fit.residuals.assign(plain.begin(), plain.end());
    const double squares = weighted.squaredNorm();
    fit.huberObjective = solved.solution.objective;
    fit.objective = fit.options.law == Law::Chinchilla ? fit.huberObjective : squares;
    const Vector weight = problem.weight().cwiseProduct(problem.weight());
    const double mean = weight.dot(problem.target()) / weight.sum();
    const double total = weight.dot(Vector((problem.target().array() - mean).square()));
    fit.r2 = total > 0 ? finiteOrNone(1 - squares / total) : kNone;
    const auto n = static_cast<double>(fit.n);
    const double k = static_cast<double>(fit.freeParameters) + 1;
    const double deviance = n * std::log(squares / n);
    fit.bic = finiteOrNone(deviance + k * std::log(n));
    fit.aicc
        = n - k - 1 > 0 ? finiteOrNone(deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1)) : kNone;
}

/// Covariance of the law's own parameters. Empty if there is no spare point.
void spread(Fit& fit, const Solved& solved)
{
    if (fit.n <= fit.freeParameters) {
        return;
    }
    const Problem& problem = *solved.problem;
    const Vector& theta = solved.solution.theta;
    const double variance
        = problem.residuals(theta).squaredNorm() / static_cast<double>(fit.n - fit.freeParameters);
    std::vector<bool> lost;
    const Matrix change = problem.naturalByInner(theta);
    const Matrix covariance
        = change * inverseInformation(problem, theta, lost) * change.transpose() * variance;
    if (!covariance.allFinite()) {
        return;
    }
    fit.covariance.assign(covariance.data(), covariance.data() + covariance.size());
    const double quantile = student95(fit.n - fit.freeParameters);
    for (Index k = 0; k < problem.inner(); ++k) {
        const std::size_t index = fit.freeIndices[static_cast<std::size_t>(k)];
        Parameter& parameter = fit.parameters[index];
        const double error = std::sqrt(covariance(k, k));
        if (parameter.value && std::isfinite(error)) {
            parameter.standardError = error;
            parameter.low = *parameter.value - quantile * error;
            parameter.high = *parameter.value + quantile * error;
        }
    }
}

/// A parameter of the law is lost with any inner one that it is made of.
std::string whyLost(const Problem& problem, const Vector& theta,
                    const std::vector<std::string>& reasons, Index parameter)
{
    const Matrix change = problem.naturalByInner(theta);
    for (Index k = 0; k < problem.inner(); ++k) {
        const std::string& reason = reasons[static_cast<std::size_t>(k)];
        if (!reason.empty() && (k == parameter || change(parameter, k) != 0)) {
            return reason;
        }
    }
    return {};
}

void nameParameters(Fit& fit, const Solved& solved, const std::vector<std::string>& reasons,
                    bool floorVaries)
{
    const Problem& problem = *solved.problem;
    fit.curve = problem.curve(solved.solution.theta);
    const auto names = parameterNames(fit.options.law);
    for (std::size_t k = 0; k < names.size(); ++k) {
        Parameter parameter { names[k] };
        const double value = fit.curve.parameters[k];
        if (static_cast<Index>(k) < problem.inner()) {
            fit.freeIndices.push_back(k);
            parameter.why = whyLost(problem, solved.solution.theta, reasons, static_cast<Index>(k));
            if (parameter.why.empty() && !std::isfinite(value)) {
                parameter.why = "it is larger than a number can be";
            }
        } else if (names[k] == std::string_view("top") && solved.topAtLimit) {
            fit.warnings.emplace_back("the top is at its limit, 1");
        } else {
            parameter.fixed = true;
            if (floorVaries && names[k] == std::string_view("floor")) {
                parameter.why = "it differs by point";
            }
        }
        if (parameter.why.empty()) {
            parameter.value = value;
        }
        fit.parameters.push_back(std::move(parameter));
    }
}

void warn(Fit& fit, const FitData& data)
{
    if (fit.n <= fit.freeParameters) {
        fit.warnings.emplace_back("there are no more points than parameters");
    }
    const double largest = *std::max_element(data.y.begin(), data.y.end());
    if (fit.options.law == Law::Logistic && fit.options.top.value_or(1) <= 1 && largest > 1.5) {
        fit.warnings.emplace_back("y goes far above 1: is it in percent?");
    }
}

bool allEqual(const std::vector<double>& values)
{
    return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

base::Result<Fit> fitChecked(const FitData& data, const FitOptions& options,
                             const base::CancelToken& cancel)
{
    const Solved solved = solve(data, options, nullptr, cancel);
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    const auto reasons = identify(*solved.problem, solved.solution, huberDeltaOf(options), cancel);
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    Fit fit;
    fit.options = options;
    fit.n = data.size();
    fit.freeParameters
        = static_cast<std::size_t>(solved.problem->inner()) + (solved.topAtLimit ? 1 : 0);
    nameParameters(fit, solved, reasons, !allEqual(data.floor));
    measure(fit, solved);
    spread(fit, solved);
    warn(fit, data);
    return fit;
}

} // namespace

bool Fit::identified() const
{
    return std::all_of(parameters.begin(), parameters.end(), [](const Parameter& parameter) {
        return parameter.fixed || parameter.value.has_value();
    });
}

base::Result<Fit> fitLaw(const FitData& data, const FitOptions& options,
                         const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("fitLaw", [&]() -> base::Result<Fit> {
        FE_CHECK(checkData(data, options));
        progress.begin("Fitting", 1);
        FE_TRY(Fit fit, fitChecked(data, options, cancel));
        progress.advance();
        return fit;
    });
}

base::Result<Curve> refit(const FitData& data, const FitOptions& options, const Curve& start,
                          const base::CancelToken& cancel)
{
    return base::guarded("refit", [&]() -> base::Result<Curve> {
        FE_CHECK(checkData(data, options));
        if (start.law != options.law
            || start.parameters.size() != parameterNames(options.law).size()) {
            return base::invalidArgument("cannot fit again", "the start is of another law");
        }
        const Solved solved = solve(data, options, &start, cancel);
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        return solved.problem->curve(solved.solution.theta);
    });
}

} // namespace fe::scaling
