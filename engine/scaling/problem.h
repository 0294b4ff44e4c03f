// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scaling/fit.h"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace fe::scaling {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Eigen::Index;

[[nodiscard]] Vector toVector(const std::vector<double>& values);

/// The points of a fit and a law in the coordinates in which it is solved ("inner" parameters, one
/// for each free parameter and in their order): centred and in logarithms, so that columns of the
/// Jacobian are of one size and nothing overflows.
class Problem
{
public:
    virtual ~Problem() = default;
    Problem(const Problem&) = delete;
    Problem& operator=(const Problem&) = delete;

    [[nodiscard]] Index points() const { return m_target.size(); }
    [[nodiscard]] Index inner() const { return m_inner; }
    /// log10 x.
    [[nodiscard]] const Vector& u() const { return m_u; }
    /// y, or ln y.
    [[nodiscard]] const Vector& target() const { return m_target; }
    /// 1/error, or 1.
    [[nodiscard]] const Vector& weight() const { return m_weight; }
    [[nodiscard]] const FitOptions& options() const { return m_options; }
    /// What is large for the target: its largest size, 1 for logarithms.
    [[nodiscard]] double scale() const;

    /// Observed minus predicted, times the weight.
    [[nodiscard]] Vector residuals(const Vector& theta) const;
    /// Derivatives of the prediction, times the weight: [points, inner].
    [[nodiscard]] Matrix jacobian(const Vector& theta) const;

    /// Prediction at point `i` (of ln y where the law fits it); `gradient` is null or takes inner()
    /// numbers.
    [[nodiscard]] virtual double predict(const Vector& theta, Index i, double* gradient) const = 0;
    [[nodiscard]] virtual Curve curve(const Vector& theta) const = 0;
    [[nodiscard]] virtual Vector fromCurve(const Curve& curve) const = 0;
    /// Derivatives of the law's own free parameters: [inner, inner].
    [[nodiscard]] virtual Matrix naturalByInner(const Vector& theta) const = 0;

protected:
    Problem(const FitData& data, const FitOptions& options, Index inner);

    FitOptions m_options;
    Index m_inner;
    Vector m_u;
    Vector m_lnX; ///< minus m_lnXMean
    double m_lnXMean = 0;
    Vector m_target;
    Vector m_weight;
};

[[nodiscard]] std::unique_ptr<Problem> makeProblem(const FitData& data, const FitOptions& options);

} // namespace fe::scaling
