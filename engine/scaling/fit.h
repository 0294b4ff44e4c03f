// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::scaling {

/// What y is of x. u = log10 x.
enum class Law {
    Power, ///< y = a x^(-b): a straight line in ln y
    PowerOffset, ///< y = c + a x^(-b)
    /// y = E + A/x^alpha + B/x2^beta, by Huber's loss of ln y (Hoffmann et al. 2022, approach 3;
    /// Besiroglu et al. 2024)
    Chinchilla,
    Logistic, ///< y = floor + (top - floor)/(1 + exp(-slope (u - midpoint)))
    /// y = level + left (u - break) below the break, level + right (u - break) above it
    Hinge,
    Linear, ///< y = intercept + slope u
};

/// "power-offset" <-> Law.
[[nodiscard]] const char* lawName(Law law);
[[nodiscard]] std::optional<Law> lawByName(std::string_view name);
[[nodiscard]] std::span<const Law> allLaws();
/// Names of a law's parameters in the order of Fit::parameters.
[[nodiscard]] std::span<const char* const> parameterNames(Law law);
/// True if residuals are differences of ln y.
[[nodiscard]] bool fitsLogarithm(Law law);

/// Points to fit; vectors are empty or as long as y.
struct FitData {
    std::vector<double> x; ///< > 0
    std::vector<double> x2 {}; ///< Chinchilla alone: > 0
    std::vector<double> y; ///< > 0 where the law fits ln y
    std::vector<double> error {}; ///< standard errors of y, > 0: points weigh by 1/error^2
    std::vector<double> floor {}; ///< logistic: by point, instead of FitOptions::floor

    [[nodiscard]] std::size_t size() const { return y.size(); }
};

struct FitOptions {
    Law law = Law::Power;
    double floor = 0; ///< logistic
    std::optional<double> top = 1; ///< logistic; nothing: free, between floor and 1
    /// Huber's delta in the units of the residuals (of residual/error where there are errors): what
    /// is further off counts by its distance, not its square. Nothing: least squares, for
    /// Chinchilla 1e-3.
    std::optional<double> huberDelta {};
};

struct Parameter {
    std::string name;
    /// Nothing: the data cannot fix it, `why` says what is missing.
    std::optional<double> value {};
    std::string why {};
    bool fixed = false; ///< given, not fitted
    /// sqrt(diag((J'J)^-1) SSE/(n - p)), or of the bootstrap. Nothing where it does not exist.
    std::optional<double> standardError {};
    std::optional<double> low {}; ///< 95 %: Student's interval by the standard error, or the
    std::optional<double> high {}; ///< percentiles of the bootstrap
};

/// A law with numbers. All arithmetic on curves goes through this type.
struct Curve {
    Law law = Law::Power;
    /// In the order of parameterNames(), also those that the data do not fix: the best that was
    /// found.
    std::vector<double> parameters;

    /// @param x2 Chinchilla alone. @param floor logistic: instead of the curve's own.
    [[nodiscard]] double at(double x, double x2 = 0, std::optional<double> floor = {}) const;
};

struct Fit {
    FitOptions options;
    Curve curve;
    std::vector<Parameter> parameters;
    /// Sum of squared residuals; Chinchilla: sum of Huber's loss of the residuals.
    double objective = 0;
    double huberObjective = 0; ///< what was minimised if huberDelta is given
    double r2 = 0; ///< of y, or ln y; NaN if y is the same everywhere
    /// n ln(SSE/n) + 2k + 2k(k+1)/(n-k-1), and + k ln n; k: free parameters and the variance.
    /// NaN where they do not exist. Compare only fits of the same quantity (see comparison.h).
    double aicc = 0;
    double bic = 0;
    std::size_t n = 0;
    std::size_t freeParameters = 0;
    std::vector<double> residuals; ///< observed minus predicted (of ln y), by point; unweighted
    /// Of the free parameters, [p][p], row by row; empty where it does not exist.
    std::vector<double> covariance;
    std::vector<std::size_t> freeIndices; ///< into `parameters`, of covariance's rows
    std::vector<std::string> warnings;

    /// A finite number was found for everything that matters.
    [[nodiscard]] bool identified() const;
};

/// Fits by Levenberg and Marquardt's method (MINPACK's lmder as kept by Eigen) with analytic
/// gradients from many starts; the same answer on every run. Chinchilla is fitted in ln E, ln A,
/// ln B with the logarithm of the sum taken safely. Weighted least squares where there are errors.
///
/// A parameter is not identified (value: nothing) if
///  - there are fewer different x than the law needs (one more than free parameters for curves,
///    so that their misfit says something; two for straight lines);
///  - a direction of parameters changes nothing at the points (a singular J'J), and it is part of
///    that direction;
///  - its profile is open: held at some value at the end of its sensible range, with all others
///    fitted anew, the misfit grows by less than what chance explains (F test at 95 %; Raue et al.
///    2009, doi:10.1093/bioinformatics/btp358). Sensible: a midpoint or break at most one width of
///    the data (at least a decade) outside them, slopes and exponents within two orders of
///    magnitude, of the same sign.
/// InvalidArgument: vectors of different lengths, numbers that are not finite or positive, no
/// point. Cancelled.
[[nodiscard]] base::Result<Fit> fitLaw(const FitData& data, const FitOptions& options,
                                       const base::CancelToken& cancel, base::Progress& progress);

/// Fast form for resampling: the curve alone, from a start that is near.
[[nodiscard]] base::Result<Curve> refit(const FitData& data, const FitOptions& options,
                                        const Curve& start, const base::CancelToken& cancel);

} // namespace fe::scaling
