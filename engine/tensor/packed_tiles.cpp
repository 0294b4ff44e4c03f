// SPDX-License-Identifier: Apache-2.0
#include "tensor/packed_tiles.h"

#include "tensor/dequantise.h"

#include <cmath>
#include <cstring>
#include <limits>

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

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void quantiseBlock(
    const float* in, std::int8_t* values, float& scale, std::int32_t& sum)
{
    float largest = 0;
    float total = 0; // NaN or infinite if any element is
#pragma omp simd reduction(max : largest) reduction(+ : total)
    for (std::int64_t i = 0; i < kBlockColumns; ++i) {
        const float magnitude = std::fabs(in[i]);
        largest = magnitude > largest ? magnitude : largest;
        total += magnitude;
    }
    if (!std::isfinite(total)) {
        std::memset(values, 0, kBlockColumns);
        scale = std::numeric_limits<float>::quiet_NaN();
        sum = 0;
        return;
    }
    const float inverse = largest > 0 ? 127.0F / largest : 0.0F;
    std::int32_t added = 0;
#pragma omp simd reduction(+ : added)
    for (std::int64_t i = 0; i < kBlockColumns; ++i) {
        const float scaled = in[i] * inverse;
        const auto value = static_cast<std::int32_t>(scaled + std::copysign(0.5F, scaled));
        values[i] = static_cast<std::int8_t>(value);
        added += value;
    }
    scale = largest / 127.0F;
    sum = added;
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
    const std::size_t blocks = size / kBlockColumns;
    return { rows, columns, std::vector<std::int8_t>(size), std::vector<float>(blocks),
             std::vector<std::int32_t>(blocks) };
}

void quantiseRows(const float* x, std::int64_t first, std::int64_t count, QuantisedRows& out)
{
    const std::int64_t perRow = out.columns / kBlockColumns;
    for (std::int64_t i = first * perRow; i < (first + count) * perRow; ++i) {
        const auto block = static_cast<std::size_t>(i);
        quantiseBlock(x + i * kBlockColumns, out.values.data() + i * kBlockColumns,
                      out.scales[block], out.sums[block]);
    }
}

} // namespace fe::tensor
