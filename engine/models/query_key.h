// SPDX-License-Identifier: Apache-2.0
//
// What one head's scores are made of.
#pragma once

#include "models/attention_capture.h"

#include <span>
#include <string>
#include <vector>

namespace fe::models {

/// One head of one attention.
struct HeadPlace {
    std::string stack; ///< StackInfo::name
    AttentionKind kind = AttentionKind::Self;
    std::int64_t layer = 0;
    std::int64_t head = 0;
};

/// Queries and keys of a head as they meet, rotated where the model rotates:
/// score = scale * query . key + bias, over the keys that a query may see.
struct HeadVectors {
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    std::int64_t dimensions = 0;
    double scale = 0;
    bool causal = false; ///< a query sees no later key,
    std::int64_t window = 0; ///< and of the earlier ones the last `window`, itself included; 0: all
    std::vector<float> query; ///< [queries, dimensions]
    std::vector<float> key; ///< [keys, dimensions]
    std::vector<float> bias; ///< [queries, keys] or empty: by distance (T5)

    [[nodiscard]] bool sees(std::int64_t q, std::int64_t k) const
    {
        return !causal || (k <= q && (window == 0 || k > q - window));
    }
    [[nodiscard]] std::span<const float> queryAt(std::int64_t index) const
    {
        return at(query, index);
    }
    [[nodiscard]] std::span<const float> keyAt(std::int64_t index) const { return at(key, index); }

private:
    [[nodiscard]] std::span<const float> at(const std::vector<float>& rows,
                                            std::int64_t index) const
    {
        const auto width = static_cast<std::size_t>(dimensions);
        return std::span(rows).subspan(static_cast<std::size_t>(index) * width, width);
    }
};

/// Runs the layers up to that of `place` over one text or picture without padding; switches are
/// heeded. Cancel is checked between layers.
/// InvalidArgument if there is no such head; Unsupported for modules of other programs.
[[nodiscard]] base::Result<HeadVectors> headVectors(const Model& model, const ForwardInput& input,
                                                    const HeadPlace& place,
                                                    const base::CancelToken& cancel);

} // namespace fe::models
