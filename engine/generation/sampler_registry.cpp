// SPDX-License-Identifier: Apache-2.0
#include "generation/samplers/sampler.h"

#include <array>

namespace fe::generation {

std::unique_ptr<Sampler> makeLogitBias(const SamplingOptions& options);
std::unique_ptr<Sampler> makePenalties(const SamplingOptions& options);
std::unique_ptr<Sampler> makeTopK(const SamplingOptions& options);
std::unique_ptr<Sampler> makeTypical(const SamplingOptions& options);
std::unique_ptr<Sampler> makeTopP(const SamplingOptions& options);
std::unique_ptr<Sampler> makeMinP(const SamplingOptions& options);
std::unique_ptr<Sampler> makeTemperature(const SamplingOptions& options);

std::span<const SamplerRow> samplerRows()
{
    static constexpr std::array kRows = {
        SamplerRow { "logit-bias", SamplerPhase::Scores, makeLogitBias },
        SamplerRow { "penalties", SamplerPhase::Scores, makePenalties },
        SamplerRow { "top-k", SamplerPhase::Truncation, makeTopK },
        SamplerRow { "typical", SamplerPhase::Truncation, makeTypical },
        SamplerRow { "top-p", SamplerPhase::Truncation, makeTopP },
        SamplerRow { "min-p", SamplerPhase::Truncation, makeMinP },
        SamplerRow { "temperature", SamplerPhase::Temperature, makeTemperature },
    };
    return kRows;
}

} // namespace fe::generation
