// SPDX-License-Identifier: Apache-2.0
//
// Products of quantised activations with packed tiles, once per instruction set. All three add up
// in the same order: integers within each half of a block, the halves by their scales, then one
// fused multiply-add per block (two for Q4_1). The integers are exact, so the instruction sets
// agree to the last bit of that chain.
#include "tensor/dequantise.h"
#include "tensor/packed_tiles.h"

#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define FE_X86 1
#endif

namespace fe::tensor {
namespace {

using base::DType;

constexpr auto kRows = static_cast<std::size_t>(kTileRows);

/// What differs between the packed types, known at compile time in the kernels.
template<DType type>
struct Format {
    static constexpr bool kEightBits = type == DType::Q8_0;
    static constexpr bool kHasMinimum = type == DType::Q4_1;
    static constexpr std::size_t kHeader = (kHasMinimum ? 4 : 2) * kRows;
    static constexpr std::size_t kBytes = kHeader + kRows * (kEightBits ? 32 : 16);
    /// What was added to make the weights unsigned; taken off through the sum of the activations.
    static constexpr std::int32_t kOffset
        = type == DType::Q4_0 ? 8 : (type == DType::Q8_0 ? 128 : 0);
};

struct Call {
    const std::byte* tile;
    const QuantisedRows* x;
    std::int64_t validRows;
    float* out;
    std::int64_t stride;
};

// Portable --------------------------------------------------------------------------------------

/// Both halves of a row's block, weights unsigned.
template<DType type>
std::array<std::int32_t, 2> dotBlock(const std::byte* chunks, std::size_t row,
                                     const std::int8_t* values)
{
    std::array<std::int32_t, 2> dots {};
    for (std::size_t j = 0; j < 4 * (Format<type>::kEightBits ? 8 : 4); ++j) {
        const auto byte
            = std::to_integer<std::int32_t>(chunks[4 * ((j / 4) * kRows + row) + j % 4]);
        if constexpr (Format<type>::kEightBits) {
            dots[j / kScaledColumns] += byte * values[j];
        } else {
            dots[0] += (byte & 15) * values[j];
            dots[1] += (byte >> 4) * values[j + 16];
        }
    }
    return dots;
}

template<DType type>
void multiplyPortable(const Call& call)
{
    using F = Format<type>;
    const QuantisedRows& x = *call.x;
    const auto blocks = static_cast<std::size_t>(x.columns / kBlockColumns);
    for (std::size_t i = 0; i < static_cast<std::size_t>(x.rows); ++i) {
        std::array<float, kRows> sums {};
        for (std::size_t block = 0; block < blocks; ++block) {
            const std::byte* weights = call.tile + block * F::kBytes;
            const std::size_t at = i * blocks + block;
            const std::int8_t* values = x.values.data() + at * kBlockColumns;
            for (std::size_t row = 0; row < kRows; ++row) {
                const auto dots = dotBlock<type>(weights + F::kHeader, row, values);
                const float* scales = x.scales.data() + 2 * at;
                const std::int32_t* added = x.sums.data() + 2 * at;
                std::array<std::uint16_t, 2> halves {};
                std::memcpy(&halves[0], weights + 2 * row, 2);
                if constexpr (F::kHasMinimum) {
                    std::memcpy(&halves[1], weights + 2 * (kRows + row), 2);
                    sums[row] = std::fma(halfToFloat(halves[1]), x.shifts[at], sums[row]);
                }
                const float first = static_cast<float>(dots[0] - F::kOffset * added[0]) * scales[0];
                const float both = std::fma(static_cast<float>(dots[1] - F::kOffset * added[1]),
                                            scales[1], first);
                sums[row] = std::fma(halfToFloat(halves[0]), both, sums[row]);
            }
        }
        for (std::int64_t row = 0; row < call.validRows; ++row) {
            call.out[static_cast<std::int64_t>(i) * call.stride + row]
                = sums[static_cast<std::size_t>(row)];
        }
    }
}

#ifdef FE_X86

/// One token waits for its weights: they are fetched into the second cache and then into the first
/// before their turn (see row_kernels_source.h).
template<std::size_t bytes>
inline void fetchAhead(const std::byte* weights)
{
    for (std::size_t line = 0; line < bytes; line += 64) {
        _mm_prefetch(weights + line + 1024, _MM_HINT_T0);
        _mm_prefetch(weights + line + 6144, _MM_HINT_T1);
    }
}

// AVX2: eight rows a register, up to four activation rows at once -------------------------------

#define FE_AVX2 __attribute__((target("avx2,fma,f16c")))

FE_AVX2 inline __m256i spreadFourAvx2(const std::int8_t* values)
{
    std::int32_t four = 0;
    std::memcpy(&four, values, 4);
    return _mm256_set1_epi32(four);
}

/// Four columns of eight rows from `half` on.
FE_AVX2 inline __m256i loadChunkAvx2(const std::byte* chunks, std::size_t chunk, std::size_t half)
{
    return _mm256_loadu_si256(
        reinterpret_cast<const __m256i*>(chunks + 4 * (chunk * kRows + 8 * half)));
}

FE_AVX2 inline __m256 loadHalvesAvx2(const std::byte* halves)
{
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves)));
}

/// Adds the products of four columns: for weights of 4 bits pairs in 16 bits, since eight products
/// of at most 15 * 127 fit; for 8 bits in 32. Those are signed again: |w| is at most 128, so that a
/// pair stays within 16 bits.
template<DType type>
FE_AVX2 inline void addProductsAvx2(__m256i& sum, __m256i weights, const std::int8_t* values)
{
    const __m256i x = spreadFourAvx2(values);
    if constexpr (Format<type>::kEightBits) {
        const __m256i pairs
            = _mm256_maddubs_epi16(_mm256_abs_epi8(weights), _mm256_sign_epi8(x, weights));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    } else {
        sum = _mm256_add_epi16(sum, _mm256_maddubs_epi16(weights, x));
    }
}

/// Dot products of eight rows with both halves of a block of `count` activation rows.
/// @param values of the first of these, `stride` apart.
template<DType type, std::size_t count>
FE_AVX2 inline void dotBlockAvx2(const std::byte* chunks, std::size_t half,
                                 const std::int8_t* values, std::size_t stride, __m256i* low,
                                 __m256i* high)
{
    for (std::size_t i = 0; i < count; ++i) {
        low[i] = _mm256_setzero_si256();
        high[i] = _mm256_setzero_si256();
    }
    for (std::size_t chunk = 0; chunk < 4; ++chunk) {
        __m256i first = loadChunkAvx2(chunks, chunk, half);
        __m256i second;
        if constexpr (Format<type>::kEightBits) {
            const __m256i sign = _mm256_set1_epi8(-128);
            first = _mm256_xor_si256(first, sign);
            second = _mm256_xor_si256(loadChunkAvx2(chunks, chunk + 4, half), sign);
        } else {
            const __m256i mask = _mm256_set1_epi8(15);
            second = _mm256_and_si256(_mm256_srli_epi16(first, 4), mask);
            first = _mm256_and_si256(first, mask);
        }
        for (std::size_t i = 0; i < count; ++i) {
            addProductsAvx2<type>(low[i], first, values + i * stride + 4 * chunk);
            addProductsAvx2<type>(high[i], second, values + i * stride + 16 + 4 * chunk);
        }
    }
    if constexpr (!Format<type>::kEightBits) {
        for (std::size_t i = 0; i < count; ++i) {
            low[i] = _mm256_madd_epi16(low[i], _mm256_set1_epi16(1));
            high[i] = _mm256_madd_epi16(high[i], _mm256_set1_epi16(1));
        }
    }
}

/// Eight rows from `half` on with `count` activation rows from `first` on: [count] sums.
template<DType type, std::size_t count>
FE_AVX2 inline void multiplyRowsAvx2(const Call& call, std::size_t half, std::size_t first,
                                     __m256* sums)
{
    using F = Format<type>;
    const QuantisedRows& x = *call.x;
    const auto blocks = static_cast<std::size_t>(x.columns / kBlockColumns);
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::byte* tile = call.tile + block * F::kBytes;
        if (count == 1 && half == 0) {
            fetchAhead<F::kBytes>(tile);
        }
        __m256i low[count];
        __m256i high[count];
        const std::int8_t* values = x.values.data() + (first * blocks + block) * kBlockColumns;
        dotBlockAvx2<type, count>(tile + F::kHeader, half, values,
                                  static_cast<std::size_t>(x.columns), low, high);
        const __m256 d = loadHalvesAvx2(tile + 16 * half);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = (first + i) * blocks + block;
            if constexpr (F::kOffset != 0 && !F::kEightBits) {
                const std::int32_t* added = x.sums.data() + 2 * at;
                low[i] = _mm256_sub_epi32(low[i], _mm256_set1_epi32(F::kOffset * added[0]));
                high[i] = _mm256_sub_epi32(high[i], _mm256_set1_epi32(F::kOffset * added[1]));
            }
            if constexpr (F::kHasMinimum) {
                sums[i] = _mm256_fmadd_ps(loadHalvesAvx2(tile + 2 * (kRows + 8 * half)),
                                          _mm256_set1_ps(x.shifts[at]), sums[i]);
            }
            const float* scales = x.scales.data() + 2 * at;
            __m256 both = _mm256_mul_ps(_mm256_cvtepi32_ps(low[i]), _mm256_set1_ps(scales[0]));
            both = _mm256_fmadd_ps(_mm256_cvtepi32_ps(high[i]), _mm256_set1_ps(scales[1]), both);
            sums[i] = _mm256_fmadd_ps(d, both, sums[i]);
        }
    }
}

template<DType type, std::size_t count>
FE_AVX2 void multiplySomeAvx2(const Call& call, std::size_t first)
{
    std::array<std::array<float, kRows>, count> rows;
    for (std::size_t half = 0; half < 2; ++half) {
        __m256 sums[count];
        for (std::size_t i = 0; i < count; ++i) {
            sums[i] = _mm256_setzero_ps();
        }
        multiplyRowsAvx2<type, count>(call, half, first, sums);
        for (std::size_t i = 0; i < count; ++i) {
            _mm256_storeu_ps(rows[i].data() + 8 * half, sums[i]);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::memcpy(call.out + static_cast<std::int64_t>(first + i) * call.stride, rows[i].data(),
                    static_cast<std::size_t>(call.validRows) * sizeof(float));
    }
}

template<DType type>
FE_AVX2 void multiplyAvx2(const Call& call)
{
    const auto rows = static_cast<std::size_t>(call.x->rows);
    std::size_t row = 0;
    for (; row + 4 <= rows; row += 4) {
        multiplySomeAvx2<type, 4>(call, row);
    }
    for (; row < rows; ++row) {
        multiplySomeAvx2<type, 1>(call, row);
    }
}

// AVX-512 VNNI: sixteen rows a register, up to eight activation rows at once --------------------

#define FE_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni,f16c")))

FE_VNNI __m512 loadHalvesVnni(const std::byte* halves)
{
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
}

FE_VNNI __m512i broadcastFour(const std::int8_t* values)
{
    std::int32_t four = 0;
    std::memcpy(&four, values, 4);
    return _mm512_set1_epi32(four);
}

/// The block's weights as eight registers of four unsigned columns each.
template<DType type>
FE_VNNI inline __attribute__((always_inline)) void loadWeights(const std::byte* chunks,
                                                               __m512i* weights)
{
    for (std::size_t chunk = 0; chunk < (Format<type>::kEightBits ? 8 : 4); ++chunk) {
        const __m512i bytes = _mm512_loadu_si512(chunks + 64 * chunk);
        if constexpr (Format<type>::kEightBits) {
            weights[chunk] = bytes;
        } else {
            const __m512i mask = _mm512_set1_epi8(15);
            weights[chunk] = _mm512_and_si512(bytes, mask);
            weights[chunk + 4] = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), mask);
        }
    }
}

template<DType type, std::size_t count>
FE_VNNI void multiplyRowsVnni(const Call& call, std::size_t first)
{
    using F = Format<type>;
    const QuantisedRows& x = *call.x;
    const auto blocks = static_cast<std::size_t>(x.columns / kBlockColumns);
    __m512 sums[count];
    for (std::size_t i = 0; i < count; ++i) {
        sums[i] = _mm512_setzero_ps();
    }
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::byte* tile = call.tile + block * F::kBytes;
        if constexpr (count == 1) {
            fetchAhead<F::kBytes>(tile);
        }
        __m512i weights[8];
        loadWeights<type>(tile + F::kHeader, weights);
        const __m512 d = loadHalvesVnni(tile);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = (first + i) * blocks + block;
            const std::int8_t* values = x.values.data() + at * kBlockColumns;
            // The halves are two chains, which hide the latency of the dot product instruction.
            const std::int32_t* added = x.sums.data() + 2 * at;
            __m512i low = _mm512_set1_epi32(-F::kOffset * added[0]);
            __m512i high = _mm512_set1_epi32(-F::kOffset * added[1]);
            for (std::size_t chunk = 0; chunk < 4; ++chunk) {
                low = _mm512_dpbusd_epi32(low, weights[chunk], broadcastFour(values + 4 * chunk));
                high = _mm512_dpbusd_epi32(high, weights[chunk + 4],
                                           broadcastFour(values + 16 + 4 * chunk));
            }
            if constexpr (F::kHasMinimum) {
                sums[i] = _mm512_fmadd_ps(loadHalvesVnni(tile + 2 * kRows),
                                          _mm512_set1_ps(x.shifts[at]), sums[i]);
            }
            const float* scales = x.scales.data() + 2 * at;
            __m512 both = _mm512_mul_ps(_mm512_cvtepi32_ps(low), _mm512_set1_ps(scales[0]));
            both = _mm512_fmadd_ps(_mm512_cvtepi32_ps(high), _mm512_set1_ps(scales[1]), both);
            sums[i] = _mm512_fmadd_ps(d, both, sums[i]);
        }
    }
    const auto mask = static_cast<__mmask16>((1U << static_cast<unsigned>(call.validRows)) - 1U);
    for (std::size_t i = 0; i < count; ++i) {
        _mm512_mask_storeu_ps(call.out + static_cast<std::int64_t>(first + i) * call.stride, mask,
                              sums[i]);
    }
}

template<DType type>
FE_VNNI void multiplyVnni(const Call& call)
{
    const auto rows = static_cast<std::size_t>(call.x->rows);
    std::size_t row = 0;
    for (; row + 8 <= rows; row += 8) {
        multiplyRowsVnni<type, 8>(call, row);
    }
    for (; row + 4 <= rows; row += 4) {
        multiplyRowsVnni<type, 4>(call, row);
    }
    for (; row < rows; ++row) {
        multiplyRowsVnni<type, 1>(call, row);
    }
}

#endif

using Kernel = void (*)(const Call&);

template<DType type>
Kernel kernelFor(InstructionSet set)
{
    switch (set) {
#ifdef FE_X86
    case InstructionSet::Avx512:
        return multiplyVnni<type>;
    case InstructionSet::Avx2:
        return multiplyAvx2<type>;
#endif
    default:
        return multiplyPortable<type>;
    }
}

} // namespace

void multiplyTile(DType type, const std::byte* tile, const QuantisedRows& x, std::int64_t validRows,
                  float* out, std::int64_t stride, InstructionSet set)
{
    const Call call { tile, &x, validRows, out, stride };
    switch (type) {
    case DType::Q4_0:
        return kernelFor<DType::Q4_0>(set)(call);
    case DType::Q4_1:
        return kernelFor<DType::Q4_1>(set)(call);
    default:
        return kernelFor<DType::Q8_0>(set)(call);
    }
}

} // namespace fe::tensor
