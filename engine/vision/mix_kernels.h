// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// The inner loops of resampling, one set for each kind of processor. All give the same bytes.

namespace fe::vision {

/// Rows that go through the horizontal pass together: a vector holds one sample of each.
inline constexpr std::int32_t kBlockRows = 16;

/// Two weights of neighbouring samples, each as high * 2^kDigitBits + low: processors multiply and
/// add pairs of 16-bit numbers in one step, and a weight of kWeightBits has more.
struct PairWeights {
    std::array<std::int16_t, 2> high {};
    std::array<std::int16_t, 2> low {};
};
inline constexpr int kDigitBits = 11;

/// @param first, second less than 2^25 in size
[[nodiscard]] PairWeights pairWeights(std::int32_t first, std::int32_t second);

/// Bytes of two neighbouring pixels of kBlockRows rows: red of the first row's two pixels, of the
/// second row's ..., then green, then blue.
inline constexpr std::size_t kPairBytes = std::size_t { kBlockRows } * 2 * 3;
/// Bytes of a mixed pixel: red of all rows, green, blue.
inline constexpr std::size_t kColumnBytes = std::size_t { kBlockRows } * 3;
/// Room for the sums of a mixed row must be a multiple of this.
inline constexpr std::size_t kSumsGrain = 64;

struct MixKernels {
    const char* name;
    /// Mixes `count` pairs of pixels (kPairBytes each) into one of kColumnBytes.
    void (*columns)(const std::uint8_t* pairs, const PairWeights* weights, std::size_t count,
                    std::uint8_t* out);
    /// Adds weighted rows to sums. Sums are in an order of the kernel's own.
    /// @param rows two for each of `count` weights, each of `length` bytes
    void (*addRows)(const std::uint8_t* const* rows, const PairWeights* weights, std::size_t count,
                    std::size_t length, std::int32_t* sums);
    /// Rounds sums, which began at 0, to `length` bytes.
    void (*finishRow)(const std::int32_t* sums, std::size_t length, std::uint8_t* out);
};

/// All that this processor can run, the plainest (for any processor) first and the fastest last.
[[nodiscard]] std::span<const MixKernels> mixKernels();

} // namespace fe::vision
