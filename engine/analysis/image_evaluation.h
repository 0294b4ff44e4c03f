// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/zero_shot.h"

#include <cstdint>
#include <vector>

namespace fe::analysis {

/// What a model said about one picture whose label is known.
struct Judged {
    std::size_t truth = 0; ///< index of the right label
    std::vector<LabelScore> ranking; ///< best first, softmax probabilities
};

struct ClassResult {
    std::int64_t count = 0; ///< pictures of this label
    std::int64_t predicted = 0; ///< pictures that were given this label
    std::int64_t right = 0;
    [[nodiscard]] double recall() const; ///< NaN without pictures
    [[nodiscard]] double precision() const; ///< NaN if it was never given
};

/// Bin of a reliability diagram: pictures whose top probability lies in [low, high).
struct ReliabilityBin {
    double low = 0;
    double high = 0;
    std::int64_t count = 0;
    double confidence = 0; ///< mean top probability
    double accuracy = 0; ///< share that is right
};

struct ImageEvaluation {
    std::int64_t count = 0;
    double top1 = 0; ///< share of pictures
    double top5 = 0;
    /// Expected calibration error over 15 bins of equal width (Guo et al. 2017, arXiv:1706.04599).
    double calibrationError = 0;
    std::vector<ReliabilityBin> reliability; ///< 15
    std::vector<std::vector<std::int64_t>> confusion; ///< [truth][predicted]
    std::vector<ClassResult> classes;
};

/// Summary of pictures with `labels` labels. Every index must be below that; no pictures give
/// zeros.
[[nodiscard]] ImageEvaluation evaluate(std::span<const Judged> pictures, std::size_t labels);

} // namespace fe::analysis
