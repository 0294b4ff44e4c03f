// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "scaling/data_table.h"

#include <string>
#include <vector>

namespace fe::scaling {

/// The same task judged all-or-nothing and by degrees (Schaeffer et al. 2023, arXiv:2304.15004).
struct MetricPair {
    std::string task;
    std::string sharp; ///< metric, "exact_match"
    std::string smooth; ///< "bleu"
    bool smoothLowerIsBetter = false;
    std::vector<std::size_t> sharpRows;
    std::vector<std::size_t> smoothRows;
};

/// Tasks with one metric of either kind, by the metric's name. NotFound: a column is not there.
[[nodiscard]] base::Result<std::vector<MetricPair>> metricPairs(const DataTable& table,
                                                                const std::string& taskColumn,
                                                                const std::string& metricColumn);

/// Metrics that count an answer as right or wrong as a whole.
[[nodiscard]] bool isSharpMetric(const std::string& metric);
/// Metrics that give part of the credit. @param lowerIsBetter may be null.
[[nodiscard]] bool isSmoothMetric(const std::string& metric, bool* lowerIsBetter = nullptr);

/// A transform, not a measurement: if an answer of `length` tokens is right only when every token
/// is, and tokens are independent, accuracy p of the whole comes from p^(1/length) a token.
/// NaN unless 0 <= p <= 1 and length > 0.
[[nodiscard]] double perToken(double wholeAccuracy, double length);
/// The way back: p^length.
[[nodiscard]] double wholeAnswer(double tokenAccuracy, double length);

} // namespace fe::scaling
