// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"

#include <QtTest>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace fe::tests {

/// A tensor of a reference file, numbers as double whatever their type there.
struct ExpectedTensor {
    base::Shape shape;
    std::vector<double> values;
};

inline std::vector<double> widen(base::DType dtype, const std::vector<std::byte>& bytes)
{
    const auto as = [&bytes]<typename T>(T) {
        std::vector<T> typed(bytes.size() / sizeof(T));
        std::memcpy(typed.data(), bytes.data(), bytes.size());
        return std::vector<double>(typed.begin(), typed.end());
    };
    switch (dtype) {
    case base::DType::F32:
        return as(float {});
    case base::DType::I64:
        return as(std::int64_t {});
    case base::DType::U8:
        return as(std::uint8_t {});
    default:
        return {};
    }
}

/// Every tensor of a .safetensors file; empty if it cannot be read.
inline std::map<std::string, ExpectedTensor> readExpected(const std::string& path)
{
    std::map<std::string, ExpectedTensor> result;
    const auto package = formats::openPackage(path);
    if (!package) {
        qWarning("%s", package.error().oneLine().c_str());
        return result;
    }
    for (const formats::TensorEntry& entry : (*package)->tensors()) {
        std::vector<std::byte> bytes(entry.bytes);
        if ((*package)->read(entry, bytes)) {
            result[entry.name] = { entry.shape, widen(entry.dtype, bytes) };
        }
    }
    return result;
}

/// How far `values` are beyond |difference| <= atol + rtol |expected|: <= 0 is good; infinite if
/// sizes differ or a value is NaN.
template<typename Values>
double excess(const Values& values, const std::vector<double>& expected, double atol, double rtol)
{
    if (values.size() != expected.size()) {
        return INFINITY;
    }
    double worst = -INFINITY;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double beyond = std::fabs(static_cast<double>(values[i]) - expected[i]) - atol
            - rtol * std::fabs(expected[i]);
        worst = std::isnan(beyond) ? INFINITY : std::max(worst, beyond);
    }
    return worst;
}

} // namespace fe::tests
