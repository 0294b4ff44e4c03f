// SPDX-License-Identifier: Apache-2.0
#include "scaling/problem.h"

#include <algorithm>
#include <cmath>

namespace fe::scaling {
namespace {

/// inner: ln y at the mean of ln x, b.
class PowerProblem final : public Problem
{
public:
    PowerProblem(const FitData& data, const FitOptions& options) : Problem(data, options, 2) { }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        if (gradient != nullptr) {
            gradient[0] = 1;
            gradient[1] = -m_lnX[i];
        }
        return theta[0] - theta[1] * m_lnX[i];
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::Power, { std::exp(theta[0] + theta[1] * m_lnXMean), theta[1] } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        const auto& p = curve.parameters;
        return Eigen::Vector2d(std::log(p[0]) - p[1] * m_lnXMean, p[1]);
    }
    Matrix naturalByInner(const Vector& theta) const override
    {
        const double a = std::exp(theta[0] + theta[1] * m_lnXMean);
        Matrix matrix(2, 2);
        matrix << a, a * m_lnXMean, 0, 1;
        return matrix;
    }
};

/// inner: c, a x^(-b) at the mean of ln x, b.
class PowerOffsetProblem final : public Problem
{
public:
    PowerOffsetProblem(const FitData& data, const FitOptions& options) : Problem(data, options, 3)
    {
    }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        const double decay = std::exp(-theta[2] * m_lnX[i]);
        if (gradient != nullptr) {
            gradient[0] = 1;
            gradient[1] = decay;
            gradient[2] = -theta[1] * decay * m_lnX[i];
        }
        return theta[0] + theta[1] * decay;
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::PowerOffset,
                 { theta[0], theta[1] * std::exp(theta[2] * m_lnXMean), theta[2] } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        const auto& p = curve.parameters;
        return Eigen::Vector3d(p[0], p[1] * std::exp(-p[2] * m_lnXMean), p[2]);
    }
    Matrix naturalByInner(const Vector& theta) const override
    {
        const double growth = std::exp(theta[2] * m_lnXMean);
        Matrix matrix = Matrix::Identity(3, 3);
        matrix(1, 1) = growth;
        matrix(1, 2) = theta[1] * growth * m_lnXMean;
        return matrix;
    }
};

/// inner: ln E, ln(A/x^alpha) and ln(B/x2^beta) at the means, alpha, beta. The logarithm of the sum
/// is taken against its largest term.
class ChinchillaProblem final : public Problem
{
public:
    ChinchillaProblem(const FitData& data, const FitOptions& options)
        : Problem(data, options, 5), m_lnX2(toVector(data.x2).array().log())
    {
        m_lnX2Mean = m_lnX2.mean();
        m_lnX2.array() -= m_lnX2Mean;
    }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        const double size = theta[1] - theta[3] * m_lnX[i];
        const double data = theta[2] - theta[4] * m_lnX2[i];
        const double largest = std::max({ theta[0], size, data });
        const double e0 = std::exp(theta[0] - largest);
        const double e1 = std::exp(size - largest);
        const double e2 = std::exp(data - largest);
        const double sum = e0 + e1 + e2;
        if (gradient != nullptr) {
            gradient[0] = e0 / sum;
            gradient[1] = e1 / sum;
            gradient[2] = e2 / sum;
            gradient[3] = -gradient[1] * m_lnX[i];
            gradient[4] = -gradient[2] * m_lnX2[i];
        }
        return largest + std::log(sum);
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::Chinchilla,
                 { std::exp(theta[0]), std::exp(theta[1] + theta[3] * m_lnXMean),
                   std::exp(theta[2] + theta[4] * m_lnX2Mean), theta[3], theta[4] } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        const auto& p = curve.parameters;
        Vector theta(5);
        theta << std::log(p[0]), std::log(p[1]) - p[3] * m_lnXMean,
            std::log(p[2]) - p[4] * m_lnX2Mean, p[3], p[4];
        return theta;
    }
    Matrix naturalByInner(const Vector& theta) const override
    {
        const std::vector<double> p = curve(theta).parameters;
        Matrix matrix = Matrix::Identity(5, 5);
        matrix(0, 0) = p[0];
        matrix(1, 1) = p[1];
        matrix(1, 3) = p[1] * m_lnXMean;
        matrix(2, 2) = p[2];
        matrix(2, 4) = p[2] * m_lnX2Mean;
        return matrix;
    }

private:
    Vector m_lnX2; ///< minus its mean
    double m_lnX2Mean = 0;
};

/// inner: midpoint, slope, and the top if it is free.
class LogisticProblem final : public Problem
{
public:
    LogisticProblem(const FitData& data, const FitOptions& options)
        : Problem(data, options, options.top ? 2 : 3)
    {
        m_floor = data.floor.empty() ? Vector(Vector::Constant(points(), options.floor))
                                     : toVector(data.floor);
    }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        const double distance = m_u[i] - theta[0];
        const double share = 1 / (1 + std::exp(-theta[1] * distance));
        const double height = (m_options.top ? *m_options.top : theta[2]) - m_floor[i];
        if (gradient != nullptr) {
            const double steepness = height * share * (1 - share);
            gradient[0] = -theta[1] * steepness;
            gradient[1] = distance * steepness;
            if (!m_options.top) {
                gradient[2] = share;
            }
        }
        return m_floor[i] + height * share;
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::Logistic,
                 { theta[0], theta[1], m_options.top ? *m_options.top : theta[2],
                   m_floor.mean() } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        return Eigen::Map<const Vector>(curve.parameters.data(), inner());
    }
    Matrix naturalByInner(const Vector& /*theta*/) const override
    {
        return Matrix::Identity(inner(), inner());
    }

private:
    Vector m_floor;
};

class HingeProblem final : public Problem
{
public:
    HingeProblem(const FitData& data, const FitOptions& options) : Problem(data, options, 4) { }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        const double distance = m_u[i] - theta[0];
        const Index side = distance < 0 ? 2 : 3;
        if (gradient != nullptr) {
            gradient[0] = -theta[side];
            gradient[1] = 1;
            gradient[2] = distance < 0 ? distance : 0;
            gradient[3] = distance < 0 ? 0 : distance;
        }
        return theta[1] + theta[side] * distance;
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::Hinge, { theta[0], theta[1], theta[2], theta[3] } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        return Eigen::Map<const Vector>(curve.parameters.data(), 4);
    }
    Matrix naturalByInner(const Vector& /*theta*/) const override { return Matrix::Identity(4, 4); }
};

class LinearProblem final : public Problem
{
public:
    LinearProblem(const FitData& data, const FitOptions& options)
        : Problem(data, options, 2), m_mean(m_u.mean())
    {
    }

    double predict(const Vector& theta, Index i, double* gradient) const override
    {
        if (gradient != nullptr) {
            gradient[0] = 1;
            gradient[1] = m_u[i] - m_mean;
        }
        return theta[0] + theta[1] * (m_u[i] - m_mean);
    }
    Curve curve(const Vector& theta) const override
    {
        return { Law::Linear, { theta[0] - theta[1] * m_mean, theta[1] } };
    }
    Vector fromCurve(const Curve& curve) const override
    {
        const auto& p = curve.parameters;
        return Eigen::Vector2d(p[0] + p[1] * m_mean, p[1]);
    }
    Matrix naturalByInner(const Vector& /*theta*/) const override
    {
        Matrix matrix = Matrix::Identity(2, 2);
        matrix(0, 1) = -m_mean;
        return matrix;
    }

private:
    double m_mean;
};

} // namespace

std::unique_ptr<Problem> makeProblem(const FitData& data, const FitOptions& options)
{
    switch (options.law) {
    case Law::Power:
        return std::make_unique<PowerProblem>(data, options);
    case Law::PowerOffset:
        return std::make_unique<PowerOffsetProblem>(data, options);
    case Law::Chinchilla:
        return std::make_unique<ChinchillaProblem>(data, options);
    case Law::Logistic:
        return std::make_unique<LogisticProblem>(data, options);
    case Law::Hinge:
        return std::make_unique<HingeProblem>(data, options);
    case Law::Linear:
        break;
    }
    return std::make_unique<LinearProblem>(data, options);
}

} // namespace fe::scaling
