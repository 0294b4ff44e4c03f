// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "models/architecture.h"

#include <cstddef>
#include <vector>

namespace fe::models {

/// Reads tensors of a package that planModel has checked, in the order that our sources want them.
/// Progress counts bytes of the file.
class WeightSource
{
public:
    /// All three must outlive the source.
    WeightSource(const formats::ModelPackage& package, const base::CancelToken& cancel,
                 base::Progress& progress)
        : m_package(package), m_cancel(cancel), m_progress(progress)
    {
    }

    [[nodiscard]] base::DType type(const TensorPart& part) const;
    /// Part of a tensor's bytes as they lie in the file.
    [[nodiscard]] base::Result<std::vector<std::byte>> bytes(const TensorPart& part,
                                                             std::uint64_t skip,
                                                             std::uint64_t count) const;
    /// All rows of a matrix's part, in our order, in the file's type.
    [[nodiscard]] base::Result<std::vector<std::byte>> rows(const TensorPart& part,
                                                            std::int64_t columns) const;
    /// All elements of a vector's parts, in our order, as float32, and `add` worked in.
    [[nodiscard]] base::Result<std::vector<float>> floats(const VectorBinding& binding) const;
    /// The first element of a tensor; null without a name.
    [[nodiscard]] base::Result<std::optional<float>> number(const std::string& name) const;

private:
    [[nodiscard]] base::Result<std::vector<float>> decoded(const TensorPart& part) const;

    const formats::ModelPackage& m_package;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
};

/// Shape that a vector has in its module.
[[nodiscard]] base::Shape moduleShape(const VectorBinding& binding, std::size_t elements);

/// Identity of a matrix: tied matrices have the same.
[[nodiscard]] std::string matrixKey(const MatrixBinding& binding);

} // namespace fe::models
