// SPDX-License-Identifier: Apache-2.0
//
// AVX2 and AVX-512: pairs of samples against the high and the low digits of their weights, each
// product of pairs summed in one instruction. Bytes are unpacked and packed within lanes of 16
// bytes, so that what leaves lies as it came.
#include "vision/mix_kernels_x86.h"

#include "vision/resample_filters.h"

#if defined(__x86_64__)

#if defined(__GNUC__) && !defined(__clang__)
// GCC's own headers (12) leave what an instruction does not read unset on purpose.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#include <algorithm>
#include <cstring>

#define FE_AVX2 __attribute__((target("avx2")))
#define FE_AVX512 __attribute__((target("avx512f,avx512bw")))

namespace fe::vision {
namespace {

using Byte = std::uint8_t;

constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

/// Both weights' high (0) or low (1) digits as one number, to be repeated through a vector.
int digits(const PairWeights& weights, int which)
{
    int both = 0;
    std::memcpy(&both, which == 0 ? weights.high.data() : weights.low.data(), sizeof both);
    return both;
}

// ------------------------------------------------------------------------------------------ AVX2

struct Sums2 {
    __m256i high;
    __m256i low;
};

FE_AVX2 inline void add(Sums2& sums, __m256i samples, __m256i high, __m256i low)
{
    sums.high = _mm256_add_epi32(sums.high, _mm256_madd_epi16(samples, high));
    sums.low = _mm256_add_epi32(sums.low, _mm256_madd_epi16(samples, low));
}

FE_AVX2 inline __m256i total(const Sums2& sums)
{
    return _mm256_add_epi32(_mm256_slli_epi32(sums.high, kDigitBits), sums.low);
}

FE_AVX2 inline __m256i rounded(__m256i sums)
{
    return _mm256_srai_epi32(_mm256_add_epi32(sums, _mm256_set1_epi32(kHalf)), kWeightBits);
}

FE_AVX2 inline __m256i loadWide(const Byte* from)
{
    return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

FE_AVX2 void columnsAvx2(const Byte* pairs, const PairWeights* weights, std::size_t count,
                         Byte* out)
{
    Sums2 sums[6] = {}; // red of rows 0 to 7, of 8 to 15, green ...
    for (std::size_t pair = 0; pair < count; ++pair, pairs += kPairBytes) {
        const __m256i high = _mm256_set1_epi32(digits(weights[pair], 0));
        const __m256i low = _mm256_set1_epi32(digits(weights[pair], 1));
        for (std::size_t i = 0; i < 6; ++i) {
            add(sums[i], loadWide(pairs + i * 16), high, low);
        }
    }
    for (std::size_t color = 0; color < 3; ++color) {
        const __m256i words = _mm256_packs_epi32(rounded(total(sums[color * 2])),
                                                 rounded(total(sums[color * 2 + 1])));
        const __m256i inOrder = _mm256_permute4x64_epi64(words, 0xD8);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + color * kBlockRows),
                         _mm_packus_epi16(_mm256_castsi256_si128(inOrder),
                                          _mm256_extracti128_si256(inOrder, 1)));
    }
}

constexpr std::size_t kStrip2 = 32; ///< bytes of a row that are summed at once

/// Where a strip begins: the last one reaches back over the one before it.
inline std::size_t stripAt(std::size_t at, std::size_t length, std::size_t strip)
{
    return std::min(at, length - strip);
}

FE_AVX2 void addRowsAvx2(const Byte* const* rows, const PairWeights* weights, std::size_t count,
                         std::size_t length, std::int32_t* sums)
{
    if (length < kStrip2) {
        mixKernels().front().addRows(rows, weights, count, length, sums);
        return;
    }
    const __m256i zero = _mm256_setzero_si256();
    for (std::size_t at = 0; at < length; at += kStrip2) {
        const std::size_t begin = stripAt(at, length, kStrip2);
        Sums2 parts[4] = {};
        for (std::size_t pair = 0; pair < count; ++pair) {
            const auto load = [&](std::size_t row) FE_AVX2 {
                return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[row] + begin));
            };
            const __m256i first = load(2 * pair);
            const __m256i second = load(2 * pair + 1);
            const __m256i lower = _mm256_unpacklo_epi8(first, second);
            const __m256i upper = _mm256_unpackhi_epi8(first, second);
            const __m256i high = _mm256_set1_epi32(digits(weights[pair], 0));
            const __m256i low = _mm256_set1_epi32(digits(weights[pair], 1));
            add(parts[0], _mm256_unpacklo_epi8(lower, zero), high, low);
            add(parts[1], _mm256_unpackhi_epi8(lower, zero), high, low);
            add(parts[2], _mm256_unpacklo_epi8(upper, zero), high, low);
            add(parts[3], _mm256_unpackhi_epi8(upper, zero), high, low);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            auto* const sum = reinterpret_cast<__m256i*>(sums + at + i * 8);
            _mm256_storeu_si256(sum, _mm256_add_epi32(_mm256_loadu_si256(sum), total(parts[i])));
        }
    }
}

FE_AVX2 void finishRowAvx2(const std::int32_t* sums, std::size_t length, Byte* out)
{
    if (length < kStrip2) {
        mixKernels().front().finishRow(sums, length, out);
        return;
    }
    for (std::size_t at = 0; at < length; at += kStrip2) {
        __m256i parts[4];
        for (std::size_t i = 0; i < 4; ++i) {
            parts[i]
                = rounded(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + at + i * 8)));
        }
        const __m256i bytes = _mm256_packus_epi16(_mm256_packs_epi32(parts[0], parts[1]),
                                                  _mm256_packs_epi32(parts[2], parts[3]));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + stripAt(at, length, kStrip2)), bytes);
    }
}

// --------------------------------------------------------------------------------------- AVX-512

struct Sums5 {
    __m512i high;
    __m512i low;
};

FE_AVX512 inline void add(Sums5& sums, __m512i samples, __m512i high, __m512i low)
{
    sums.high = _mm512_add_epi32(sums.high, _mm512_madd_epi16(samples, high));
    sums.low = _mm512_add_epi32(sums.low, _mm512_madd_epi16(samples, low));
}

FE_AVX512 inline __m512i total(const Sums5& sums)
{
    return _mm512_add_epi32(_mm512_slli_epi32(sums.high, kDigitBits), sums.low);
}

FE_AVX512 inline __m512i rounded(__m512i sums)
{
    return _mm512_srai_epi32(_mm512_add_epi32(sums, _mm512_set1_epi32(kHalf)), kWeightBits);
}

FE_AVX512 inline __m512i loadWider(const Byte* from)
{
    return _mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

FE_AVX512 void columnsAvx512(const Byte* pairs, const PairWeights* weights, std::size_t count,
                             Byte* out)
{
    Sums5 sums[3] = {};
    for (std::size_t pair = 0; pair < count; ++pair, pairs += kPairBytes) {
        const __m512i high = _mm512_set1_epi32(digits(weights[pair], 0));
        const __m512i low = _mm512_set1_epi32(digits(weights[pair], 1));
        for (std::size_t color = 0; color < 3; ++color) {
            add(sums[color], loadWider(pairs + color * 2 * kBlockRows), high, low);
        }
    }
    for (std::size_t color = 0; color < 3; ++color) {
        const __m512i positive
            = _mm512_max_epi32(rounded(total(sums[color])), _mm512_setzero_si512());
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + color * kBlockRows),
                         _mm512_cvtusepi32_epi8(positive));
    }
}

constexpr std::size_t kStrip5 = 64;

FE_AVX512 void addRowsAvx512(const Byte* const* rows, const PairWeights* weights, std::size_t count,
                             std::size_t length, std::int32_t* sums)
{
    if (length < kStrip5) {
        addRowsAvx2(rows, weights, count, length, sums);
        return;
    }
    const __m512i zero = _mm512_setzero_si512();
    for (std::size_t at = 0; at < length; at += kStrip5) {
        const std::size_t begin = stripAt(at, length, kStrip5);
        Sums5 parts[4] = {};
        for (std::size_t pair = 0; pair < count; ++pair) {
            const __m512i first = _mm512_loadu_si512(rows[2 * pair] + begin);
            const __m512i second = _mm512_loadu_si512(rows[2 * pair + 1] + begin);
            const __m512i lower = _mm512_unpacklo_epi8(first, second);
            const __m512i upper = _mm512_unpackhi_epi8(first, second);
            const __m512i high = _mm512_set1_epi32(digits(weights[pair], 0));
            const __m512i low = _mm512_set1_epi32(digits(weights[pair], 1));
            add(parts[0], _mm512_unpacklo_epi8(lower, zero), high, low);
            add(parts[1], _mm512_unpackhi_epi8(lower, zero), high, low);
            add(parts[2], _mm512_unpacklo_epi8(upper, zero), high, low);
            add(parts[3], _mm512_unpackhi_epi8(upper, zero), high, low);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            std::int32_t* const sum = sums + at + i * 16;
            _mm512_storeu_si512(sum, _mm512_add_epi32(_mm512_loadu_si512(sum), total(parts[i])));
        }
    }
}

FE_AVX512 void finishRowAvx512(const std::int32_t* sums, std::size_t length, Byte* out)
{
    if (length < kStrip5) {
        finishRowAvx2(sums, length, out);
        return;
    }
    for (std::size_t at = 0; at < length; at += kStrip5) {
        __m512i parts[4];
        for (std::size_t i = 0; i < 4; ++i) {
            parts[i] = rounded(_mm512_loadu_si512(sums + at + i * 16));
        }
        const __m512i bytes = _mm512_packus_epi16(_mm512_packs_epi32(parts[0], parts[1]),
                                                  _mm512_packs_epi32(parts[2], parts[3]));
        _mm512_storeu_si512(out + stripAt(at, length, kStrip5), bytes);
    }
}

} // namespace

void addX86Kernels(std::vector<MixKernels>& kernels)
{
    if (__builtin_cpu_supports("avx2") == 0) {
        return;
    }
    kernels.push_back({ "avx2", columnsAvx2, addRowsAvx2, finishRowAvx2 });
    if (__builtin_cpu_supports("avx512bw") != 0) {
        kernels.push_back({ "avx512", columnsAvx512, addRowsAvx512, finishRowAvx512 });
    }
}

} // namespace fe::vision

#else

namespace fe::vision {

void addX86Kernels(std::vector<MixKernels>& /*kernels*/) { }

} // namespace fe::vision

#endif
