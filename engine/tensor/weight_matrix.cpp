// SPDX-License-Identifier: Apache-2.0
#include "tensor/dequantise.h"
#include "tensor/packed_tiles.h"
#include "tensor/row_kernels.h"
#include "tensor/torch_bridge.h"
#include "tensor/worker_team.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>

namespace fe::tensor {
namespace {

using Segment = WeightMatrix::Segment;
using Layout = Segment::Layout;

/// Bytes of weights that one thread takes at least: below, waking it costs more than it brings.
constexpr std::int64_t kGrainBytes = 64 << 10;
/// Rows decoded at a time where many activations meet weights without a product of their own.
constexpr std::int64_t kDecodedRows = 256;
/// Activation rows up to which a product is bound by the reading of the weights.
constexpr std::int64_t kFewRows = 8;
/// Columns decoded at a time: the largest block of a quantised type.
constexpr std::int64_t kDecodedColumns = 256;

std::int64_t grain(std::size_t bytesPerItem)
{
    return std::max<std::int64_t>(
        1, kGrainBytes / static_cast<std::int64_t>(std::max<std::size_t>(1, bytesPerItem)));
}

QuantisedRows quantise(const at::Tensor& x)
{
    QuantisedRows rows = makeQuantisedRows(x.size(0), x.size(1));
    at::parallel_for(0, rows.rows, grain(static_cast<std::size_t>(rows.columns) * sizeof(float)),
                     [&](std::int64_t begin, std::int64_t end) {
                         quantiseRows(x.const_data_ptr<float>(), begin, end - begin, rows);
                     });
    return rows;
}

std::size_t rowStride(const Segment& segment, std::int64_t columns)
{
    switch (segment.layout) {
    case Layout::DenseF32:
        return static_cast<std::size_t>(columns) * sizeof(float);
    case Layout::DenseBF16:
        return static_cast<std::size_t>(columns) * sizeof(std::uint16_t);
    case Layout::Packed:
    case Layout::Rows:
        break;
    }
    return *base::rowBytes(segment.type, static_cast<std::uint64_t>(columns));
}

std::int64_t granulesOf(const Segment& segment)
{
    return (segment.rows + kTileRows - 1) / kTileRows;
}

void multiplyPacked(const Segment& segment, const QuantisedRows& x, float* out, std::int64_t stride)
{
    const std::size_t bytes = tileBytes(segment.type, x.columns);
    at::parallel_for(
        0, granulesOf(segment), grain(bytes * static_cast<std::size_t>(x.rows)),
        [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t tile = begin; tile < end; ++tile) {
                const std::int64_t row = tile * kTileRows;
                multiplyTile(segment.type, segment.data + static_cast<std::size_t>(tile) * bytes, x,
                             std::min(kTileRows, segment.rows - row), out + row, stride);
            }
        });
}

/// One row in the file's blocks against n activation rows, decoded piece by piece.
void multiplyDecoded(const Segment& segment, const std::byte* weights, std::int64_t columns,
                     const float* x, std::int64_t n, float* out, std::int64_t stride)
{
    for (std::int64_t i = 0; i < n; ++i) {
        out[i * stride] = 0;
    }
    std::array<float, kDecodedColumns> decoded; // NOLINT: written before it is read
    for (std::int64_t column = 0; column < columns; column += kDecodedColumns) {
        const std::int64_t count = std::min(kDecodedColumns, columns - column);
        const std::size_t offset
            = *base::rowBytes(segment.type, static_cast<std::uint64_t>(column));
        dequantise(segment.type, weights + offset, count, decoded.data());
        for (std::int64_t i = 0; i < n; ++i) {
            float sum = 0;
            rowKernels().dotF32(decoded.data(), 1, count, x + i * columns + column, 1, &sum, 1);
            out[i * stride] += sum;
        }
    }
}

/// A row of a Packed segment.
void unpackSegmentRow(const Segment& segment, std::int64_t row, std::int64_t columns, float* out)
{
    const auto tile = static_cast<std::size_t>(row / kTileRows);
    unpackRow(segment.type, segment.data + tile * tileBytes(segment.type, columns), row % kTileRows,
              columns, out);
}

/// Rows [first, first + count) of a segment as a float32 tensor.
at::Tensor decodeRows(const Segment& segment, std::int64_t columns, std::int64_t first,
                      std::int64_t count)
{
    if (segment.layout == Layout::DenseBF16) {
        return segment.dense.narrow(0, first, count).to(at::kFloat);
    }
    at::Tensor rows = at::empty({ count, columns }, at::kFloat);
    if (segment.layout == Layout::Packed) {
        for (std::int64_t row = 0; row < count; ++row) {
            unpackSegmentRow(segment, first + row, columns, rows.data_ptr<float>() + row * columns);
        }
        return rows;
    }
    const std::size_t stride = *base::rowBytes(segment.type, static_cast<std::uint64_t>(columns));
    at::parallel_for(0, count, 16, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            dequantise(segment.type, segment.data + static_cast<std::size_t>(first + row) * stride,
                       columns, rows.data_ptr<float>() + row * columns);
        }
    });
    return rows;
}

/// Without bfloat16 instructions libtorch falls back to scalar code, slower than float32.
bool hasFastBfloat()
{
    static const bool fast = __builtin_cpu_supports("avx512bf16") != 0;
    return fast;
}

/// Many activation rows against rows of any layout but Packed, into out [n, segment.rows].
void multiplyManyRows(const Segment& segment, std::int64_t columns, const at::Tensor& x,
                      const at::Tensor& out)
{
    if (segment.layout == Layout::DenseF32) {
        out.copy_(at::mm(x, segment.dense.t()));
    } else if (segment.layout == Layout::DenseBF16 && hasFastBfloat()) {
        out.copy_(at::mm(x.to(at::kBFloat16), segment.dense.t()));
    } else {
        for (std::int64_t row = 0; row < segment.rows; row += kDecodedRows) {
            const std::int64_t count = std::min(kDecodedRows, segment.rows - row);
            out.narrow(1, row, count)
                .copy_(at::mm(x, decodeRows(segment, columns, row, count).t()));
        }
    }
}

/// Dense segments, where their weights lie. A card sums products of bfloat16 in float32, and the
/// result stays that.
at::Tensor multiplyOnDevice(const std::vector<Segment>& segments, const at::Tensor& x)
{
    std::vector<at::Tensor> parts;
    for (const Segment& segment : segments) {
        parts.push_back(segment.layout == Layout::DenseF32
                            ? at::mm(x, segment.dense.t())
                            : at::mm(x.to(at::kBFloat16), segment.dense.t(), at::kFloat));
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts, 1);
}

} // namespace

at::Tensor WeightMatrix::multiply(const at::Tensor& input) const
{
    TORCH_CHECK(input.dim() == 2 && input.size(1) == m_columns, "a product of ", input.sizes(),
                " with [", m_rows, ", ", m_columns, "]");
    const at::Tensor x = input.contiguous();
    const std::int64_t n = x.size(0);
    if (!x.is_cpu()) {
        return multiplyOnDevice(m_segments, x);
    }
    if (m_segments.size() == 1 && m_segments[0].layout == Layout::DenseF32 && n > kFewRows) {
        return at::mm(x, m_segments[0].dense.t());
    }
    at::Tensor out = at::empty({ n, m_rows }, x.options());
    if (n <= kFewRows) {
        multiplyFewRows(x, out);
        return out;
    }
    std::optional<QuantisedRows> quantised;
    for (const Segment& segment : m_segments) {
        if (segment.layout == Layout::Packed) {
            if (!quantised) {
                quantised = quantise(x);
            }
            multiplyPacked(segment, *quantised, out.data_ptr<float>() + segment.firstRow, m_rows);
        } else {
            multiplyManyRows(segment, m_columns, x, out.narrow(1, segment.firstRow, segment.rows));
        }
    }
    return out;
}

void WeightMatrix::multiplyFewRows(const at::Tensor& x, const at::Tensor& out) const
{
    const float* rows = x.const_data_ptr<float>();
    QuantisedRows quantised;
    if (takesQuantised()) {
        quantised = makeQuantisedRows(x.size(0), m_columns);
        quantiseRows(rows, 0, x.size(0), quantised);
    }
    float* to = out.data_ptr<float>();
    const std::int64_t count = granules();
    const auto each = bytes() / static_cast<std::size_t>(std::max<std::int64_t>(1, count));
    shareWithTeam(count, grain(each), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t granule = begin; granule < end; ++granule) {
            multiplyGranule(granule, rows, x.size(0), quantised, to, m_rows);
        }
    });
}

std::int64_t WeightMatrix::granules() const
{
    std::int64_t count = 0;
    for (const Segment& segment : m_segments) {
        count += granulesOf(segment);
    }
    return count;
}

std::size_t WeightMatrix::bytes() const
{
    std::size_t sum = 0;
    for (const Segment& segment : m_segments) {
        sum += static_cast<std::size_t>(segment.rows) * rowStride(segment, m_columns);
    }
    return sum;
}

bool WeightMatrix::takesQuantised() const
{
    return std::any_of(m_segments.begin(), m_segments.end(),
                       [](const Segment& segment) { return segment.layout == Layout::Packed; });
}

std::pair<const Segment*, std::int64_t> WeightMatrix::locate(std::int64_t granule) const
{
    const Segment* segment = m_segments.data();
    while (granule >= granulesOf(*segment)) {
        granule -= granulesOf(*segment);
        ++segment;
    }
    return { segment, granule * kTileRows };
}

std::pair<std::int64_t, std::int64_t> WeightMatrix::rowsOf(std::int64_t granule) const
{
    const auto [segment, row] = locate(granule);
    return { segment->firstRow + row, std::min(kTileRows, segment->rows - row) };
}

void WeightMatrix::multiplyGranule(std::int64_t granule, const float* x, std::int64_t n,
                                   const QuantisedRows& quantised, float* out,
                                   std::int64_t stride) const
{
    const auto [segment, row] = locate(granule);
    const std::int64_t rows = std::min(kTileRows, segment->rows - row);
    float* to = out + segment->firstRow + row;
    const std::byte* weights
        = segment->data + static_cast<std::size_t>(row) * rowStride(*segment, m_columns);
    switch (segment->layout) {
    case Layout::Packed:
        multiplyTile(segment->type, weights, quantised, rows, to, stride);
        break;
    case Layout::DenseF32:
        rowKernels().dotF32(reinterpret_cast<const float*>(weights), rows, m_columns, x, n, to,
                            stride);
        break;
    case Layout::DenseBF16:
        rowKernels().dotBF16(reinterpret_cast<const std::uint16_t*>(weights), rows, m_columns, x, n,
                             to, stride);
        break;
    case Layout::Rows:
        for (std::int64_t i = 0; i < rows; ++i) {
            multiplyDecoded(*segment,
                            weights + static_cast<std::size_t>(i) * rowStride(*segment, m_columns),
                            m_columns, x, n, to + i, stride);
        }
        break;
    }
}

at::Tensor WeightMatrix::gather(const at::Tensor& ids) const
{
    const Segment& segment = m_segments.front();
    TORCH_CHECK(m_segments.size() == 1, "rows are gathered from a matrix of one type");
    if (segment.layout == Layout::DenseF32 || segment.layout == Layout::DenseBF16) {
        return at::index_select(segment.dense, 0, ids).to(at::kFloat);
    }
    at::Tensor out = at::empty({ ids.size(0), m_columns }, at::kFloat);
    const at::Tensor wanted = ids.contiguous();
    const std::size_t stride = *base::rowBytes(segment.type, static_cast<std::uint64_t>(m_columns));
    for (std::int64_t i = 0; i < wanted.size(0); ++i) {
        const std::int64_t row = wanted.const_data_ptr<std::int64_t>()[i];
        TORCH_CHECK(row >= 0 && row < m_rows, "row ", row, " of a matrix of ", m_rows);
        float* target = out.data_ptr<float>() + i * m_columns;
        if (segment.layout == Layout::Packed) {
            unpackSegmentRow(segment, row, m_columns, target);
        } else {
            dequantise(segment.type, segment.data + static_cast<std::size_t>(row) * stride,
                       m_columns, target);
        }
    }
    return out;
}

at::Tensor WeightMatrix::multiplyBack(const at::Tensor& y) const
{
    TORCH_CHECK(y.dim() == 2 && y.size(1) == m_rows, "a product of ", y.sizes(), " back through [",
                m_rows, ", ", m_columns, "]");
    at::Tensor out = at::zeros({ y.size(0), m_columns }, y.options());
    for (const Segment& segment : m_segments) {
        if (segment.layout == Layout::DenseF32) {
            out += at::mm(y.narrow(1, segment.firstRow, segment.rows), segment.dense);
            continue;
        }
        for (std::int64_t row = 0; row < segment.rows; row += kDecodedRows) {
            const std::int64_t count = std::min(kDecodedRows, segment.rows - row);
            out += at::mm(y.narrow(1, segment.firstRow + row, count),
                          decodeRows(segment, m_columns, row, count));
        }
    }
    return out;
}

} // namespace fe::tensor
