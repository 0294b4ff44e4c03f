// SPDX-License-Identifier: Apache-2.0
#include "analysis/paired_bootstrap.h"

#include "base/guarded.h"
#include "base/rng.h"

#include <algorithm>
#include <cmath>

namespace fe::analysis {
namespace {

using base::Result;

/// Pictures between two looks at the cancel token.
constexpr std::int64_t kDrawsPerLook = 1 << 16;

bool isRight(const Judged& picture)
{
    return !picture.ranking.empty() && picture.ranking.front().label == picture.truth;
}

Result<void> checkInput(const PairedOutcomes& outcomes, const BootstrapOptions& options)
{
    const auto refuse = [](const char* why) {
        return base::invalidArgument("cannot compare the accuracies", why);
    };
    if (outcomes.count() < 1) {
        return refuse("there is no picture");
    }
    if (options.resamples < 100) {
        return refuse("an interval needs at least 100 resamples");
    }
    if (!(options.confidence > 0 && options.confidence < 1)) {
        return refuse("the confidence lies between 0 and 1");
    }
    return {};
}

} // namespace

double PairedOutcomes::firstAccuracy() const
{
    return count() == 0 ? 0 : static_cast<double>(both + onlyFirst) / static_cast<double>(count());
}

double PairedOutcomes::secondAccuracy() const
{
    return count() == 0 ? 0 : static_cast<double>(both + onlySecond) / static_cast<double>(count());
}

double PairedOutcomes::difference() const
{
    return count() == 0
        ? 0
        : static_cast<double>(onlySecond - onlyFirst) / static_cast<double>(count());
}

Result<PairedOutcomes> pairOutcomes(std::span<const Judged> first, std::span<const Judged> second)
{
    const auto sameTruth = [](const Judged& a, const Judged& b) { return a.truth == b.truth; };
    if (!std::equal(first.begin(), first.end(), second.begin(), second.end(), sameTruth)) {
        return base::invalidArgument("cannot compare the answers",
                                     "they are not about the same pictures");
    }
    PairedOutcomes outcomes;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const bool a = isRight(first[i]);
        const bool b = isRight(second[i]);
        auto& cell = a ? (b ? outcomes.both : outcomes.onlyFirst)
                       : (b ? outcomes.onlySecond : outcomes.neither);
        ++cell;
    }
    return outcomes;
}

Result<Interval> pairedBootstrap(const PairedOutcomes& outcomes, const BootstrapOptions& options,
                                 const base::CancelToken& cancel)
{
    return base::guarded("pairedBootstrap", [&]() -> Result<Interval> {
        FE_CHECK(checkInput(outcomes, options));
        // A picture matters by its cell alone, so a drawn number stands for a picture if the
        // pictures are thought of in the order of the cells.
        const std::int64_t count = outcomes.count();
        const auto firstEnds = static_cast<std::uint64_t>(outcomes.onlyFirst);
        const auto secondEnds
            = static_cast<std::uint64_t>(outcomes.onlyFirst + outcomes.onlySecond);
        base::Rng rng(options.seed);
        std::vector<std::int64_t> differences;
        differences.reserve(static_cast<std::size_t>(options.resamples));
        for (std::int64_t resample = 0; resample < options.resamples; ++resample) {
            std::int64_t difference = 0;
            for (std::int64_t draw = 0; draw < count; ++draw) {
                if (draw % kDrawsPerLook == 0 && cancel.isCancelled()) {
                    return base::cancelled();
                }
                const std::uint64_t picture = rng.below(static_cast<std::uint64_t>(count));
                difference += picture < firstEnds ? -1 : picture < secondEnds ? 1 : 0;
            }
            differences.push_back(difference);
        }
        std::sort(differences.begin(), differences.end());
        const double tail = (1 - options.confidence) / 2;
        const auto outside = static_cast<std::int64_t>(
            std::floor(tail * static_cast<double>(options.resamples + 1)));
        const auto low = static_cast<std::size_t>(std::max<std::int64_t>(outside - 1, 0));
        const std::size_t high = differences.size() - 1 - low;
        return Interval { static_cast<double>(differences[low]) / static_cast<double>(count),
                          static_cast<double>(differences[high]) / static_cast<double>(count) };
    });
}

} // namespace fe::analysis
