// SPDX-License-Identifier: Apache-2.0
#include "analysis/rollout.h"

#include <Eigen/Core>

#include <algorithm>
#include <functional>
#include <numeric>

namespace fe::analysis {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Rows between two looks at the cancel token.
constexpr std::int64_t kBlock = 32;

void fuse(std::vector<float>& fused, std::span<const float> head, HeadFusion fusion)
{
    const auto combine = [&](auto pick) {
        std::transform(fused.begin(), fused.end(), head.begin(), fused.begin(), pick);
    };
    switch (fusion) {
    case HeadFusion::Mean:
        return combine(std::plus<float>());
    case HeadFusion::Max:
        return combine([](float a, float b) { return std::max(a, b); });
    case HeadFusion::Min:
        return combine([](float a, float b) { return std::min(a, b); });
    }
}

} // namespace

std::vector<float> fusedWithResidual(std::span<const float> weights, std::int64_t tokens,
                                     HeadFusion fusion)
{
    const auto width = static_cast<std::size_t>(tokens);
    const std::size_t size = width * width;
    std::vector<float> fused(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(size));
    for (std::size_t at = size; at < weights.size(); at += size) {
        fuse(fused, weights.subspan(at, size), fusion);
    }
    const float share
        = fusion == HeadFusion::Mean ? 0.5F / static_cast<float>(weights.size() / size) : 0.5F;
    for (std::size_t row = 0; row < width; ++row) {
        const std::span<float> line = std::span(fused).subspan(row * width, width);
        std::transform(line.begin(), line.end(), line.begin(),
                       [share](float weight) { return weight * share; });
        line[row] += 0.5F;
        const double sum = std::accumulate(line.begin(), line.end(), 0.0);
        std::transform(line.begin(), line.end(), line.begin(), [sum](float weight) {
            return static_cast<float>(static_cast<double>(weight) / sum);
        });
    }
    return fused;
}

Rollout::Rollout(std::int64_t tokens, bool causal, HeadFusion fusion)
    : m_tokens(tokens), m_causal(causal), m_fusion(fusion),
      m_matrix(static_cast<std::size_t>(tokens) * static_cast<std::size_t>(tokens))
{
    for (std::size_t i = 0; i < m_matrix.size(); i += static_cast<std::size_t>(tokens) + 1) {
        m_matrix[i] = 1;
    }
}

base::Result<void> Rollout::add(std::span<const float> weights, const base::CancelToken& cancel)
{
    const std::vector<float> layer = fusedWithResidual(weights, m_tokens, m_fusion);
    const Eigen::Map<const Matrix> step(layer.data(), m_tokens, m_tokens);
    const Eigen::Map<const Matrix> before(m_matrix.data(), m_tokens, m_tokens);
    std::vector<float> product(m_matrix.size());
    Eigen::Map<Matrix> after(product.data(), m_tokens, m_tokens);
    for (std::int64_t row = 0; row < m_tokens; row += kBlock) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const std::int64_t count = std::min(kBlock, m_tokens - row);
        const std::int64_t seen = m_causal ? row + count : m_tokens;
        after.block(row, 0, count, seen).noalias()
            = step.block(row, 0, count, seen) * before.topLeftCorner(seen, seen);
    }
    m_matrix = std::move(product);
    return {};
}

base::Result<std::vector<float>> rolloutOf(const models::AttentionCapture& capture,
                                           const base::CancelToken& cancel)
{
    const models::AttentionInfo& info = capture.info();
    Rollout rollout(info.queries, info.causal);
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        FE_CHECK(rollout.add(capture.headMean(layer), cancel));
    }
    const auto matrix = rollout.matrix();
    return std::vector<float>(matrix.begin(), matrix.end());
}

} // namespace fe::analysis
