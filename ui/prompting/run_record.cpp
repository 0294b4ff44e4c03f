// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/run_record.h"

#include <cmath>
#include <limits>

namespace fe::prompting {

const std::string& RunRecord::label(generation::TokenId id) const
{
    static const std::string none;
    const auto found = labels.find(id);
    return found == labels.end() ? none : found->second;
}

double RunRecord::meanLogProb() const
{
    double sum = 0;
    for (const generation::Step& step : generation.steps) {
        sum += static_cast<double>(step.logProb);
    }
    return generation.steps.empty() ? std::numeric_limits<double>::quiet_NaN()
                                    : sum / static_cast<double>(generation.steps.size());
}

double RunRecord::perplexity() const
{
    return std::exp(-meanLogProb());
}

double RunRecord::tokensPerSecond() const
{
    const generation::Timings& timings = generation.timings;
    return timings.decodeTokens > 0 && timings.decodeSeconds > 0
        ? static_cast<double>(timings.decodeTokens) / timings.decodeSeconds
        : std::numeric_limits<double>::quiet_NaN();
}

const char* weightFormName(models::WeightForm form)
{
    switch (form) {
    case models::WeightForm::Stored:
        return "stored";
    case models::WeightForm::F32:
        return "f32";
    case models::WeightForm::BF16:
        return "bf16";
    case models::WeightForm::Int8:
        return "int8";
    case models::WeightForm::Int4:
        return "int4";
    }
    return "";
}

} // namespace fe::prompting
