// SPDX-License-Identifier: Apache-2.0
//
// What a vision model makes of each patch: its features as colours, and whom it looks at.
#pragma once

#include "analysis/heat_map.h"
#include "models/attention_gradients.h"
#include "models/patch_vectors.h"

#include <memory>
#include <optional>

namespace fe::analysis {

struct PatchFeatures {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t dimensions = 0;
    std::vector<float> values; ///< [rows x columns, dimensions]
};

/// States of the patches of one picture, without class and register tokens.
/// @param layer 0: embeddings, 1: after the first layer ..; nothing: last_hidden_state.
/// Unsupported: modules of other programs, which show no states.
[[nodiscard]] base::Result<PatchFeatures> patchFeatures(const models::Model& model,
                                                        const models::Pixels& picture,
                                                        std::optional<std::int64_t> layer,
                                                        const base::CancelToken& cancel,
                                                        base::Progress& progress);

/// A colour a patch.
struct PatchColours {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<float> rgb; ///< [rows, columns, 3], each from 0 to 1
};

/// The first three principal components of all pictures' patches together as red, green and blue
/// (Oquab et al. 2023, DINOv2, arXiv:2304.07193, fig. 1): what has the same colour has similar
/// features, across pictures too. Each component runs from its 2nd to its 98th percentile; signs as
/// in analysis/projection.h. A component that does not vary is 0.5.
/// @param pictures at least one, of the same dimensions.
[[nodiscard]] base::Result<std::vector<PatchColours>> patchColours(
    std::span<const PatchFeatures> pictures, const base::CancelToken& cancel);

/// Attention of every layer over one picture, kept for looking at. Immutable.
class PictureAttention
{
public:
    /// Bytes that are kept at most.
    static constexpr std::uint64_t kMostBytes = std::uint64_t { 1 } << 30;

    /// LimitExceeded beyond kMostBytes, before anything is computed.
    [[nodiscard]] static base::Result<std::shared_ptr<const PictureAttention>> of(
        const models::Model& model, const models::Pixels& picture, const base::CancelToken& cancel,
        base::Progress& progress);

    struct Question {
        /// Nothing: rollout through all layers (Abnar & Zuidema 2020, arXiv:2005.00928).
        std::optional<std::int64_t> layer = {};
        std::optional<std::int64_t> head = {}; ///< nothing: the mean; not for a rollout
        /// Whose attention, row by row; nothing: the class token's, or the pooling head's where
        /// there is none (which has no layers: `layer` only says that no rollout is wanted).
        std::optional<std::int64_t> patch = {};
    };
    /// How much of the attention goes to each patch. Quick enough for every click: a rollout reads
    /// one matrix a layer, all else single rows. InvalidArgument for what is not there.
    [[nodiscard]] base::Result<HeatMap> map(const Question& question) const;

    [[nodiscard]] const models::PatchGrid& grid() const { return m_grid; }
    [[nodiscard]] std::int64_t layers() const { return static_cast<std::int64_t>(m_layers.size()); }
    [[nodiscard]] std::int64_t heads() const { return m_heads; }

private:
    [[nodiscard]] std::vector<double> rollout(const Question& question) const;

    models::PatchGrid m_grid;
    std::int64_t m_heads = 0;
    std::vector<float> m_pooling; ///< [heads, 1, tokens]; empty with a class token
    std::vector<std::vector<float>> m_layers; ///< [heads, tokens, tokens] each
    /// [tokens, tokens] each, over the heads: a rollout reads all layers, for every click, and so
    /// no more than it needs.
    std::vector<std::vector<float>> m_means;
};

} // namespace fe::analysis
