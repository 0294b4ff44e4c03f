// SPDX-License-Identifier: Apache-2.0
#include "analysis/projection.h"

#include "base/guarded.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace fe::analysis {
namespace {

using base::Result;
using Matrix = Eigen::MatrixXd;
using FloatRows
    = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// Rows or columns that are multiplied between two looks at the cancel token: some milliseconds.
constexpr Eigen::Index kBlock = 128;

Result<void> checkInput(std::span<const float> rows, std::int64_t dimensions,
                        std::int64_t components)
{
    const auto refuse = [](std::string why) {
        return base::invalidArgument("cannot find principal components", std::move(why));
    };
    const auto size = static_cast<std::int64_t>(rows.size());
    if (dimensions < 1 || size < 1 || size % dimensions != 0) {
        return refuse("there are no rows of that width");
    }
    if (components < 1 || components > dimensions) {
        return refuse("there can be 1 to "
                      + base::grouped(static_cast<unsigned long long>(dimensions)) + " of them");
    }
    if (size > kMostProjectionValues
        || std::min(dimensions, size / dimensions) > kMostProjectionSide) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot find principal components",
                             {},
                             {},
                             "there are "
                                 + base::grouped(static_cast<unsigned long long>(size / dimensions))
                                 + " rows of "
                                 + base::grouped(static_cast<unsigned long long>(dimensions)),
                             "take fewer" };
    }
    if (!std::all_of(rows.begin(), rows.end(), [](float value) { return std::isfinite(value); })) {
        return refuse("a value is not a finite number");
    }
    return {};
}

/// The lower triangle of X^T X (`wide` false) or X X^T of the centred rows X.
Result<Matrix> products(const Matrix& centred, bool wide, const base::CancelToken& cancel)
{
    const Eigen::Index side = wide ? centred.rows() : centred.cols();
    const Eigen::Index length = wide ? centred.cols() : centred.rows();
    Matrix sums = Matrix::Zero(side, side);
    for (Eigen::Index at = 0; at < length; at += kBlock) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const Eigen::Index count = std::min(kBlock, length - at);
        if (wide) {
            sums.selfadjointView<Eigen::Lower>().rankUpdate(centred.middleCols(at, count));
        } else {
            sums.selfadjointView<Eigen::Lower>().rankUpdate(
                centred.middleRows(at, count).transpose());
        }
    }
    return sums;
}

void fixSign(Eigen::VectorXd& direction)
{
    Eigen::Index largest = 0;
    for (Eigen::Index i = 1; i < direction.size(); ++i) {
        // Equal but for rounding counts as equal, or the sign would hang on the last bit.
        if (std::abs(direction[i]) > std::abs(direction[largest]) * (1 + 1e-9)) {
            largest = i;
        }
    }
    if (direction[largest] < 0) {
        direction = -direction;
    }
}

/// Fills directions and shares from the eigenvectors of the smaller side.
void takeComponents(Projection& result, const Matrix& centred, bool wide,
                    const Eigen::SelfAdjointEigenSolver<Matrix>& solved)
{
    const Eigen::VectorXd& values = solved.eigenvalues(); // ascending
    const double whole = values.cwiseMax(0).sum();
    const double smallest = values.size() == 0 ? 0
                                               : values[values.size() - 1]
            * static_cast<double>(std::max(centred.rows(), centred.cols())) * 1e-15;
    for (Eigen::Index k = 0; k < result.components; ++k) {
        const Eigen::Index at = values.size() - 1 - k;
        Eigen::VectorXd direction = Eigen::VectorXd::Zero(centred.cols());
        double share = 0;
        if (at >= 0 && values[at] > smallest) {
            direction = solved.eigenvectors().col(at);
            if (wide) {
                direction = (centred.transpose() * direction).normalized();
            }
            fixSign(direction);
            share = values[at] / whole;
        }
        const Eigen::VectorXf single = direction.cast<float>();
        result.directions.insert(result.directions.end(), single.begin(), single.end());
        result.explained.push_back(share);
    }
}

} // namespace

Result<Projection> principalComponents(std::span<const float> rows, std::int64_t dimensions,
                                       std::int64_t components, const base::CancelToken& cancel)
{
    return base::guarded("principalComponents", [&]() -> Result<Projection> {
        FE_CHECK(checkInput(rows, dimensions, components));
        const auto count = static_cast<std::int64_t>(rows.size()) / dimensions;
        Matrix centred = FloatRows(rows.data(), count, dimensions).cast<double>();
        const Eigen::RowVectorXd mean = centred.colwise().mean();
        centred.rowwise() -= mean;
        const bool wide = count < dimensions;
        FE_TRY(const Matrix sums, products(centred, wide, cancel));
        const Eigen::SelfAdjointEigenSolver<Matrix> solved(sums);
        if (solved.info() != Eigen::Success) {
            return base::internalError("principalComponents", "the eigenvalues do not converge");
        }
        Projection result;
        result.dimensions = dimensions;
        result.components = components;
        const Eigen::RowVectorXf single = mean.cast<float>();
        result.mean.assign(single.begin(), single.end());
        takeComponents(result, centred, wide, solved);
        result.coordinates = project(result, rows);
        return result;
    });
}

std::vector<float> project(const Projection& projection, std::span<const float> rows)
{
    const auto width = static_cast<std::size_t>(projection.dimensions);
    const auto components = static_cast<std::size_t>(projection.components);
    std::vector<float> coordinates;
    coordinates.reserve(rows.size() / width * components);
    for (std::size_t at = 0; at + width <= rows.size(); at += width) {
        for (std::size_t k = 0; k < components; ++k) {
            double sum = 0;
            for (std::size_t i = 0; i < width; ++i) {
                sum += (static_cast<double>(rows[at + i]) - static_cast<double>(projection.mean[i]))
                    * static_cast<double>(projection.directions[k * width + i]);
            }
            coordinates.push_back(static_cast<float>(sum));
        }
    }
    return coordinates;
}

} // namespace fe::analysis
