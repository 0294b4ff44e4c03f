// SPDX-License-Identifier: Apache-2.0
#include "scaling/fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::scaling {
namespace {

struct LawRow {
    Law law;
    const char* name;
    std::vector<const char*> parameters;
    bool logarithm; ///< residuals are of ln y
};

const std::array<LawRow, 6>& rows()
{
    static const std::array<LawRow, 6> kRows { {
        { Law::Power, "power", { "a", "b" }, true },
        { Law::PowerOffset, "power-offset", { "c", "a", "b" }, false },
        { Law::Chinchilla, "chinchilla", { "E", "A", "B", "alpha", "beta" }, true },
        { Law::Logistic, "logistic", { "midpoint", "slope", "top", "floor" }, false },
        { Law::Hinge, "hinge", { "break", "level", "left", "right" }, false },
        { Law::Linear, "linear", { "intercept", "slope" }, false },
    } };
    return kRows;
}

const LawRow& rowOf(Law law)
{
    return *std::find_if(rows().begin(), rows().end(),
                         [law](const LawRow& row) { return row.law == law; });
}

} // namespace

const char* lawName(Law law)
{
    return rowOf(law).name;
}

std::optional<Law> lawByName(std::string_view name)
{
    for (const LawRow& row : rows()) {
        if (name == row.name) {
            return row.law;
        }
    }
    return {};
}

std::span<const Law> allLaws()
{
    static const std::array kLaws { Law::Power,    Law::PowerOffset, Law::Chinchilla,
                                    Law::Logistic, Law::Hinge,       Law::Linear };
    return kLaws;
}

std::span<const char* const> parameterNames(Law law)
{
    return rowOf(law).parameters;
}

bool fitsLogarithm(Law law)
{
    return rowOf(law).logarithm;
}

double Curve::at(double x, double x2, std::optional<double> floor) const
{
    const std::vector<double>& p = parameters;
    const double u = std::log10(x);
    switch (law) {
    case Law::Power:
        // By logarithms: a alone may be far larger than the product.
        return std::exp(std::log(p[0]) - p[1] * std::log(x));
    case Law::PowerOffset:
        return p[1] == 0
            ? p[0]
            : p[0] + std::copysign(std::exp(std::log(std::abs(p[1])) - p[2] * std::log(x)), p[1]);
    case Law::Chinchilla:
        return p[0] + std::exp(std::log(p[1]) - p[3] * std::log(x))
            + std::exp(std::log(p[2]) - p[4] * std::log(x2));
    case Law::Logistic: {
        const double low = floor.value_or(p[3]);
        return low + (p[2] - low) / (1 + std::exp(-p[1] * (u - p[0])));
    }
    case Law::Hinge:
        return p[1] + (u < p[0] ? p[2] : p[3]) * (u - p[0]);
    case Law::Linear:
        return p[0] + p[1] * u;
    }
    return std::nan("");
}

} // namespace fe::scaling
