// SPDX-License-Identifier: Apache-2.0
#include "scaling/least_squares.h"

#include <Eigen/QR>
#include <unsupported/Eigen/LevenbergMarquardt>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

// Far from every solution: what a residual that is not finite counts as.
constexpr double kHuge = 1e100;

double rootLoss(double r, double delta)
{
    const double size = std::abs(r);
    return size <= delta ? r : std::copysign(std::sqrt(delta * (2 * size - delta)), r);
}

/// d rootLoss / dr.
double rootLossSlope(double r, double delta)
{
    return std::abs(r) <= delta ? 1 : delta / std::abs(rootLoss(r, delta));
}

double finiteOr(double value, double other)
{
    return std::isfinite(value) ? value : other;
}

/// The problem as Eigen's solver asks for it, in the parameters that are not pinned. Rows of zeros
/// are added where there are fewer points than parameters, which MINPACK does not take.
class Functor : public Eigen::DenseFunctor<double>
{
public:
    Functor(const Problem& problem, const Descent& descent, const Vector& start,
            std::vector<Index> free, const base::CancelToken& cancel)
        : DenseFunctor(
            static_cast<int>(free.size()),
            static_cast<int>(std::max(problem.points(), static_cast<Index>(free.size())))),
          m_problem(problem), m_descent(descent), m_start(start), m_free(std::move(free)),
          m_cancel(cancel)
    {
    }

    [[nodiscard]] Vector whole(const Vector& part) const
    {
        Vector theta = m_start;
        for (std::size_t k = 0; k < m_free.size(); ++k) {
            theta[m_free[k]] = part[static_cast<Index>(k)];
        }
        return theta;
    }
    int operator()(const Vector& part, Vector& values) const
    {
        if (m_cancel.isCancelled()) {
            return -1;
        }
        const Vector residuals = m_problem.residuals(whole(part));
        values.setZero();
        for (Index i = 0; i < residuals.size(); ++i) {
            const double r = finiteOr(residuals[i], kHuge);
            values[i] = m_descent.huberDelta ? rootLoss(r, *m_descent.huberDelta) : r;
        }
        return 0;
    }
    int df(const Vector& part, Matrix& columns) const
    {
        const Vector theta = whole(part);
        const Matrix jacobian = m_problem.jacobian(theta);
        const Vector residuals = m_problem.residuals(theta);
        columns.setZero();
        for (Index i = 0; i < residuals.size(); ++i) {
            const double r = finiteOr(residuals[i], kHuge);
            const double slope = m_descent.huberDelta ? rootLossSlope(r, *m_descent.huberDelta) : 1;
            for (std::size_t k = 0; k < m_free.size(); ++k) {
                // Residuals are observed minus predicted.
                columns(i, static_cast<Index>(k)) = finiteOr(-jacobian(i, m_free[k]) * slope, 0);
            }
        }
        return 0;
    }

private:
    const Problem& m_problem;
    const Descent& m_descent;
    const Vector& m_start;
    std::vector<Index> m_free;
    const base::CancelToken& m_cancel;
};

} // namespace

double lossOf(const Vector& residuals, std::optional<double> huberDelta)
{
    double sum = 0;
    for (const double r : residuals) {
        const double root = huberDelta ? rootLoss(r, *huberDelta) : r;
        sum += root * root / 2;
    }
    return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
}

Solution descend(const Problem& problem, const Vector& start, const Descent& descent,
                 const base::CancelToken& cancel)
{
    std::vector<Index> free;
    for (Index k = 0; k < problem.inner(); ++k) {
        if (std::find(descent.pinned.begin(), descent.pinned.end(), k) == descent.pinned.end()) {
            free.push_back(k);
        }
    }
    Solution solution { start, lossOf(problem.residuals(start), descent.huberDelta) };
    if (free.empty() || !std::isfinite(solution.objective)) {
        return solution;
    }
    Vector part(static_cast<Index>(free.size()));
    for (std::size_t k = 0; k < free.size(); ++k) {
        part[static_cast<Index>(k)] = start[free[k]];
    }
    Functor functor(problem, descent, start, free, cancel);
    Eigen::LevenbergMarquardt<Functor> solver(functor);
    // Relative, of the sum of squares and of the parameters; the objective is flat to its square.
    solver.setFtol(1e-14);
    solver.setXtol(1e-11);
    solver.setGtol(0);
    solver.setMaxfev(descent.evaluations);
    (void)solver.minimize(part);
    const Vector theta = functor.whole(part);
    const double objective = lossOf(problem.residuals(theta), descent.huberDelta);
    if (theta.allFinite() && objective < solution.objective) {
        solution = { theta, objective };
    }
    return solution;
}

Solution bestOf(const Problem& problem, std::span<const Vector> starts, const Descent& descent,
                const base::CancelToken& cancel)
{
    Solution best { starts.front(), std::numeric_limits<double>::infinity() };
    for (const Vector& start : starts) {
        if (cancel.isCancelled()) {
            break;
        }
        Solution found = descend(problem, start, descent, cancel);
        if (found.objective < best.objective) {
            best = std::move(found);
        }
    }
    return best;
}

Vector linearFit(const Matrix& columns, const Vector& target, const Vector& weight)
{
    const Matrix weighted = weight.asDiagonal() * columns;
    const Vector solved
        = Eigen::ColPivHouseholderQR<Matrix>(weighted).solve(Vector(target.cwiseProduct(weight)));
    return solved.unaryExpr([](double value) { return finiteOr(value, 0); });
}

} // namespace fe::scaling
