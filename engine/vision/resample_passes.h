// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/mix_kernels.h"
#include "vision/resample_filters.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

// The two passes of a separable resampling, each from 8-bit rows to 8-bit rows.

namespace fe::vision {

class HorizontalPass
{
public:
    HorizontalPass(std::int32_t inWidth, const ScaledPart& part, Resample filter,
                   const MixKernels& kernels = mixKernels().back());

    /// Input columns that are needed.
    [[nodiscard]] std::int64_t begin() const { return m_begin; }
    [[nodiscard]] std::size_t inBytes() const
    {
        return static_cast<std::size_t>(m_end - m_begin) * 3;
    }
    [[nodiscard]] std::size_t outBytes() const { return m_outPixels * 3; }

    /// @param rows at least one, at most kBlockRows, each at column begin()
    /// @param out as many rows of outBytes(), one behind the other
    void run(std::span<const std::uint8_t* const> rows, std::uint8_t* out);

private:
    struct Span {
        std::size_t firstPair;
        std::size_t weights; ///< where they begin
        std::size_t pairs;
    };
    using Rows = std::array<const std::uint8_t*, kBlockRows>;

    void addSpan(const Taps& taps);
    void gather(const Rows& rows);
    void scatter(std::size_t rows, std::uint8_t* out) const;

    const MixKernels& m_kernels;
    std::size_t m_outPixels;
    bool m_copies; ///< the width stays
    std::vector<Span> m_spans; ///< one an output column
    std::vector<PairWeights> m_weights;
    std::int64_t m_begin;
    std::int64_t m_end;
    std::vector<std::uint8_t> m_pairs; ///< the rows, turned: kPairBytes for two pixels
    std::vector<std::uint8_t> m_mixed; ///< kColumnBytes an output column
};

/// Mixes rows of `length` samples into one.
class RowMixer
{
public:
    /// Rows that can be added at once.
    static constexpr std::size_t kMostRows = kBlockRows;

    explicit RowMixer(std::size_t length, const MixKernels& kernels = mixKernels().back());

    void begin();
    /// @param rows as many as weights, at most kMostRows
    void add(std::span<const std::uint8_t* const> rows, std::span<const std::int32_t> weights);
    void finish(std::uint8_t* out) const;

private:
    const MixKernels& m_kernels;
    std::size_t m_length;
    std::vector<std::int32_t> m_sums;
};

} // namespace fe::vision
