// SPDX-License-Identifier: Apache-2.0
#include "models/weight_source.h"

#include "tensor/dequantise.h"

#include <cstring>

namespace fe::models {
namespace {

using base::Result;

/// Row of the file that becomes row `row`.
std::int64_t sourceRow(const TensorPart& part, std::int64_t row)
{
    if (part.order == RowOrder::RotaryPairs) {
        const std::int64_t head = row / part.headDim;
        const std::int64_t within = row % part.headDim;
        const std::int64_t half = part.headDim / 2;
        return head * part.headDim + 2 * (within % half) + within / half;
    }
    if (part.order == RowOrder::HeadByHead) {
        const std::int64_t width = part.rows / 3;
        const std::int64_t third = row / width;
        const std::int64_t head = row % width / part.headDim;
        return (3 * head + third) * part.headDim + row % part.headDim;
    }
    return row;
}

/// Rows brought into our order, `stride` bytes each.
std::vector<std::byte> reordered(const TensorPart& part, const std::vector<std::byte>& rows,
                                 std::size_t stride)
{
    std::vector<std::byte> result(rows.size());
    for (std::int64_t row = 0; row < part.rows; ++row) {
        std::memcpy(result.data() + static_cast<std::size_t>(row) * stride,
                    rows.data() + static_cast<std::size_t>(sourceRow(part, row)) * stride, stride);
    }
    return result;
}

/// [columns, rows] elements of `size` bytes turned into [rows, columns].
std::vector<std::byte> transposed(const std::vector<std::byte>& from, std::size_t rows,
                                  std::size_t columns, std::size_t size)
{
    std::vector<std::byte> to(from.size());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            std::memcpy(to.data() + (row * columns + column) * size,
                        from.data() + (column * rows + row) * size, size);
        }
    }
    return to;
}

} // namespace

base::DType WeightSource::type(const TensorPart& part) const
{
    return m_package.findTensor(part.name)->dtype;
}

Result<std::vector<std::byte>> WeightSource::bytes(const TensorPart& part, std::uint64_t skip,
                                                   std::uint64_t count) const
{
    if (m_cancel.isCancelled()) {
        return base::cancelled();
    }
    std::vector<std::byte> bytes(count);
    FE_CHECK(m_package.read(*m_package.findTensor(part.name), bytes, skip));
    m_progress.advance(count);
    return bytes;
}

Result<std::vector<std::byte>> WeightSource::rows(const TensorPart& part,
                                                  std::int64_t columns) const
{
    const formats::TensorEntry& tensor = *m_package.findTensor(part.name);
    FE_TRY(std::vector<std::byte> inFile, bytes(part, 0, tensor.bytes));
    if (part.order == RowOrder::Plain) {
        return inFile;
    }
    const auto rows = static_cast<std::size_t>(part.rows);
    const std::size_t stride = tensor.bytes / rows;
    if (part.order == RowOrder::Transposed) {
        const auto width = static_cast<std::size_t>(columns);
        return transposed(inFile, rows, width, stride / width);
    }
    return reordered(part, inFile, stride);
}

Result<std::vector<float>> WeightSource::decoded(const TensorPart& part) const
{
    const formats::TensorEntry& tensor = *m_package.findTensor(part.name);
    FE_TRY(const auto inFile, bytes(part, 0, tensor.bytes));
    std::int64_t count = 1;
    for (const std::int64_t dim : tensor.shape) {
        count *= dim;
    }
    std::vector<float> values(static_cast<std::size_t>(count));
    tensor::dequantise(tensor.dtype, inFile.data(), count, values.data());
    return values;
}

Result<std::vector<float>> WeightSource::floats(const VectorBinding& binding) const
{
    std::vector<float> values;
    for (const TensorPart& part : binding.parts) {
        FE_TRY(const std::vector<float> read, decoded(part));
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(read.size()); ++i) {
            values.push_back(read[static_cast<std::size_t>(sourceRow(part, i))] + binding.add);
        }
    }
    return values;
}

Result<std::optional<float>> WeightSource::number(const std::string& name) const
{
    if (name.empty()) {
        return std::optional<float>();
    }
    FE_TRY(const std::vector<float> values, decoded({ name, 1 }));
    return std::optional<float>(values.front());
}

base::Shape moduleShape(const VectorBinding& binding, std::size_t elements)
{
    if (!binding.as.empty()) {
        return binding.as;
    }
    return binding.shape.empty() ? base::Shape { static_cast<std::int64_t>(elements) }
                                 : binding.shape;
}

std::string matrixKey(const MatrixBinding& binding)
{
    std::string key;
    for (const TensorPart& part : binding.parts) {
        key += part.name + "\n";
    }
    return key;
}

} // namespace fe::models
