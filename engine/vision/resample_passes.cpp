// SPDX-License-Identifier: Apache-2.0
#include "vision/resample_passes.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
// ThreadSanitizer is not up yet when the clones are chosen.
#define FE_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FE_CLONES
#endif

namespace fe::vision {
namespace {

using Byte = std::uint8_t;
using Bytes8 __attribute__((vector_size(8))) = std::uint8_t;
using Ints8 __attribute__((vector_size(32))) = std::int32_t;

constexpr std::size_t kColumn = std::size_t { kBlockRows } * 3; ///< a pixel of each row
constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

Byte toByte(std::int32_t fixed)
{
    return static_cast<Byte>(std::clamp(fixed >> kWeightBits, 0, 255));
}

/// sums[24] = half + sum of weights[i] * columns[i][24].
FE_CLONES void mixColumns(const Byte* columns, const std::int32_t* weights, std::size_t count,
                          std::int32_t* sums)
{
    Ints8 red = Ints8 {} + kHalf;
    Ints8 green = red;
    Ints8 blue = red;
    for (std::size_t i = 0; i < count; ++i, columns += kColumn) {
        std::array<Bytes8, 3> samples;
        std::memcpy(samples.data(), columns, kColumn);
        const Ints8 weight = Ints8 {} + weights[i];
        red += __builtin_convertvector(samples[0], Ints8) * weight;
        green += __builtin_convertvector(samples[1], Ints8) * weight;
        blue += __builtin_convertvector(samples[2], Ints8) * weight;
    }
    std::memcpy(sums, &red, sizeof red);
    std::memcpy(sums + 8, &green, sizeof green);
    std::memcpy(sums + 16, &blue, sizeof blue);
}

/// sums[i] += the four rows at i, weighted.
FE_CLONES void addRows(const std::array<const Byte*, 4>& rows,
                       const std::array<std::int32_t, 4>& weights, std::size_t count,
                       std::int32_t* sums)
{
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        Ints8 sum;
        std::memcpy(&sum, sums + i, sizeof sum);
        for (std::size_t k = 0; k < rows.size(); ++k) {
            Bytes8 samples;
            std::memcpy(&samples, rows[k] + i, sizeof samples);
            sum += __builtin_convertvector(samples, Ints8) * weights[k];
        }
        std::memcpy(sums + i, &sum, sizeof sum);
    }
    for (; i < count; ++i) {
        for (std::size_t k = 0; k < rows.size(); ++k) {
            sums[i] += rows[k][i] * weights[k];
        }
    }
}

using Words8 = std::array<std::uint64_t, 8>;

/// Exchanges the bits of `a` under `mask` << shift with those of `b` under `mask`.
void exchange(std::uint64_t& a, std::uint64_t& b, unsigned shift, std::uint64_t mask)
{
    const std::uint64_t change = (a >> shift ^ b) & mask;
    a ^= change << shift;
    b ^= change;
}

/// Transposes 8 x 8 bytes: quarters, then theirs, then single bytes change places.
void transpose(Words8& words)
{
    for (std::size_t i = 0; i < 4; ++i) {
        exchange(words[i], words[i + 4], 32, 0x00000000FFFFFFFF);
    }
    for (const std::size_t i : { 0U, 1U, 4U, 5U }) {
        exchange(words[i], words[i + 2], 16, 0x0000FFFF0000FFFF);
    }
    for (const std::size_t i : { 0U, 2U, 4U, 6U }) {
        exchange(words[i], words[i + 1], 8, 0x00FF00FF00FF00FF);
    }
}

} // namespace

HorizontalPass::HorizontalPass(std::int32_t inWidth, const ScaledPart& part, Resample filter)
    : m_outPixels(static_cast<std::size_t>(part.width)), m_copies(part.fullWidth == inWidth),
      m_begin(part.left), m_end(part.left + part.width)
{
    if (m_copies) {
        return;
    }
    m_begin = inWidth;
    m_end = 0;
    TapMaker maker(filter, inWidth, part.fullWidth);
    Taps taps;
    for (std::int32_t x = 0; x < part.width; ++x) {
        maker.make(part.left + x, taps);
        m_spans.push_back({ taps.first, m_weights.size(), taps.weights.size() });
        m_weights.insert(m_weights.end(), taps.weights.begin(), taps.weights.end());
        m_begin = std::min(m_begin, taps.first);
        m_end = std::max(m_end, taps.first + static_cast<std::int64_t>(taps.weights.size()));
    }
    m_columns.resize(static_cast<std::size_t>(m_end - m_begin) * kColumn);
}

/// All rows' red of a pixel, then their green, then their blue; then the next pixel.
void HorizontalPass::gather(std::span<const Byte* const> rows)
{
    const std::size_t bytes = inBytes();
    std::size_t done = 0;
    if (rows.size() == kBlockRows) {
        for (; done + sizeof(Words8::value_type) <= bytes; done += sizeof(Words8::value_type)) {
            Words8 words;
            for (std::size_t r = 0; r < words.size(); ++r) {
                std::memcpy(&words[r], rows[r] + done, sizeof words[r]);
            }
            transpose(words);
            std::memcpy(m_columns.data() + done * kBlockRows, words.data(), sizeof words);
        }
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t i = done; i < bytes; ++i) {
            m_columns[i * kBlockRows + r] = rows[r][i];
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
    gather(rows);
    std::array<std::int32_t, kColumn> sums;
    for (std::size_t x = 0; x < m_spans.size(); ++x) {
        const Span& span = m_spans[x];
        mixColumns(m_columns.data() + static_cast<std::size_t>(span.first - m_begin) * kColumn,
                   m_weights.data() + span.weights, span.count, sums.data());
        for (std::size_t r = 0; r < rows.size(); ++r) {
            Byte* pixel = out + r * outBytes() + x * 3;
            for (std::size_t c = 0; c < 3; ++c) {
                pixel[c] = toByte(sums[c * kBlockRows + r]);
            }
        }
    }
}

void RowMixer::begin()
{
    std::fill(m_sums.begin(), m_sums.end(), kHalf);
}

void RowMixer::add(const std::array<const Byte*, 4>& rows,
                   const std::array<std::int32_t, 4>& weights)
{
    addRows(rows, weights, m_sums.size(), m_sums.data());
}

void RowMixer::finish(Byte* out) const
{
    std::transform(m_sums.begin(), m_sums.end(), out, toByte);
}

} // namespace fe::vision
