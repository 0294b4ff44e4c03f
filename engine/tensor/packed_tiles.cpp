// SPDX-License-Identifier: Apache-2.0
#include "tensor/packed_tiles.h"

#include "tensor/dequantise.h"
#include "tensor/row_kernels.h"

#include <cstring>

namespace fe::tensor {
namespace {

using base::DType;

struct FileBlock {
    std::size_t bytes; ///< of a block of one row in the file
    std::size_t header; ///< d, or d and m
    std::size_t chunks; ///< of four bytes
};

FileBlock fileBlock(DType type)
{
    const std::size_t header = type == DType::Q4_1 ? 4 : 2;
    return { base::dtypeInfo(type).blockBytes, header,
             type == DType::Q8_0 ? std::size_t { 8 } : 4 };
}

/// Bytes of one block of a tile.
std::size_t tileBlockBytes(DType type)
{
    return static_cast<std::size_t>(kTileRows) * fileBlock(type).bytes;
}

constexpr auto kRows = static_cast<std::size_t>(kTileRows);

void packBlock(const FileBlock& layout, bool eightBits, const std::byte* block, std::size_t row,
               std::byte* out)
{
    for (std::size_t half = 0; half < layout.header / 2; ++half) {
        std::memcpy(out + 2 * (half * kRows + row), block + 2 * half, 2);
    }
    std::byte* chunks = out + layout.header * kRows;
    for (std::size_t chunk = 0; chunk < layout.chunks; ++chunk) {
        std::byte* target = chunks + 4 * (chunk * kRows + row);
        for (std::size_t i = 0; i < 4; ++i) {
            target[i] = block[layout.header + 4 * chunk + i]
                ^ (eightBits ? std::byte { 0x80 } : std::byte {});
        }
    }
}

} // namespace

bool canPack(DType type)
{
    return type == DType::Q4_0 || type == DType::Q4_1 || type == DType::Q8_0;
}

std::size_t tileBytes(DType type, std::int64_t columns)
{
    return static_cast<std::size_t>(columns / kBlockColumns) * tileBlockBytes(type);
}

void packTile(DType type, const std::array<const std::byte*, kTileRows>& rows, std::int64_t columns,
              std::byte* tile)
{
    const FileBlock layout = fileBlock(type);
    const auto blocks = static_cast<std::size_t>(columns / kBlockColumns);
    std::memset(tile, 0, tileBytes(type, columns));
    for (std::size_t row = 0; row < kRows; ++row) {
        if (rows[row] == nullptr) {
            continue;
        }
        for (std::size_t block = 0; block < blocks; ++block) {
            packBlock(layout, type == DType::Q8_0, rows[row] + block * layout.bytes, row,
                      tile + block * tileBlockBytes(type));
        }
    }
}

void unpackRow(DType type, const std::byte* tile, std::int64_t row, std::int64_t columns,
               float* out)
{
    const FileBlock layout = fileBlock(type);
    const auto lane = static_cast<std::size_t>(row);
    std::array<std::byte, 34> block {};
    for (std::int64_t column = 0; column < columns; column += kBlockColumns) {
        for (std::size_t half = 0; half < layout.header / 2; ++half) {
            std::memcpy(block.data() + 2 * half, tile + 2 * (half * kRows + lane), 2);
        }
        const std::byte* chunks = tile + layout.header * kRows;
        for (std::size_t chunk = 0; chunk < layout.chunks; ++chunk) {
            std::memcpy(block.data() + layout.header + 4 * chunk,
                        chunks + 4 * (chunk * kRows + lane), 4);
        }
        if (type == DType::Q8_0) {
            for (std::size_t i = layout.header; i < layout.bytes; ++i) {
                block[i] ^= std::byte { 0x80 };
            }
        }
        dequantise(type, block.data(), kBlockColumns, out + column);
        tile += tileBlockBytes(type);
    }
}

QuantisedRows makeQuantisedRows(std::int64_t rows, std::int64_t columns)
{
    const auto size = static_cast<std::size_t>(rows * columns);
    const std::size_t scales = size / kScaledColumns;
    return { rows,
             columns,
             std::vector<std::int8_t>(size),
             std::vector<float>(scales),
             std::vector<std::int32_t>(scales),
             std::vector<float>(size / kBlockColumns) };
}

void quantiseRows(const float* x, std::int64_t first, std::int64_t count, QuantisedRows& out)
{
    const std::int64_t begin = first * out.columns;
    rowKernels().quantise(x + begin, count * out.columns / kBlockColumns, out.values.data() + begin,
                          out.scales.data() + begin / kScaledColumns,
                          out.sums.data() + begin / kScaledColumns,
                          out.shifts.data() + begin / kBlockColumns);
}

} // namespace fe::tensor
