// SPDX-License-Identifier: Apache-2.0
#include "tensor/dequantise.h"
#include "tensor/packed_tiles.h"
#include "tensor/torch_bridge.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>

#include <cstring>

namespace fe::tensor {
namespace {

using Segment = WeightMatrix::Segment;
using Layout = Segment::Layout;

/// Rows that one thread takes at least: below, waking a thread costs more than it brings.
constexpr std::int64_t kGrainBytes = 64 << 10;
/// Rows decoded at a time where many activations meet weights without a product of their own.
constexpr std::int64_t kDecodedRows = 256;

std::int64_t grain(std::size_t bytesPerItem)
{
    return std::max<std::int64_t>(
        1, kGrainBytes / static_cast<std::int64_t>(std::max<std::size_t>(1, bytesPerItem)));
}

/// Sum of products; the compiler splits the sum over vector lanes.
__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) float dot(
    const float* a, const float* b, std::int64_t count)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) float dotBfloat(
    const std::uint16_t* a, const float* b, std::int64_t count)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i) {
        sum += bfloatToFloat(a[i]) * b[i];
    }
    return sum;
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

void multiplyPacked(const Segment& segment, const QuantisedRows& x, float* out, std::int64_t stride)
{
    const std::size_t bytes = tileBytes(segment.type, x.columns);
    const std::int64_t tiles = (segment.rows + kTileRows - 1) / kTileRows;
    at::parallel_for(
        0, tiles, grain(bytes * static_cast<std::size_t>(x.rows)),
        [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t tile = begin; tile < end; ++tile) {
                const std::int64_t row = tile * kTileRows;
                multiplyTile(segment.type, segment.data + static_cast<std::size_t>(tile) * bytes, x,
                             std::min(kTileRows, segment.rows - row), out + row, stride);
            }
        });
}

/// One activation row against rows of any layout but Packed: bound by the reading of the weights.
void multiplyOneRow(const Segment& segment, std::int64_t columns, const float* x, float* out)
{
    const std::size_t stride = segment.layout == Layout::Rows
        ? *base::rowBytes(segment.type, static_cast<std::uint64_t>(columns))
        : static_cast<std::size_t>(columns) * (segment.layout == Layout::DenseF32 ? 4 : 2);
    at::parallel_for(0, segment.rows, grain(stride), [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> decoded(
            segment.layout == Layout::Rows ? static_cast<std::size_t>(columns) : 0);
        for (std::int64_t row = begin; row < end; ++row) {
            const std::byte* weights = segment.data + static_cast<std::size_t>(row) * stride;
            if (segment.layout == Layout::DenseF32) {
                out[row] = dot(reinterpret_cast<const float*>(weights), x, columns);
            } else if (segment.layout == Layout::DenseBF16) {
                out[row] = dotBfloat(reinterpret_cast<const std::uint16_t*>(weights), x, columns);
            } else {
                dequantise(segment.type, weights, columns, decoded.data());
                out[row] = dot(decoded.data(), x, columns);
            }
        }
    });
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
    if (m_segments.size() == 1 && m_segments[0].layout == Layout::DenseF32 && n > 1) {
        return at::mm(x, m_segments[0].dense.t());
    }
    at::Tensor out = at::empty({ n, m_rows }, x.options());
    std::optional<QuantisedRows> quantised;
    for (const Segment& segment : m_segments) {
        if (segment.layout == Layout::Packed) {
            if (!quantised) {
                quantised = quantise(x);
            }
            multiplyPacked(segment, *quantised, out.data_ptr<float>() + segment.firstRow, m_rows);
        } else if (n == 1) {
            multiplyOneRow(segment, m_columns, x.const_data_ptr<float>(),
                           out.data_ptr<float>() + segment.firstRow);
        } else {
            multiplyManyRows(segment, m_columns, x, out.narrow(1, segment.firstRow, segment.rows));
        }
    }
    return out;
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
