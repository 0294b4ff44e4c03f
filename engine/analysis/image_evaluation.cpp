// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_evaluation.h"

#include <algorithm>
#include <cmath>

namespace fe::analysis {
namespace {

constexpr std::size_t kBins = 15;
constexpr std::size_t kTopLabels = 5;

double share(std::int64_t part, std::int64_t whole)
{
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t binOf(double probability)
{
    const auto bin = static_cast<std::size_t>(probability * static_cast<double>(kBins));
    return std::min(bin, kBins - 1);
}

void finishReliability(ImageEvaluation& result)
{
    for (std::size_t i = 0; i < kBins; ++i) {
        ReliabilityBin& bin = result.reliability[i];
        bin.low = share(static_cast<std::int64_t>(i), static_cast<std::int64_t>(kBins));
        bin.high = share(static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(kBins));
        if (bin.count > 0) {
            bin.confidence /= static_cast<double>(bin.count);
            bin.accuracy /= static_cast<double>(bin.count);
            result.calibrationError
                += share(bin.count, result.count) * std::abs(bin.accuracy - bin.confidence);
        }
    }
}

} // namespace

double ClassResult::recall() const
{
    return share(right, count);
}

double ClassResult::precision() const
{
    return share(right, predicted);
}

ImageEvaluation evaluate(std::span<const Judged> pictures, std::size_t labels)
{
    ImageEvaluation result;
    result.count = static_cast<std::int64_t>(pictures.size());
    result.reliability.resize(kBins);
    result.confusion.assign(labels, std::vector<std::int64_t>(labels, 0));
    result.classes.resize(labels);
    std::int64_t first = 0;
    std::int64_t amongFive = 0;
    for (const Judged& picture : pictures) {
        const LabelScore& best = picture.ranking.front();
        const bool right = best.label == picture.truth;
        const auto top
            = std::span(picture.ranking).first(std::min(kTopLabels, picture.ranking.size()));
        first += right ? 1 : 0;
        amongFive
            += std::any_of(top.begin(), top.end(),
                           [&](const LabelScore& score) { return score.label == picture.truth; })
            ? 1
            : 0;
        ++result.confusion[picture.truth][best.label];
        ++result.classes[picture.truth].count;
        ++result.classes[best.label].predicted;
        result.classes[picture.truth].right += right ? 1 : 0;
        ReliabilityBin& bin = result.reliability[binOf(best.probability)];
        ++bin.count;
        bin.confidence += best.probability;
        bin.accuracy += right ? 1 : 0;
    }
    if (result.count > 0) {
        result.top1 = share(first, result.count);
        result.top5 = share(amongFive, result.count);
    }
    finishReliability(result);
    return result;
}

} // namespace fe::analysis
