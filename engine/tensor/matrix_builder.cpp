// SPDX-License-Identifier: Apache-2.0
#include "tensor/dequantise.h"
#include "tensor/packed_tiles.h"
#include "tensor/quantise.h"
#include "tensor/torch_bridge.h"

#include <ATen/ops/from_blob.h>

#include <cstring>

namespace fe::tensor {
namespace {

using Segment = WeightMatrix::Segment;
using Layout = Segment::Layout;

static_assert(MatrixBuilder::kRowGranule == kTileRows);

/// The type in which a part is kept where it is not dense.
base::DType keptType(base::DType type, std::int64_t columns, MatrixForm form)
{
    if (columns % kBlockColumns != 0) {
        return type;
    }
    return form == MatrixForm::Int8 ? base::DType::Q8_0
        : form == MatrixForm::Int4  ? base::DType::Q4_1
                                    : type;
}

/// @param type as keptType gives it.
Layout layoutFor(base::DType type, std::int64_t columns, MatrixForm form)
{
    if (form == MatrixForm::F32 || (form != MatrixForm::BF16 && type == base::DType::F32)) {
        return Layout::DenseF32;
    }
    if (form == MatrixForm::Dense) {
        return Layout::DenseBF16;
    }
    if (form == MatrixForm::BF16 || type == base::DType::BF16) {
        return Layout::DenseBF16;
    }
    return canPack(type) && columns % kBlockColumns == 0 ? Layout::Packed : Layout::Rows;
}

/// Parts that follow each other in the same layout become one segment, so that they are multiplied
/// in one go. Tiles must not straddle two parts.
std::vector<Segment> segmentsOf(std::span<const MatrixPart> parts, std::int64_t columns,
                                MatrixForm form)
{
    std::vector<Segment> segments;
    std::int64_t firstRow = 0;
    for (const MatrixPart& part : parts) {
        const base::DType type = keptType(part.type, columns, form);
        const Layout layout = layoutFor(type, columns, form);
        const bool dense = layout == Layout::DenseF32 || layout == Layout::DenseBF16;
        Segment* last = segments.empty() ? nullptr : &segments.back();
        const bool joins = last != nullptr && last->layout == layout
            && (dense || last->type == type)
            && (layout != Layout::Packed || last->rows % kTileRows == 0);
        if (joins) {
            last->rows += part.rows;
        } else {
            segments.push_back({ layout, type, firstRow, part.rows, nullptr, {} });
        }
        firstRow += part.rows;
    }
    return segments;
}

std::size_t segmentBytes(const Segment& segment, std::int64_t columns)
{
    const auto rows = static_cast<std::size_t>(segment.rows);
    const auto width = static_cast<std::size_t>(columns);
    switch (segment.layout) {
    case Layout::Packed:
        return (rows + kTileRows - 1) / kTileRows * tileBytes(segment.type, columns);
    case Layout::Rows:
        return rows * base::rowBytes(segment.type, width).value_or(0);
    case Layout::DenseF32:
        return rows * width * sizeof(float);
    case Layout::DenseBF16:
        return rows * width * sizeof(std::uint16_t);
    }
    return 0;
}

void appendPacked(const Segment& segment, std::int64_t at, const std::byte* rowData,
                  std::int64_t rows, std::int64_t columns)
{
    const std::size_t stride = *base::rowBytes(segment.type, static_cast<std::uint64_t>(columns));
    for (std::int64_t row = 0; row < rows; row += kTileRows) {
        std::array<const std::byte*, kTileRows> pointers {};
        for (std::int64_t i = 0; i < std::min(kTileRows, rows - row); ++i) {
            pointers[static_cast<std::size_t>(i)]
                = rowData + static_cast<std::size_t>(row + i) * stride;
        }
        const auto tile = static_cast<std::size_t>((at + row) / kTileRows);
        packTile(segment.type, pointers, columns,
                 segment.data + tile * tileBytes(segment.type, columns));
    }
}

/// The same for rows of another type than the segment's.
void appendRequantised(const Segment& segment, std::int64_t at, base::DType type,
                       const std::byte* rowData, std::int64_t rows, std::int64_t columns)
{
    const auto width = static_cast<std::uint64_t>(columns);
    const std::size_t from = *base::rowBytes(type, width);
    const std::size_t to = *base::rowBytes(segment.type, width);
    std::vector<float> decoded(width);
    std::vector<std::byte> blocks(to * static_cast<std::size_t>(kTileRows));
    for (std::int64_t row = 0; row < rows; row += kTileRows) {
        const std::int64_t count = std::min(kTileRows, rows - row);
        for (std::int64_t i = 0; i < count; ++i) {
            dequantise(type, rowData + static_cast<std::size_t>(row + i) * from, columns,
                       decoded.data());
            quantiseWeights(segment.type, decoded.data(), columns,
                            blocks.data() + static_cast<std::size_t>(i) * to);
        }
        appendPacked(segment, at + row, blocks.data(), count, columns);
    }
}

void appendDense(const Segment& segment, std::int64_t at, base::DType type,
                 const std::byte* rowData, std::int64_t rows, std::int64_t columns)
{
    const std::size_t stride = *base::rowBytes(type, static_cast<std::uint64_t>(columns));
    const auto width = static_cast<std::size_t>(columns);
    std::vector<float> decoded(width);
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::size_t target = static_cast<std::size_t>(at + row) * width;
        const std::byte* source = rowData + static_cast<std::size_t>(row) * stride;
        if (segment.layout == Layout::DenseF32) {
            dequantise(type, source, columns, reinterpret_cast<float*>(segment.data) + target);
            continue;
        }
        dequantise(type, source, columns, decoded.data());
        auto* out = reinterpret_cast<std::uint16_t*>(segment.data) + target;
        for (std::size_t i = 0; i < width; ++i) {
            out[i] = floatToBfloat(decoded[i]);
        }
    }
}

} // namespace

MatrixBuilder::MatrixBuilder(std::span<const MatrixPart> parts, std::int64_t columns,
                             MatrixForm form, c10::Device device,
                             std::shared_ptr<WeightArena> arena)
    : m_parts(parts.begin(), parts.end()), m_device(device),
      m_matrix(c10::make_intrusive<WeightMatrix>())
{
    m_matrix->m_columns = columns;
    m_matrix->m_segments = segmentsOf(parts, columns, form);
    m_matrix->m_arena = std::move(arena);
    for (Segment& segment : m_matrix->m_segments) {
        segment.data = m_matrix->m_arena->take(segmentBytes(segment, columns));
        m_matrix->m_rows += segment.rows;
    }
}

void MatrixBuilder::append(const std::byte* rowData, std::int64_t rows)
{
    const base::DType type = m_parts[m_part].type;
    const Segment& segment = m_matrix->m_segments[m_segment];
    if (segment.layout == Layout::Packed && segment.type != type) {
        appendRequantised(segment, m_segmentFilled, type, rowData, rows, m_matrix->m_columns);
    } else if (segment.layout == Layout::Packed) {
        appendPacked(segment, m_segmentFilled, rowData, rows, m_matrix->m_columns);
    } else if (segment.layout == Layout::Rows) {
        const std::size_t stride
            = *base::rowBytes(type, static_cast<std::uint64_t>(m_matrix->m_columns));
        std::memcpy(segment.data + static_cast<std::size_t>(m_segmentFilled) * stride, rowData,
                    static_cast<std::size_t>(rows) * stride);
    } else {
        appendDense(segment, m_segmentFilled, type, rowData, rows, m_matrix->m_columns);
    }
    m_partFilled += rows;
    m_segmentFilled += rows;
    if (m_partFilled == m_parts[m_part].rows) {
        ++m_part;
        m_partFilled = 0;
    }
    if (m_segmentFilled == segment.rows) {
        ++m_segment;
        m_segmentFilled = 0;
    }
}

MatrixPtr MatrixBuilder::finish()
{
    for (Segment& segment : m_matrix->m_segments) {
        const bool isF32 = segment.layout == Layout::DenseF32;
        if (isF32 || segment.layout == Layout::DenseBF16) {
            segment.dense = at::from_blob(segment.data, { segment.rows, m_matrix->m_columns },
                                          at::TensorOptions(isF32 ? at::kFloat : at::kBFloat16));
            segment.dense = segment.dense.to(m_device);
        } else {
            TORCH_CHECK(m_device.is_cpu(), "blocks cannot be multiplied on ", m_device);
        }
        if (!m_device.is_cpu()) {
            segment.data = nullptr; // it lies in the arena, which goes
        }
    }
    if (!m_device.is_cpu()) {
        m_matrix->m_arena.reset();
    }
    return std::move(m_matrix);
}

std::size_t MatrixBuilder::bytesFor(std::span<const MatrixPart> parts, std::int64_t columns,
                                    MatrixForm form)
{
    std::size_t bytes = 0;
    for (const Segment& segment : segmentsOf(parts, columns, form)) {
        bytes += WeightArena::rounded(segmentBytes(segment, columns));
    }
    return bytes;
}

} // namespace fe::tensor
