// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tensor/instruction_set.h"

#include <cstddef>
#include <cstdint>

namespace fe::tensor {

/// What a gated MLP does to the gate before it multiplies it with `up`.
enum class Gate {
    Silu, ///< x / (1 + e^-x) (Elfwing et al. 2017, arXiv:1702.03118)
    TanhGelu, ///< the approximation by tanh (Hendrycks & Gimpel 2016, arXiv:1606.08415)
};

/// Queries that share a key head, over some of its keys.
struct KeyRange {
    const float* queries; ///< [group, dim], rotated
    const float* keys; ///< [count, dim], rotated
    const float* values; ///< [count, dim]
    std::int64_t group;
    std::int64_t dim;
    std::int64_t count; ///< at most kMostKeys
    float scale; ///< of query . key
};
inline constexpr std::int64_t kMostKeys = 256;

/// Attention over a KeyRange before the division by the sum, so that ranges can be put together
/// (Dao et al. 2022, arXiv:2205.14135): value = sum_k e^(score_k - largest) v_k.
struct PartialAttention {
    float* values; ///< [group, dim]
    float* largest; ///< [group]
    float* sums; ///< [group], of e^(score - largest)
};

/// Small operations on float32 rows, in one instruction set. All of them take any length and
/// unaligned pointers; NaN and infinity come out as float arithmetic has them.
struct RowKernels {
    /// out = weight * x / sqrt(mean(x^2) + eps).
    void (*rmsNorm)(const float* x, const float* weight, float* out, std::int64_t count, float eps);
    /// Blocks of 32 to 8 bits, see QuantisedRows.
    void (*quantise)(const float* x, std::int64_t blocks, std::int8_t* values, float* scales,
                     std::int32_t* sums, float* shifts);
    /// out = gate(g) * u; out may be g.
    void (*gate)(Gate gate, const float* g, const float* u, float* out, std::int64_t count);
    /// out[i * outStride + r] = row r . x[i]: rows of float32, `rows` at most 16.
    void (*dotF32)(const float* matrix, std::int64_t rows, std::int64_t columns, const float* x,
                   std::int64_t n, float* out, std::int64_t outStride);
    /// The same for rows of bfloat16.
    void (*dotBF16)(const std::uint16_t* matrix, std::int64_t rows, std::int64_t columns,
                    const float* x, std::int64_t n, float* out, std::int64_t outStride);
    void (*attend)(const KeyRange& range, const PartialAttention& out);
};

/// @param set one of supportedInstructionSets().
[[nodiscard]] const RowKernels& rowKernels(InstructionSet set = bestInstructionSet());

} // namespace fe::tensor
