// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "models/query_key.h"

#include <cstdint>
#include <vector>

namespace fe::analysis {

/// Why one query looks at one key: score = sum of contributions + bias, and the softmax of a
/// query's scores over the keys that it sees is the attention.
struct QueryKeyDetail {
    std::vector<double> contributions; ///< [dimensions] scale x q_i x k_i, after rotation
    double bias = 0; ///< by distance (T5); else 0
    double score = 0;
    bool isSeen = true; ///< else a mask hides the key and the weight is 0
    double weight = 0; ///< attention
};

/// InvalidArgument if there is no such query or key. O(keys x dimensions).
[[nodiscard]] base::Result<QueryKeyDetail> queryKeyDetail(const models::HeadVectors& head,
                                                          std::int64_t query, std::int64_t key);

} // namespace fe::analysis
