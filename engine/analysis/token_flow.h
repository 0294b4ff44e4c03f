// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/attention_capture.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// Most edges (layers x tokens^2) of a graph that flows are sought in.
inline constexpr std::int64_t kMostFlowEdges = std::int64_t { 1 } << 24;

/// Attention flow (Abnar & Zuidema 2020, arXiv:2005.00928, sec. 3): each layer's mean over heads,
/// half of it residual, is the capacity between a position and those below it; what an input token
/// gives to a position after the last layer is the maximum flow between the two. Never less than
/// the rollout of the same pair, which is one such flow, and at most 1.
///
/// @param layers by layer from the input, [tokens, tokens] each, as fusedWithResidual() gives.
/// @param target a position after the last layer.
/// @return [tokens]. O(tokens) flows, each a few passes over layers x tokens^2 edges (Dinic).
/// LimitExceeded over kMostFlowEdges. Cancel is checked between passes; progress counts tokens.
[[nodiscard]] base::Result<std::vector<double>> tokenFlow(
    std::span<const std::vector<float>> layers, std::int64_t tokens, std::int64_t target,
    const base::CancelToken& cancel, base::Progress& progress);

/// Of a self attention that was kept.
[[nodiscard]] base::Result<std::vector<double>> tokenFlow(const models::AttentionCapture& capture,
                                                          std::int64_t target,
                                                          const base::CancelToken& cancel,
                                                          base::Progress& progress);

} // namespace fe::analysis
