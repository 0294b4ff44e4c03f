// SPDX-License-Identifier: Apache-2.0
#include "scaling/starts.h"

#include "scaling/least_squares.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::scaling {
namespace {

constexpr std::size_t kKept = 6;
constexpr std::size_t kMostBreaks = 300;

/// Collects starts and keeps those of the least loss.
class Candidates
{
public:
    Candidates(const Problem& problem, std::optional<double> huberDelta,
               const base::CancelToken& cancel, std::optional<Pin> pin)
        : m_problem(problem), m_huberDelta(huberDelta), m_cancel(cancel), m_pin(pin)
    {
    }

    [[nodiscard]] bool cancelled() const { return m_cancel.isCancelled(); }

    void add(Vector theta)
    {
        if (m_pin) {
            theta[m_pin->parameter] = m_pin->value;
        }
        if (theta.allFinite()) {
            const double loss = lossOf(m_problem.residuals(theta), m_huberDelta);
            m_found.emplace_back(loss, std::move(theta));
        }
    }
    /// Grid values of a parameter, or the one that is pinned.
    [[nodiscard]] std::vector<double> grid(Index parameter, std::vector<double> values) const
    {
        return m_pin && m_pin->parameter == parameter ? std::vector { m_pin->value }
                                                      : std::move(values);
    }
    [[nodiscard]] std::vector<Vector> best() &&
    {
        const std::size_t kept = std::min(kKept, m_found.size());
        std::partial_sort(m_found.begin(), m_found.begin() + static_cast<std::ptrdiff_t>(kept),
                          m_found.end(),
                          [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Vector> starts;
        for (std::size_t i = 0; i < kept; ++i) {
            starts.push_back(std::move(m_found[i].second));
        }
        if (starts.empty()) {
            starts.emplace_back(Vector::Zero(m_problem.inner()));
        }
        return starts;
    }

private:
    const Problem& m_problem;
    std::optional<double> m_huberDelta;
    const base::CancelToken& m_cancel;
    std::optional<Pin> m_pin;
    std::vector<std::pair<double, Vector>> m_found;
};

void addStraight(const Problem& problem, Candidates& candidates)
{
    const Matrix columns = problem.jacobian(Vector::Zero(problem.inner()));
    candidates.add(linearFit(columns, problem.target().cwiseProduct(problem.weight()),
                             Vector::Ones(problem.points())));
}

double width(const Problem& problem)
{
    return std::max(problem.u().maxCoeff() - problem.u().minCoeff(), 1e-6);
}

void addPowerOffset(const Problem& problem, Candidates& candidates)
{
    const double lnWidth = width(problem) * std::log(10.0);
    std::vector<double> exponents;
    for (const double times :
         { 0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0, 15.0, 22.0, 40.0 }) {
        exponents.push_back(times / lnWidth);
        exponents.push_back(-times / lnWidth);
    }
    for (const double b : candidates.grid(2, exponents)) {
        if (candidates.cancelled()) {
            return;
        }
        // With s = 1 and c = 0 the prediction is the decay itself.
        Matrix columns = Matrix::Ones(problem.points(), 2);
        for (Index i = 0; i < problem.points(); ++i) {
            columns(i, 1) = problem.predict(Eigen::Vector3d(0, 1, b), i, nullptr);
        }
        const Vector solved = linearFit(columns, problem.target(), problem.weight());
        candidates.add(Eigen::Vector3d(solved[0], solved[1], b));
    }
}

/// The top that fits best at a midpoint and slope: the prediction is a straight line in it.
double bestTop(const Problem& problem, Vector theta)
{
    double product = 0;
    double square = 0;
    for (Index i = 0; i < problem.points(); ++i) {
        theta[2] = 0;
        const double base = problem.predict(theta, i, nullptr);
        theta[2] = 1;
        const double share = problem.predict(theta, i, nullptr) - base;
        const double weight = problem.weight()[i] * problem.weight()[i];
        product += weight * share * (problem.target()[i] - base);
        square += weight * share * share;
    }
    return square > 0 ? std::clamp(product / square, problem.options().floor, 1.0) : 1;
}

void addLogistic(const Problem& problem, Candidates& candidates)
{
    const double low = problem.u().minCoeff();
    const double across = width(problem);
    const double margin = std::max(across, 1.0);
    std::vector<double> midpoints;
    for (int k = 0; k <= 36; ++k) {
        midpoints.push_back(low - margin + (across + 2 * margin) * k / 36);
    }
    std::vector<double> slopes;
    for (const double times : { 1.0, 2.5, 5.0, 10.0, 20.0, 45.0, 120.0 }) {
        slopes.push_back(times / across);
        slopes.push_back(-times / across);
    }
    const bool topFree = problem.inner() == 3;
    for (const double midpoint : candidates.grid(0, midpoints)) {
        if (candidates.cancelled()) {
            return;
        }
        for (const double slope : candidates.grid(1, slopes)) {
            Vector theta = Vector::Zero(problem.inner());
            theta[0] = midpoint;
            theta[1] = slope;
            if (topFree) {
                theta[2] = bestTop(problem, theta);
            }
            candidates.add(std::move(theta));
        }
    }
}

/// Least squares with a break at `at`: level and both slopes.
Vector hingeAt(const Problem& problem, double at)
{
    Matrix columns = Matrix::Ones(problem.points(), 3);
    columns.col(1) = (problem.u().array() - at).min(0);
    columns.col(2) = (problem.u().array() - at).max(0);
    const Vector solved = linearFit(columns, problem.target(), problem.weight());
    Vector theta(4);
    theta << at, solved[0], solved[1], solved[2];
    return theta;
}

/// Two lines fitted apart, below and above a cut between two points; where they meet there, the
/// misfit has its minimum for breaks in that gap (Hudson 1966).
std::optional<double> meeting(const Problem& problem, double lower, double upper)
{
    const Vector below = (problem.u().array() <= lower).cast<double>();
    const Vector above = Vector::Ones(problem.points()) - below;
    Matrix columns = Matrix::Ones(problem.points(), 2);
    columns.col(1) = problem.u();
    const Vector left = linearFit(columns, problem.target(), problem.weight().cwiseProduct(below));
    const Vector right = linearFit(columns, problem.target(), problem.weight().cwiseProduct(above));
    const double at = (left[0] - right[0]) / (right[1] - left[1]);
    return at > lower && at < upper ? std::optional(at) : std::nullopt;
}

void addHinge(const Problem& problem, Candidates& candidates)
{
    const std::vector<double> places = distinct(problem.u());
    if (places.size() < 3) {
        candidates.add(hingeAt(problem, problem.u().mean()));
        return;
    }
    const std::size_t step = 1 + places.size() / kMostBreaks;
    for (std::size_t k = 0; k + 1 < places.size() && !candidates.cancelled(); k += step) {
        candidates.add(hingeAt(problem, places[k]));
        if (const auto at = meeting(problem, places[k], places[k + 1])) {
            candidates.add(hingeAt(problem, *at));
        }
    }
}

void addChinchilla(const Problem& problem, Candidates& candidates)
{
    const std::vector<double> exponents { 0.05, 0.15, 0.3, 0.45, 0.7, 1.1, 2.0 };
    const Vector losses = problem.target().array().exp();
    const double least = losses.minCoeff() * 1e-3;
    // Errors relative to the loss, as those of its logarithm are.
    const Vector weight = problem.weight().cwiseQuotient(losses);
    for (const double alpha : candidates.grid(3, exponents)) {
        for (const double beta : candidates.grid(4, exponents)) {
            if (candidates.cancelled()) {
                return;
            }
            Matrix columns = Matrix::Ones(problem.points(), 3);
            for (Index i = 0; i < problem.points(); ++i) {
                // One term alone: the others are e^-700.
                Vector theta(5);
                theta << -700, 0, -700, alpha, 0;
                columns(i, 1) = std::exp(problem.predict(theta, i, nullptr));
                theta << -700, -700, 0, 0, beta;
                columns(i, 2) = std::exp(problem.predict(theta, i, nullptr));
            }
            const Vector solved = linearFit(columns, losses, weight).cwiseMax(least);
            Vector theta(5);
            theta << std::log(solved[0]), std::log(solved[1]), std::log(solved[2]), alpha, beta;
            candidates.add(std::move(theta));
        }
    }
}

} // namespace

std::vector<Vector> startsFor(const Problem& problem, std::optional<double> huberDelta,
                              const base::CancelToken& cancel, std::optional<Pin> pin)
{
    Candidates candidates(problem, huberDelta, cancel, pin);
    switch (problem.options().law) {
    case Law::Power:
    case Law::Linear:
        addStraight(problem, candidates);
        break;
    case Law::PowerOffset:
        addPowerOffset(problem, candidates);
        break;
    case Law::Chinchilla:
        addChinchilla(problem, candidates);
        break;
    case Law::Logistic:
        addLogistic(problem, candidates);
        break;
    case Law::Hinge:
        addHinge(problem, candidates);
        break;
    }
    return std::move(candidates).best();
}

std::vector<double> distinct(const Vector& values)
{
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

} // namespace fe::scaling
