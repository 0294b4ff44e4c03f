// SPDX-License-Identifier: Apache-2.0
#include "scaling/problem.h"

namespace fe::scaling {

Vector toVector(const std::vector<double>& values)
{
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

Problem::Problem(const FitData& data, const FitOptions& options, Index inner)
    : m_options(options), m_inner(inner), m_u(toVector(data.x).array().log10()),
      m_lnX(toVector(data.x).array().log()), m_target(toVector(data.y)),
      m_weight(data.error.empty() ? Vector(Vector::Ones(m_target.size()))
                                  : Vector(toVector(data.error).cwiseInverse()))
{
    m_lnXMean = m_lnX.mean();
    m_lnX.array() -= m_lnXMean;
    if (fitsLogarithm(options.law)) {
        // The error of ln y is error/y.
        if (!data.error.empty()) {
            m_weight.array() *= m_target.array();
        }
        m_target = m_target.array().log();
    }
}

double Problem::scale() const
{
    return fitsLogarithm(m_options.law) ? 1 : m_target.cwiseAbs().maxCoeff();
}

Vector Problem::residuals(const Vector& theta) const
{
    Vector values(points());
    for (Index i = 0; i < points(); ++i) {
        values[i] = (m_target[i] - predict(theta, i, nullptr)) * m_weight[i];
    }
    return values;
}

Matrix Problem::jacobian(const Vector& theta) const
{
    Matrix matrix(points(), m_inner);
    Vector gradient(m_inner);
    for (Index i = 0; i < points(); ++i) {
        (void)predict(theta, i, gradient.data());
        matrix.row(i) = gradient.transpose() * m_weight[i];
    }
    return matrix;
}

} // namespace fe::scaling
