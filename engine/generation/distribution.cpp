// SPDX-License-Identifier: Apache-2.0
#include "generation/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::generation {
namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();
/// Rescaling happens once a block instead of once a new maximum; 1,024 floats stay in the L1 cache
/// between the search for the maximum and the sum.
constexpr std::size_t kBlock = 1024;

base::Error notNumbers()
{
    return {
        base::ErrorCode::Malformed,
        "the model's scores are not numbers",
        {},
        {},
        "a logit is NaN or infinite: the weights are damaged or too large for their number type",
        "check the file, or load it with --weights f32"
    };
}

/// Falling logits, ties to the lower id.
struct Ahead {
    models::Logits logits;
    bool operator()(TokenId a, TokenId b) const
    {
        const float x = logits[static_cast<std::size_t>(a)];
        const float y = logits[static_cast<std::size_t>(b)];
        return x > y || (x == y && a < b);
    }
};

} // namespace

base::Result<LogitSummary> summarise(models::Logits logits)
{
    double maximum = -std::numeric_limits<double>::infinity();
    double sum = 0; // of e^(x - maximum)
    double weighted = 0; // of (x - maximum) e^(x - maximum)
    for (std::size_t begin = 0; begin < logits.size(); begin += kBlock) {
        const std::size_t count = std::min(kBlock, logits.size() - begin);
        const float* block = logits.data() + begin;
        const float largest = *std::max_element(block, block + count);
        if (largest == kMinusInfinity) { // nothing to add, unless a NaN hides here
            if (std::any_of(block, block + count, [](float x) { return std::isnan(x); })) {
                return notNumbers();
            }
            continue;
        }
        const double blockMax = largest;
        if (blockMax > maximum) {
            const double shift = maximum - blockMax; // -infinity the first time
            const double scale = std::exp(shift);
            weighted = sum > 0 ? scale * (weighted + shift * sum) : 0.0;
            sum *= scale;
            maximum = blockMax;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const double distance = static_cast<double>(block[i]) - maximum;
            const double term = std::exp(distance);
            sum += term;
            weighted += term > 0 ? distance * term : 0.0;
        }
    }
    if (!(sum > 0)) { // NaN came in as one, or as infinity - infinity; 0: every logit is -infinity
        return notNumbers();
    }
    const double logSum = std::log(sum);
    return LogitSummary { maximum + logSum, std::max(0.0, logSum - weighted / sum) };
}

std::int32_t rankOf(models::Logits logits, TokenId id)
{
    const auto index = static_cast<std::size_t>(id);
    const float own = logits[index];
    std::int32_t before = 0;
    for (std::size_t i = 0; i < index; ++i) {
        before += logits[i] >= own ? 1 : 0;
    }
    for (std::size_t i = index + 1; i < logits.size(); ++i) {
        before += logits[i] > own ? 1 : 0;
    }
    return before + 1;
}

std::vector<Alternative> likeliest(models::Logits logits, const LogitSummary& summary,
                                   std::int32_t count)
{
    const std::size_t wanted
        = std::min(static_cast<std::size_t>(std::max(count, 0)), logits.size());
    if (wanted == 0) {
        return {};
    }
    const Ahead ahead { logits };
    std::vector<TokenId> best; // a heap whose front is the last that still belongs
    best.reserve(wanted);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (best.size() < wanted) {
            best.push_back(id);
            std::push_heap(best.begin(), best.end(), ahead);
        } else if (logits[i] > logits[static_cast<std::size_t>(best.front())]) {
            std::pop_heap(best.begin(), best.end(), ahead);
            best.back() = id;
            std::push_heap(best.begin(), best.end(), ahead);
        }
    }
    std::sort_heap(best.begin(), best.end(), ahead);
    std::vector<Alternative> result;
    result.reserve(wanted);
    for (const TokenId id : best) {
        const double logit = logits[static_cast<std::size_t>(id)];
        result.push_back({ id, static_cast<float>(logit - summary.logNormaliser) });
    }
    return result;
}

TokenId argmax(models::Logits logits)
{
    return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

} // namespace fe::generation
