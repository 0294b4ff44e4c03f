// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"

#include <QString>

#include <cmath>
#include <cstring>
#include <map>
#include <vector>

namespace fe::test {

struct Array {
    base::Shape shape;
    std::vector<double> values;
};
using Arrays = std::map<std::string, Array>;

/// Every float32 and int64 tensor of a safetensors file.
inline Arrays readArrays(const QString& path)
{
    const auto package = formats::openPackage(path.toStdString());
    if (!package) {
        qFatal("%s", package.error().oneLine().c_str());
    }
    Arrays arrays;
    for (const formats::TensorEntry& tensor : (*package)->tensors()) {
        std::vector<std::byte> bytes(tensor.bytes);
        if (!(*package)->read(tensor, bytes)) {
            qFatal("cannot read %s", tensor.name.c_str());
        }
        Array& array = arrays[tensor.name];
        array.shape = tensor.shape;
        if (tensor.dtype == base::DType::F32) {
            std::vector<float> values(bytes.size() / sizeof(float));
            std::memcpy(values.data(), bytes.data(), bytes.size());
            array.values.assign(values.begin(), values.end());
        } else {
            std::vector<std::int64_t> values(bytes.size() / sizeof(std::int64_t));
            std::memcpy(values.data(), bytes.data(), bytes.size());
            array.values.assign(values.begin(), values.end());
        }
    }
    return arrays;
}

/// Largest |a - b| - rtol |b|; infinite if the shapes differ or a number is missing.
inline double worst(const Array& array, const Array& expected, double rtol)
{
    if (array.shape != expected.shape || array.values.size() != expected.values.size()) {
        return INFINITY;
    }
    double largest = 0;
    for (std::size_t i = 0; i < array.values.size(); ++i) {
        const double difference
            = std::abs(array.values[i] - expected.values[i]) - rtol * std::abs(expected.values[i]);
        largest = difference <= largest ? largest : difference; // NaN is larger than anything
    }
    return largest;
}

} // namespace fe::test
