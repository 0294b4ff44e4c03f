// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_evaluation.h"
#include "base/cancel.h"
#include "base/result.h"

#include <cstdint>
#include <span>

namespace fe::analysis {

/// Two classifiers on the same pictures: McNemar's table.
struct PairedOutcomes {
    std::int64_t both = 0; ///< pictures that both name right
    std::int64_t onlyFirst = 0;
    std::int64_t onlySecond = 0;
    std::int64_t neither = 0;

    [[nodiscard]] std::int64_t count() const { return both + onlyFirst + onlySecond + neither; }
    /// Share that each names right; 0 without pictures.
    [[nodiscard]] double firstAccuracy() const;
    [[nodiscard]] double secondAccuracy() const;
    /// Second less first: positive if the second is better.
    [[nodiscard]] double difference() const;
};

/// @param first, second the same pictures in the same order. InvalidArgument where their number or
/// a truth differs.
[[nodiscard]] base::Result<PairedOutcomes> pairOutcomes(std::span<const Judged> first,
                                                        std::span<const Judged> second);

struct BootstrapOptions {
    std::int64_t resamples = 10'000; ///< at least 100
    double confidence = 0.95; ///< within (0, 1)
    std::uint64_t seed = 0;
};

struct Interval {
    double low = 0;
    double high = 0;
};

/// Percentile interval of PairedOutcomes::difference() from resampled pictures (Efron & Tibshirani
/// 1993, An Introduction to the Bootstrap, ch. 13): a picture is drawn with both its answers, so
/// that what is hard for both does not widen the interval. The same options give the same numbers.
/// At least one picture. O(resamples * pictures); cancel is checked between resamples.
[[nodiscard]] base::Result<Interval> pairedBootstrap(const PairedOutcomes& outcomes,
                                                     const BootstrapOptions& options,
                                                     const base::CancelToken& cancel);

} // namespace fe::analysis
