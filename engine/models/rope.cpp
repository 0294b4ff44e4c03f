// SPDX-License-Identifier: Apache-2.0
#include "models/rope.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace fe::models {
namespace {

/// Frequencies in float32 as the reference computes them: base^(-2i / rotated). Of an odd number
/// the last pair counts whole, so that one dimension more turns.
std::vector<float> plainFrequencies(double base, std::int64_t rotated)
{
    std::vector<float> frequencies(static_cast<std::size_t>((rotated + 1) / 2));
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
        const float exponent = static_cast<float>(2 * i) / static_cast<float>(rotated);
        frequencies[i] = static_cast<float>(1.0 / std::pow(base, static_cast<double>(exponent)));
    }
    return frequencies;
}

struct Llama3Scaling {
    double factor;
    double lowFrequencyFactor;
    double highFrequencyFactor;
    double originalContext;
};

/// Llama 3.1: long waves are stretched, short ones kept, those between blended.
void applyLlama3(std::vector<float>& frequencies, const Llama3Scaling& scaling)
{
    for (float& frequency : frequencies) {
        const double wavelength = 2 * std::numbers::pi / frequency;
        if (wavelength < scaling.originalContext / scaling.highFrequencyFactor) {
            continue;
        }
        const double stretched = frequency / scaling.factor;
        if (wavelength > scaling.originalContext / scaling.lowFrequencyFactor) {
            frequency = static_cast<float>(stretched);
            continue;
        }
        const double blend = (scaling.originalContext / wavelength - scaling.lowFrequencyFactor)
            / (scaling.highFrequencyFactor - scaling.lowFrequencyFactor);
        frequency = static_cast<float>((1 - blend) * stretched + blend * frequency);
    }
}

struct YarnScaling {
    double base;
    double factor;
    double betaFast;
    double betaSlow;
    double originalContext;
    bool truncate; ///< the two borders to whole dimensions
};

/// YaRN: dimensions that turn often within the original context are kept, those that turn less than
/// betaSlow times are stretched, a ramp between.
void applyYarn(std::vector<float>& frequencies, const YarnScaling& scaling)
{
    const auto rotated = static_cast<double>(2 * frequencies.size());
    const auto dimensionOf = [&](double turns) {
        return rotated * std::log(scaling.originalContext / (turns * 2 * std::numbers::pi))
            / (2 * std::log(scaling.base));
    };
    double low = dimensionOf(scaling.betaFast);
    double high = dimensionOf(scaling.betaSlow);
    if (scaling.truncate) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, rotated - 1);
    if (low == high) {
        high += 0.001; // as the reference: no division by zero
    }
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
        const double ramp = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
        const double kept = frequencies[i];
        frequencies[i] = static_cast<float>(kept / scaling.factor * ramp + kept * (1 - ramp));
    }
}

double yarnMagnitude(double factor, double mscale = 1.0)
{
    return factor <= 1 ? 1.0 : 0.1 * mscale * std::log(factor) + 1.0;
}

base::Result<Rope> yarnFromConfig(const ConfigReader& parameters, double theta,
                                  std::int64_t rotated, double originalContext, double factor)
{
    FE_TRY(const double betaFast, parameters.positiveOr("beta_fast", 32));
    FE_TRY(const double betaSlow, parameters.positiveOr("beta_slow", 1));
    FE_TRY(const bool truncate, parameters.flagOr("truncate", true));
    double magnitude = yarnMagnitude(factor);
    if (parameters.has("mscale") && parameters.has("mscale_all_dim")) {
        FE_TRY(const double mscale, parameters.positive("mscale"));
        FE_TRY(const double allDim, parameters.positive("mscale_all_dim"));
        magnitude = yarnMagnitude(factor, mscale) / yarnMagnitude(factor, allDim);
    }
    FE_TRY(const double attentionFactor, parameters.positiveOr("attention_factor", magnitude));
    Rope rope { plainFrequencies(theta, rotated), attentionFactor };
    applyYarn(rope.inverseFrequencies,
              { theta, factor, betaFast, betaSlow, originalContext, truncate });
    return rope;
}

base::Result<Rope> scaledRope(const ConfigReader& parameters, const std::string& type, double theta,
                              std::int64_t rotated, double original)
{
    Rope rope { plainFrequencies(theta, rotated), 1.0 };
    if (type == "default") {
        return rope;
    }
    if (type != "linear" && type != "llama3" && type != "yarn") {
        base::Error error
            = parameters.refuse("rope_type", "rope scaling \"" + type + "\" is not supported");
        error.code = base::ErrorCode::Unsupported;
        error.fix = "choose a model with rope type default, linear, llama3 or yarn";
        return error;
    }
    FE_TRY(const double factor, parameters.positive("factor"));
    if (type == "linear") {
        for (float& frequency : rope.inverseFrequencies) {
            frequency = static_cast<float>(frequency / factor);
        }
        return rope;
    }
    if (type == "yarn") {
        return yarnFromConfig(parameters, theta, rotated, original, factor);
    }
    FE_TRY(const double low, parameters.positive("low_freq_factor"));
    FE_TRY(const double high, parameters.positive("high_freq_factor"));
    if (high <= low) {
        return parameters.refuse("high_freq_factor", "it must be above low_freq_factor");
    }
    applyLlama3(rope.inverseFrequencies, { factor, low, high, original });
    return rope;
}

} // namespace

base::Result<Rope> ropeFromConfig(const ConfigReader& config, std::int64_t rotated,
                                  std::int64_t context)
{
    const bool newDialect = config.has("rope_parameters");
    FE_TRY(const ConfigReader parameters,
           config.object(newDialect ? "rope_parameters" : "rope_scaling"));
    FE_TRY(const double oldTheta, config.positiveOr("rotary_emb_base", 10000)); // GPT-NeoX
    FE_TRY(const double outerTheta, config.positiveOr("rope_theta", oldTheta));
    FE_TRY(const double theta, parameters.positiveOr("rope_theta", outerTheta));
    FE_TRY(const std::string oldType, parameters.textOr("type", "default"));
    FE_TRY(const std::string type, parameters.textOr("rope_type", oldType));
    // Beside the parameters it wins over the same field among them, as in the reference.
    constexpr const char* kOriginal = "original_max_position_embeddings";
    const ConfigReader& holder = config.has(kOriginal) ? config : parameters;
    FE_TRY(const double original, holder.positiveOr(kOriginal, static_cast<double>(context)));
    return scaledRope(parameters, type, theta, rotated, original);
}

namespace {

/// rope_freqs.weight [rotated / 2] float32: each frequency is divided by its number.
base::Result<void> divideByTensor(const formats::ModelPackage& package, const std::string& file,
                                  std::vector<float>& frequencies)
{
    const formats::TensorEntry* tensor = package.findTensor("rope_freqs.weight");
    if (tensor == nullptr) {
        return {};
    }
    const auto count = static_cast<std::int64_t>(frequencies.size());
    if (tensor->dtype != base::DType::F32 || tensor->shape != base::Shape { count }) {
        return base::malformed(file, tensor->name,
                               "it is " + base::shapeText(tensor->shape) + " where "
                                   + std::to_string(count) + " numbers of type F32 are needed");
    }
    std::vector<float> divisors(frequencies.size());
    FE_CHECK(package.read(*tensor, std::as_writable_bytes(std::span(divisors))));
    for (std::size_t i = 0; i < divisors.size(); ++i) {
        if (!std::isfinite(divisors[i]) || divisors[i] <= 0) {
            return base::malformed(file, tensor->name, "a number in it is not above zero");
        }
        frequencies[i] /= divisors[i];
    }
    return {};
}

} // namespace

base::Result<Rope> ropeFromGguf(const formats::ModelPackage& package, const ConfigReader& metadata,
                                const std::string& prefix, std::int64_t rotated,
                                std::int64_t context)
{
    FE_TRY(const double theta, metadata.positiveOr(prefix + "rope.freq_base", 10000));
    FE_TRY(const double oldScale, metadata.positiveOr(prefix + "rope.scale_linear", 1));
    FE_TRY(const std::string type,
           metadata.textOr(prefix + "rope.scaling.type", oldScale != 1 ? "linear" : "none"));
    FE_TRY(const double factor, metadata.positiveOr(prefix + "rope.scaling.factor", oldScale));
    Rope rope { plainFrequencies(theta, rotated), 1.0 };
    if (type == "linear") {
        for (float& frequency : rope.inverseFrequencies) {
            frequency = static_cast<float>(frequency / factor);
        }
    } else if (type == "yarn") {
        FE_TRY(const double original,
               metadata.positiveOr(prefix + "rope.scaling.original_context_length",
                                   static_cast<double>(context)));
        FE_TRY(const double magnitude, metadata.positiveOr(prefix + "rope.scaling.attn_factor", 1));
        applyYarn(rope.inverseFrequencies, { theta, factor, 32, 1, original, true });
        rope.factor = magnitude * yarnMagnitude(factor);
    } else if (type != "none") {
        base::Error error = metadata.refuse(prefix + "rope.scaling.type",
                                            "rope scaling \"" + type + "\" is not supported");
        error.code = base::ErrorCode::Unsupported;
        return error;
    }
    FE_CHECK(divideByTensor(package, metadata.file(), rope.inverseFrequencies));
    return rope;
}

} // namespace fe::models
