// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "models/attention_capture.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// How the heads of a layer become one matrix.
enum class HeadFusion {
    Mean, ///< Abnar & Zuidema 2020
    Max, ///< rows renormalised
    Min, ///< rows renormalised
};

/// Attention rollout (Abnar & Zuidema 2020, arXiv:2005.00928, eq. 1), layer by layer from the
/// input: A is half the fused heads and half the residual, R = A R. After any number of layers,
/// row i of R says how much each input token reaches position i; rows sum to 1.
class Rollout
{
public:
    /// @param causal A is lower triangular: less to multiply.
    Rollout(std::int64_t tokens, bool causal, HeadFusion fusion = HeadFusion::Mean);

    /// The next layer, [heads, tokens, tokens]. O(tokens^2 (heads + tokens)). Cancel is checked
    /// before anything is read and between rows of fused heads; the matrix is then as it was.
    [[nodiscard]] base::Result<void> add(std::span<const float> weights,
                                         const base::CancelToken& cancel);
    /// [tokens, tokens].
    [[nodiscard]] std::span<const float> matrix() const { return m_matrix; }

private:
    std::int64_t m_tokens;
    bool m_causal;
    HeadFusion m_fusion;
    std::vector<float> m_matrix;
};

/// Of a self attention that was kept, after its last layer.
[[nodiscard]] base::Result<std::vector<float>> rolloutOf(const models::AttentionCapture& capture,
                                                         const base::CancelToken& cancel);

/// (1 - 1/2) fused heads + 1/2 identity, rows sum to 1; [tokens, tokens].
/// @param weights [heads, tokens, tokens].
[[nodiscard]] std::vector<float> fusedWithResidual(std::span<const float> weights,
                                                   std::int64_t tokens, HeadFusion fusion);

} // namespace fe::analysis
