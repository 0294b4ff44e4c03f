// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "scaling/fit.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::scaling {

/// Loss in nats per token of a model with N parameters trained on D tokens.
class LossLaw
{
public:
    enum class Form {
        Additive, ///< E + A/N^alpha + B/D^beta
        Kaplan, ///< ((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D
    };

    [[nodiscard]] const std::string& id() const { return m_id; } ///< "hoffmann"
    [[nodiscard]] const std::string& source() const { return m_source; } ///< a citation
    [[nodiscard]] Form form() const { return m_form; }
    [[nodiscard]] double loss(double params, double tokens) const;
    /// What no training can go below: E, or 0.
    [[nodiscard]] double floor() const;
    /// Tokens that bring N parameters to a loss; nothing if none do.
    [[nodiscard]] std::optional<double> tokensFor(double params, double loss) const;
    /// N_opt grows as C to this power: 0.51 for Besiroglu et al.
    [[nodiscard]] double sizeExponent() const;
    /// Minimum of the loss under C = 6 N D, in closed form. @param flops > 0.
    [[nodiscard]] double optimalParams(double flops) const;

    /// Hoffmann et al. 2022 (arXiv:2203.15556), approach 3, as printed.
    [[nodiscard]] static LossLaw hoffmann();
    /// Besiroglu et al. 2024 (arXiv:2404.10102).
    [[nodiscard]] static LossLaw besiroglu();
    /// Kaplan et al. 2020 (arXiv:2001.08361), equation 1.5; N without embeddings.
    [[nodiscard]] static LossLaw kaplan();
    /// InvalidArgument: not a Chinchilla fit, or without all five numbers above 0.
    [[nodiscard]] static base::Result<LossLaw> fromFit(const Fit& fit, std::string id);
    /// What `fexp fit --law chinchilla` printed. Malformed names the field.
    [[nodiscard]] static base::Result<LossLaw> fromJson(const base::Json& json,
                                                        const std::string& file);
    /// kaplan, hoffmann, besiroglu.
    [[nodiscard]] static std::optional<LossLaw> byName(std::string_view name);

private:
    LossLaw(std::string id, std::string source, Form form, std::vector<double> constants);

    std::string m_id;
    std::string m_source;
    Form m_form = Form::Additive;
    std::vector<double> m_constants;
};

struct ComputePoint {
    double flops = 0;
    double params = 0;
    double tokens = 0;
    double loss = 0;

    [[nodiscard]] double tokensPerParam() const { return tokens / params; }
};

/// The best model for a budget, C = 6 N D. InvalidArgument: a budget that is not finite and > 0 or
/// leads out of what a double holds.
[[nodiscard]] base::Result<ComputePoint> computeOptimal(const LossLaw& law, double flops);

/// Both ends of an axis, > 0; lists below take `count` >= 2 values evenly in their logarithm.
struct LogRange {
    double low = 1;
    double high = 10;
    std::size_t count = 100;
};
[[nodiscard]] std::vector<double> valuesOf(const LogRange& range);

/// Optima for many budgets.
[[nodiscard]] std::vector<ComputePoint> frontier(const LossLaw& law, const LogRange& flops);
/// Models of one budget.
[[nodiscard]] std::vector<ComputePoint> isoFlop(const LossLaw& law, double flops,
                                                const LogRange& params);
/// Models of one loss: tokens (and FLOPs) by parameters, where it can be reached.
[[nodiscard]] std::vector<ComputePoint> isoLoss(const LossLaw& law, double loss,
                                                const LogRange& params);

/// FLOPs of a budget in hours. @param peak FLOP/s of one device. @param utilisation 0..1.
[[nodiscard]] double flopsOf(double deviceHours, double peak, double utilisation);

} // namespace fe::scaling
