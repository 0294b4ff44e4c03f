// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/dtype.h"
#include "tensor/instruction_set.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fe::tensor {

/// Quantised weights in the order in which the product reads them. Sixteen rows form a tile; for
/// each block of 32 columns a tile holds, without gaps:
///
///   16 x half d                  scales, a row each
///   16 x half m                  Q4_1 only: minima
///   4-bit types: 4 x 16 x 4 u8   chunk c, row r: the bytes 4c..4c+3 of the row's block; low
///   nibbles
///                                are columns 4c.., high nibbles columns 16 + 4c..
///   Q8_0: 8 x 16 x 4 u8          chunk c, row r: columns 4c..4c+3, plus 128
///
/// so that one 512-bit register holds four columns of all sixteen rows and one integer dot product
/// instruction advances sixteen sums. Nothing is lost: the numbers are those of the file.
inline constexpr std::int64_t kTileRows = 16;
inline constexpr std::int64_t kBlockColumns = 32;

/// Q4_0, Q4_1 and Q8_0.
[[nodiscard]] bool canPack(base::DType type);

/// Bytes of one tile; `columns` is a multiple of 32.
[[nodiscard]] std::size_t tileBytes(base::DType type, std::int64_t columns);

/// @param rows sixteen rows as in the file; null ones become zero weights.
void packTile(base::DType type, const std::array<const std::byte*, kTileRows>& rows,
              std::int64_t columns, std::byte* tile);

/// One row of a tile as float32, the same values as dequantise() of the file's row.
void unpackRow(base::DType type, const std::byte* tile, std::int64_t row, std::int64_t columns,
               float* out);

/// Columns of an activation row that share a scale: half a block, since one outlier costs the
/// precision of all that share its scale (the perplexities are in README.md).
inline constexpr std::int64_t kScaledColumns = 16;

/// Activations quantised to 8 bits, 16 with a scale: x ~ scale * value. NaN or infinity give a NaN
/// scale, so that what follows is NaN and not noise.
struct QuantisedRows {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<std::int8_t> values; // [rows, columns]
    std::vector<float> scales; // [rows, columns / 16]
    std::vector<std::int32_t> sums; // [rows, columns / 16], of values
    std::vector<float> shifts; // [rows, columns / 32], of scale * value: what a minimum multiplies
};
/// Room for `rows` x `columns`, to be filled by quantiseRows.
[[nodiscard]] QuantisedRows makeQuantisedRows(std::int64_t rows, std::int64_t columns);
/// Fills rows [first, first + count) from x [rows, columns]; distinct rows may be filled at once.
void quantiseRows(const float* x, std::int64_t first, std::int64_t count, QuantisedRows& out);

/// out[i * stride + r] = x[i] . tile row r, for r < validRows. Each x row is summed in the same
/// order whatever rows it stands beside, so one row at a time and many give the same bits.
void multiplyTile(base::DType type, const std::byte* tile, const QuantisedRows& x,
                  std::int64_t validRows, float* out, std::int64_t stride,
                  InstructionSet set = bestInstructionSet());

} // namespace fe::tensor
