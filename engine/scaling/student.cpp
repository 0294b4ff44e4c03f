// SPDX-License-Identifier: Apache-2.0
#include "scaling/student.h"

#include "scaling/bootstrap.h"

#include <unsupported/Eigen/SpecialFunctions>

#include <algorithm>
#include <cmath>

namespace fe::scaling {
namespace {

double regularisedBeta(double a, double b, double x)
{
    using One = Eigen::Array<double, 1, 1>;
    return Eigen::betainc(One(a), One(b), One(x))(0);
}

} // namespace

double fisher95(std::size_t numerator, std::size_t denominator)
{
    const double d1 = static_cast<double>(std::max<std::size_t>(numerator, 1));
    const double d2 = static_cast<double>(std::max<std::size_t>(denominator, 1));
    // P(F < f) = I_z(d1/2, d2/2), z = d1 f/(d1 f + d2); bisection in z ends with its last bit.
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (regularisedBeta(d1 / 2, d2 / 2, middle) < 0.95 ? low : high) = middle;
    }
    return d2 * low / (d1 * (1 - low));
}

double student95(std::size_t degreesOfFreedom)
{
    return std::sqrt(fisher95(1, degreesOfFreedom));
}

double quantile(std::span<const double> sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace fe::scaling
