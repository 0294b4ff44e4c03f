// SPDX-License-Identifier: Apache-2.0
#include "scaling/compute_optimal.h"
#include "scaling/fit_json.h"

#include <array>
#include <cmath>

namespace fe::scaling {

LossLaw::LossLaw(std::string id, std::string source, Form form, std::vector<double> constants)
    : m_id(std::move(id)), m_source(std::move(source)), m_form(form),
      m_constants(std::move(constants))
{
}

// m_constants of Additive: E, A, B, alpha, beta; of Kaplan: N_c, D_c, alpha_N, alpha_D.

double LossLaw::loss(double params, double tokens) const
{
    const auto& c = m_constants;
    if (m_form == Form::Kaplan) {
        return std::pow(std::pow(c[0] / params, c[2] / c[3]) + c[1] / tokens, c[3]);
    }
    return c[0] + c[1] * std::pow(params, -c[3]) + c[2] * std::pow(tokens, -c[4]);
}

double LossLaw::floor() const
{
    return m_form == Form::Kaplan ? 0 : m_constants[0];
}

std::optional<double> LossLaw::tokensFor(double params, double loss) const
{
    const auto& c = m_constants;
    double tokens = 0;
    if (m_form == Form::Kaplan) {
        tokens = c[1] / (std::pow(loss, 1 / c[3]) - std::pow(c[0] / params, c[2] / c[3]));
    } else {
        const double rest = loss - c[0] - c[1] * std::pow(params, -c[3]);
        tokens = rest > 0 ? std::pow(rest / c[2], -1 / c[4]) : 0;
    }
    return tokens > 0 && std::isfinite(tokens) ? std::optional(tokens) : std::nullopt;
}

double LossLaw::sizeExponent() const
{
    const auto& c = m_constants;
    return m_form == Form::Kaplan ? 1 / (1 + c[2] / c[3]) : c[4] / (c[3] + c[4]);
}

double LossLaw::optimalParams(double flops) const
{
    const auto& c = m_constants;
    if (m_form == Form::Kaplan) {
        // d/dN of (N_c/N)^r + 6 N D_c/C is nought at N^(r + 1) = r N_c^r C/(6 D_c).
        const double r = c[2] / c[3];
        return std::exp((std::log(r) + r * std::log(c[0]) + std::log(flops) - std::log(6 * c[1]))
                        / (r + 1));
    }
    // alpha A N^-alpha = beta B (C/6N)^-beta.
    return std::exp(
        (std::log(c[3] * c[1]) - std::log(c[4] * c[2]) + c[4] * (std::log(flops) - std::log(6.0)))
        / (c[3] + c[4]));
}

LossLaw LossLaw::hoffmann()
{
    return { "hoffmann",
             "Hoffmann et al. 2022, arXiv:2203.15556, approach 3",
             Form::Additive,
             { 1.69, 406.4, 410.7, 0.34, 0.28 } };
}

LossLaw LossLaw::besiroglu()
{
    return { "besiroglu",
             "Besiroglu et al. 2024, arXiv:2404.10102",
             Form::Additive,
             { 1.81686, 482.00572, 2085.4342, 0.34781, 0.36585 } };
}

LossLaw LossLaw::kaplan()
{
    return { "kaplan",
             "Kaplan et al. 2020, arXiv:2001.08361, equation 1.5",
             Form::Kaplan,
             { 6.4e13, 1.8e13, 0.076, 0.103 } };
}

base::Result<LossLaw> LossLaw::fromFit(const Fit& fit, std::string id)
{
    if (fit.options.law != Law::Chinchilla) {
        return base::invalidArgument("cannot take this fit as a law of loss",
                                     std::string("its law is ") + lawName(fit.options.law)
                                         + ", not chinchilla");
    }
    std::vector<double> constants;
    for (const Parameter& parameter : fit.parameters) {
        if (!parameter.value || !(*parameter.value > 0) || !std::isfinite(*parameter.value)) {
            return base::invalidArgument("cannot take this fit as a law of loss",
                                         parameter.name + " is not identified, or not above 0");
        }
        constants.push_back(*parameter.value);
    }
    return LossLaw(std::move(id), "own fit", Form::Additive, std::move(constants));
}

base::Result<LossLaw> LossLaw::fromJson(const base::Json& json, const std::string& file)
{
    FE_TRY(const SavedFit saved, fitFromJson(json, file));
    auto law = fromFit(saved.fit, "fit");
    if (!law) {
        return base::malformed(file, "parameters", law.error().why);
    }
    return law;
}

std::optional<LossLaw> LossLaw::byName(std::string_view name)
{
    if (name == "kaplan") {
        return kaplan();
    }
    if (name == "hoffmann") {
        return hoffmann();
    }
    if (name == "besiroglu") {
        return besiroglu();
    }
    return {};
}

} // namespace fe::scaling
