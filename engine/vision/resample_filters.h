// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/resample.h"

#include <vector>

namespace fe::vision {

/// Bits behind the point of a weight: 8 bits of sample and 2 of overshoot remain of 32.
inline constexpr int kWeightBits = 32 - 8 - 2;

/// The input samples that one output sample is mixed from.
struct Taps {
    std::int64_t first = 0;
    std::vector<std::int32_t> weights; ///< fixed point, sum about 2^kWeightBits
};

/// Computes the taps of output positions along one direction. `filter` is not Nearest.
class TapMaker
{
public:
    TapMaker(Resample filter, std::int64_t inSize, std::int64_t outSize);

    /// At most so many taps has any position.
    [[nodiscard]] std::int64_t mostTaps() const;
    void make(std::int64_t position, Taps& taps);

private:
    double (*m_weight)(double);
    std::int64_t m_inSize;
    double m_scale; ///< input samples per output sample
    double m_support; ///< half the filter's width in input samples
    std::vector<double> m_scratch;
};

} // namespace fe::vision
