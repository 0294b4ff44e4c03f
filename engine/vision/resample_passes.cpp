// SPDX-License-Identifier: Apache-2.0
#include "vision/resample_passes.h"

#include <algorithm>
#include <cstring>

namespace fe::vision {
namespace {

using Byte = std::uint8_t;
using Bytes16 __attribute__((vector_size(16))) = Byte;
using Square = std::array<Bytes16, 16>;

constexpr std::size_t kSide = sizeof(Bytes16);
static_assert(kBlockRows == kSide, "rows are turned in squares");

/// Pixels that are turned at once: the fewest whose bytes fill squares.
constexpr std::size_t kGroupBytes = kSide * 3;

Bytes16 lowerHalves(Bytes16 a, Bytes16 b)
{
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

Bytes16 upperHalves(Bytes16 a, Bytes16 b)
{
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15,
                                   31);
}

/// Each round deals the rows out like cards: the bits of (row, column) turn by one place, and after
/// four rounds row and column have changed places.
void transpose(Square& square)
{
    for (int round = 0; round < 4; ++round) {
        Square dealt;
        for (std::size_t i = 0; i < kSide / 2; ++i) {
            dealt[2 * i] = lowerHalves(square[i], square[i + kSide / 2]);
            dealt[2 * i + 1] = upperHalves(square[i], square[i + kSide / 2]);
        }
        square = dealt;
    }
}

Bytes16 load(const Byte* from)
{
    Bytes16 bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

void store(Bytes16 bytes, Byte* to)
{
    std::memcpy(to, &bytes, sizeof bytes);
}

/// kGroupBytes of each row into pairs of pixels.
void turnGroup(const std::array<const Byte*, kBlockRows>& rows, std::size_t at, Byte* pairs)
{
    std::array<Square, 3> samples;
    for (std::size_t part = 0; part < samples.size(); ++part) {
        for (std::size_t r = 0; r < kSide; ++r) {
            samples[part][r] = load(rows[r] + at + part * kSide);
        }
        transpose(samples[part]);
    }
    const auto sample = [&](std::size_t i) { return samples[i / kSide][i % kSide]; };
    for (std::size_t pair = 0; pair < kGroupBytes / 6; ++pair) {
        for (std::size_t color = 0; color < 3; ++color, pairs += 2 * kSide) {
            const Bytes16 first = sample(pair * 6 + color);
            const Bytes16 second = sample(pair * 6 + 3 + color);
            store(lowerHalves(first, second), pairs);
            store(upperHalves(first, second), pairs + kSide);
        }
    }
}

} // namespace

HorizontalPass::HorizontalPass(std::int32_t inWidth, const ScaledPart& part, Resample filter,
                               const MixKernels& kernels)
    : m_kernels(kernels), m_outPixels(static_cast<std::size_t>(part.width)),
      m_copies(part.fullWidth == inWidth), m_begin(part.left), m_end(part.left + part.width)
{
    if (m_copies) {
        return;
    }
    TapMaker maker(filter, inWidth, part.fullWidth);
    Taps taps;
    maker.make(part.left, taps); // no position begins before the first one does
    m_begin = taps.first;
    m_end = m_begin;
    for (std::int32_t x = 0; x < part.width; ++x) {
        maker.make(part.left + x, taps);
        addSpan(taps);
        m_end = std::max(m_end, taps.first + static_cast<std::int64_t>(taps.weights.size()));
    }
    const std::size_t groups = (inBytes() + kGroupBytes - 1) / kGroupBytes;
    m_pairs.resize(groups * kGroupBytes * kBlockRows);
    const std::size_t squares = (outBytes() + kSide - 1) / kSide;
    m_mixed.resize(squares * kSide * kBlockRows);
}

/// Weights of whole pairs: where the taps begin or end inside one, its other weight is 0.
void HorizontalPass::addSpan(const Taps& taps)
{
    const auto first = static_cast<std::size_t>(taps.first - m_begin);
    const std::size_t end = first + taps.weights.size();
    Span span { first / 2, m_weights.size(), (end + 1) / 2 - first / 2 };
    const auto weightAt = [&](std::size_t column) {
        return column >= first && column < end ? taps.weights[column - first] : 0;
    };
    for (std::size_t pair = span.firstPair; pair < span.firstPair + span.pairs; ++pair) {
        m_weights.push_back(pairWeights(weightAt(2 * pair), weightAt(2 * pair + 1)));
    }
    m_spans.push_back(span);
}

void HorizontalPass::gather(const Rows& rows)
{
    const std::size_t bytes = inBytes();
    std::size_t done = 0;
    for (; done + kGroupBytes <= bytes; done += kGroupBytes) {
        turnGroup(rows, done, m_pairs.data() + done * kBlockRows);
    }
    if (done < bytes) {
        std::array<std::array<Byte, kGroupBytes>, kBlockRows> ends {};
        Rows rest;
        for (std::size_t r = 0; r < rest.size(); ++r) {
            std::memcpy(ends[r].data(), rows[r] + done, bytes - done);
            rest[r] = ends[r].data();
        }
        turnGroup(rest, 0, m_pairs.data() + done * kBlockRows);
    }
}

void HorizontalPass::scatter(std::size_t rows, Byte* out) const
{
    for (std::size_t at = 0; at < outBytes(); at += kSide) {
        Square square;
        for (std::size_t i = 0; i < kSide; ++i) {
            square[i] = load(m_mixed.data() + (at + i) * kSide);
        }
        transpose(square);
        const std::size_t count = std::min(kSide, outBytes() - at);
        for (std::size_t r = 0; r < rows; ++r) {
            if (count == kSide) {
                store(square[r], out + r * outBytes() + at);
            } else {
                std::memcpy(out + r * outBytes() + at, &square[r], count);
            }
        }
    }
}

void HorizontalPass::run(std::span<const Byte* const> rows, Byte* out)
{
    if (m_copies) {
        for (std::size_t r = 0; r < rows.size(); ++r) {
            std::memcpy(out + r * outBytes(), rows[r], outBytes());
        }
        return;
    }
    Rows all;
    for (std::size_t r = 0; r < all.size(); ++r) {
        all[r] = rows[std::min(r, rows.size() - 1)]; // what repeats the last row is dropped
    }
    gather(all);
    for (std::size_t x = 0; x < m_spans.size(); ++x) {
        const Span& span = m_spans[x];
        m_kernels.columns(m_pairs.data() + span.firstPair * kPairBytes,
                          m_weights.data() + span.weights, span.pairs,
                          m_mixed.data() + x * kColumnBytes);
    }
    scatter(rows.size(), out);
}

RowMixer::RowMixer(std::size_t length, const MixKernels& kernels)
    : m_kernels(kernels), m_length(length),
      m_sums((length + kSumsGrain - 1) / kSumsGrain * kSumsGrain)
{
}

void RowMixer::begin()
{
    std::fill(m_sums.begin(), m_sums.end(), 0);
}

void RowMixer::add(std::span<const Byte* const> rows, std::span<const std::int32_t> weights)
{
    std::array<const Byte*, kMostRows> pointers {};
    std::array<PairWeights, kMostRows / 2> pairs;
    const std::size_t count = (rows.size() + 1) / 2;
    for (std::size_t i = 0; i < count; ++i) {
        const bool isWhole = 2 * i + 1 < rows.size();
        pointers[2 * i] = rows[2 * i];
        pointers[2 * i + 1] = rows[isWhole ? 2 * i + 1 : 2 * i];
        pairs[i] = pairWeights(weights[2 * i], isWhole ? weights[2 * i + 1] : 0);
    }
    m_kernels.addRows(pointers.data(), pairs.data(), count, m_length, m_sums.data());
}

void RowMixer::finish(Byte* out) const
{
    m_kernels.finishRow(m_sums.data(), m_length, out);
}

} // namespace fe::vision
