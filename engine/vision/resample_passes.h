// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/resample_filters.h"

#include <array>
#include <cstddef>
#include <span>

// The two passes of a separable resampling, each from 8-bit rows to 8-bit rows.

namespace fe::vision {

/// Rows that go through the horizontal pass together: a vector holds one sample of each.
inline constexpr std::int32_t kBlockRows = 8;

class HorizontalPass
{
public:
    HorizontalPass(std::int32_t inWidth, const ScaledPart& part, Resample filter);

    /// Input columns that are needed.
    [[nodiscard]] std::int64_t begin() const { return m_begin; }
    [[nodiscard]] std::size_t inBytes() const
    {
        return static_cast<std::size_t>(m_end - m_begin) * 3;
    }
    [[nodiscard]] std::size_t outBytes() const { return m_outPixels * 3; }

    /// @param rows at most kBlockRows, each at column begin()
    /// @param out as many rows of outBytes(), one behind the other
    void run(std::span<const std::uint8_t* const> rows, std::uint8_t* out);

private:
    struct Span {
        std::int64_t first;
        std::size_t weights; ///< where they begin
        std::size_t count;
    };

    void gather(std::span<const std::uint8_t* const> rows);

    std::size_t m_outPixels;
    bool m_copies; ///< the width stays
    std::vector<Span> m_spans; ///< one an output column
    std::vector<std::int32_t> m_weights;
    std::int64_t m_begin;
    std::int64_t m_end;
    std::vector<std::uint8_t> m_columns; ///< the rows, turned
};

/// Mixes rows of `length` samples into one.
class RowMixer
{
public:
    explicit RowMixer(std::size_t length) : m_sums(length) { }

    void begin();
    /// Four at a time; a weight of 0 stands for none.
    void add(const std::array<const std::uint8_t*, 4>& rows,
             const std::array<std::int32_t, 4>& weights);
    void finish(std::uint8_t* out) const;

private:
    std::vector<std::int32_t> m_sums;
};

} // namespace fe::vision
