// SPDX-License-Identifier: Apache-2.0
#include "scaling/identification.h"

#include "scaling/starts.h"
#include "scaling/student.h"

#include <Eigen/SVD>

#include <algorithm>
#include <cmath>

namespace fe::scaling {
namespace {

// Columns of the Jacobian are scaled to one length; analytic derivatives leave 1e-15 where exact
// ones would leave nothing, and parameters that can be told apart at all stay far above this.
constexpr double kSingular = 1e-9;
// A direction's unit vector: smaller parts of it are rounding.
constexpr double kPartOfDirection = 1e-4;

constexpr const char* kFewPoints = "there are too few different x";
constexpr const char* kSingularWhy = "changing it changes nothing at the points";
constexpr const char* kFlat
    = "it is flat, or there are too few points: one value for all x fits as well";

/// Compares misfits as an F test does.
class Judge
{
public:
    Judge(const Problem& problem, const Solution& solution, std::optional<double> huberDelta,
          const base::CancelToken& cancel)
        : m_problem(problem), m_solution(solution), m_descent { huberDelta, {}, 400 },
          m_cancel(cancel)
    {
    }

    /// Whether a misfit could be as large by chance, with `fewer` parameters less.
    [[nodiscard]] bool acceptable(double objective, std::size_t fewer) const
    {
        const auto n = static_cast<std::size_t>(m_problem.points());
        const auto p = static_cast<std::size_t>(m_problem.inner());
        const std::size_t spare = n > p ? n - p : 1;
        const double growth
            = static_cast<double>(fewer) * fisher95(fewer, spare) / static_cast<double>(spare);
        // What rounding leaves of an exact fit.
        const double unit = 1e-10 * m_problem.scale() * m_problem.weight().maxCoeff();
        const double rounding = static_cast<double>(n) * unit * unit;
        return objective <= m_solution.objective * (1 + growth) + rounding;
    }
    /// Whether the others can make up for one parameter held at `value`.
    [[nodiscard]] bool openAt(Index parameter, double value) const
    {
        Descent descent = m_descent;
        descent.pinned = { parameter };
        std::vector<Vector> starts
            = startsFor(m_problem, descent.huberDelta, m_cancel, Pin { parameter, value });
        starts.resize(std::min<std::size_t>(starts.size(), 4));
        starts.push_back(m_solution.theta);
        starts.back()[parameter] = value;
        return acceptable(bestOf(m_problem, starts, descent, m_cancel).objective, 1);
    }
    /// Whether one value for all x does as well.
    [[nodiscard]] bool flat() const
    {
        const Vector& y = m_problem.target();
        const Vector& weight = m_problem.weight();
        const Vector squares = weight.cwiseProduct(weight);
        std::vector<double> sorted(y.begin(), y.end());
        std::sort(sorted.begin(), sorted.end());
        double least = INFINITY;
        for (const double level : { squares.dot(y) / squares.sum(), quantile(sorted, 0.5) }) {
            const Vector residuals = (y.array() - level).matrix().cwiseProduct(weight);
            least = std::min(least, lossOf(residuals, m_descent.huberDelta));
        }
        return acceptable(least, static_cast<std::size_t>(m_problem.inner() - 1));
    }
    /// Whether a straight line in log x does as well.
    [[nodiscard]] bool straight() const
    {
        Matrix columns = Matrix::Ones(m_problem.points(), 2);
        columns.col(1) = m_problem.u();
        const Vector line = linearFit(columns, m_problem.target(), m_problem.weight());
        const Vector residuals
            = (m_problem.target() - columns * line).cwiseProduct(m_problem.weight());
        return acceptable(lossOf(residuals, m_descent.huberDelta),
                          static_cast<std::size_t>(m_problem.inner() - 2));
    }

private:
    const Problem& m_problem;
    const Solution& m_solution;
    Descent m_descent;
    const base::CancelToken& m_cancel;
};

using Reasons = std::vector<std::string>;

void mark(Reasons& reasons, std::initializer_list<std::size_t> parameters, const char* why)
{
    for (const std::size_t k : parameters) {
        if (k < reasons.size() && reasons[k].empty()) {
            reasons[k] = why;
        }
    }
}

void judgePowerOffset(const Problem& problem, const Solution& solution, const Judge& judge,
                      Reasons& reasons)
{
    if (judge.flat()) {
        return mark(reasons, { 0, 1, 2 }, kFlat);
    }
    const double b = solution.theta[2];
    const double lnWidth = (problem.u().maxCoeff() - problem.u().minCoeff()) * std::log(10.0);
    if (judge.straight() || judge.openAt(2, std::copysign(1e-3 / lnWidth, b))) {
        return mark(reasons, { 0, 1, 2 }, "a straight line in log x fits as well");
    }
    // Steeper than this leaves what a double holds; it is a step at the last point anyway.
    const double steepest = std::min(30 * std::abs(b), 300 / lnWidth);
    if (std::abs(b) >= steepest || judge.openAt(2, std::copysign(steepest, b))) {
        mark(reasons, { 1, 2 }, "any steeper curve fits as well");
    }
}

/// The slope at which a logistic is a step between the two points around its midpoint.
double stepSlope(const Problem& problem, double midpoint)
{
    const std::vector<double> places = distinct(problem.u());
    const auto above = std::upper_bound(places.begin(), places.end(), midpoint);
    const double gap = above == places.begin() || above == places.end()
        ? (places.back() - places.front()) / static_cast<double>(places.size() - 1)
        : *above - *(above - 1);
    return 100 / gap;
}

void judgeLogistic(const Problem& problem, const Solution& solution, const Judge& judge,
                   Reasons& reasons)
{
    if (judge.flat()) {
        return mark(reasons, { 0, 1, 2 }, kFlat);
    }
    const double low = problem.u().minCoeff();
    const double high = problem.u().maxCoeff();
    const double margin = std::max(high - low, 1.0);
    const double midpoint = solution.theta[0];
    if (midpoint <= low - margin || midpoint >= high + margin || judge.openAt(0, low - margin)
        || judge.openAt(0, high + margin)) {
        mark(reasons, { 0 }, "a midpoint far outside the points fits as well");
    }
    const double slope = solution.theta[1];
    const double step = stepSlope(problem, midpoint);
    if (std::abs(slope) >= step || judge.openAt(1, std::copysign(step, slope))) {
        mark(reasons, { 1 }, "a step between two points fits as well");
    }
    if (problem.inner() == 3 && solution.theta[2] < 1 - 0.1 * (1 - problem.options().floor)
        && judge.openAt(2, 1)) {
        mark(reasons, { 2 }, "a top of 1 fits as well");
    }
}

void judgeChinchilla(const Solution& solution, const Judge& judge, Reasons& reasons)
{
    constexpr double kTimes = 20;
    for (const std::size_t exponent : { std::size_t { 3 }, std::size_t { 4 } }) {
        const auto index = static_cast<Index>(exponent);
        const double value = solution.theta[index];
        if (value <= 0 || judge.openAt(index, value / kTimes)) {
            // A power so slow is a constant as well, so E is lost with it.
            mark(reasons, { 0, exponent - 2, exponent }, "a far smaller exponent fits as well");
        } else if (judge.openAt(index, value * kTimes)) {
            mark(reasons, { exponent - 2, exponent }, "a far larger exponent fits as well");
        }
    }
}

std::size_t neededPlaces(const Problem& problem)
{
    const bool line = problem.options().law == Law::Power || problem.options().law == Law::Linear;
    return line ? 2 : static_cast<std::size_t>(problem.inner()) + 1;
}

} // namespace

Matrix inverseInformation(const Problem& problem, const Vector& theta, std::vector<bool>& lost)
{
    const Matrix jacobian = problem.jacobian(theta);
    const Index p = problem.inner();
    lost.assign(static_cast<std::size_t>(p), false);
    Matrix scaled = jacobian;
    Vector lengths(p);
    const double weights = problem.weight().norm();
    for (Index k = 0; k < p; ++k) {
        lengths[k] = scaled.col(k).norm();
        // All inner parameters are of order 1 or of the order of y.
        if (!(lengths[k] > 1e-9 * weights * std::min(problem.scale(), 1.0))
            || !std::isfinite(lengths[k])) {
            lengths[k] = 1;
            scaled.col(k).setZero(); // a direction of its own that changes nothing
        } else {
            scaled.col(k) /= lengths[k];
        }
    }
    const Eigen::JacobiSVD<Matrix> svd(scaled, Eigen::ComputeThinU | Eigen::ComputeThinV);
    Vector inverse = Vector::Zero(svd.singularValues().size());
    for (Index d = 0; d < inverse.size(); ++d) {
        const double value = svd.singularValues()[d];
        if (value > kSingular * svd.singularValues()[0]) {
            inverse[d] = 1 / (value * value);
            continue;
        }
        for (Index k = 0; k < p; ++k) {
            if (std::abs(svd.matrixV()(k, d)) > kPartOfDirection) {
                lost[static_cast<std::size_t>(k)] = true;
            }
        }
    }
    const Matrix spread = lengths.cwiseInverse().asDiagonal() * svd.matrixV();
    return spread * inverse.asDiagonal() * spread.transpose();
}

std::vector<std::string> identify(const Problem& problem, const Solution& solution,
                                  std::optional<double> huberDelta, const base::CancelToken& cancel)
{
    Reasons reasons(static_cast<std::size_t>(problem.inner()));
    const bool twoSizes = problem.options().law == Law::Chinchilla;
    const std::size_t places
        = twoSizes ? static_cast<std::size_t>(problem.points()) : distinct(problem.u()).size();
    if (places < neededPlaces(problem)) {
        std::fill(reasons.begin(), reasons.end(), kFewPoints);
        return reasons;
    }
    std::vector<bool> lost;
    (void)inverseInformation(problem, solution.theta, lost);
    for (std::size_t k = 0; k < lost.size(); ++k) {
        if (lost[k]) {
            reasons[k] = kSingularWhy;
        }
    }
    const Judge judge(problem, solution, huberDelta, cancel);
    switch (problem.options().law) {
    case Law::PowerOffset:
        judgePowerOffset(problem, solution, judge, reasons);
        break;
    case Law::Logistic:
        judgeLogistic(problem, solution, judge, reasons);
        break;
    case Law::Hinge:
        if (judge.straight()) {
            mark(reasons, { 0, 1, 2, 3 }, "a straight line without a break fits as well");
        }
        break;
    case Law::Chinchilla:
        judgeChinchilla(solution, judge, reasons);
        break;
    case Law::Power:
    case Law::Linear:
        break;
    }
    return reasons;
}

} // namespace fe::scaling
