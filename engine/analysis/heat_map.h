// SPDX-License-Identifier: Apache-2.0
//
// Which patches of a picture speak for a text.
#pragma once

#include "models/language_model.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace fe::analysis {

enum class HeatMethod {
    /// Cosine of each patch's own vector and the text; no gradient (models/patch_vectors.h).
    Similarity,
    /// Gradients of image . text by attention, gathered over layers (Chefer, Gur & Wolf 2021,
    /// arXiv:2103.15679). SigLIP: seen from its pooling head.
    Relevance,
    /// Attention rollout from the class token, or from the pooling head (Abnar & Zuidema 2020,
    /// arXiv:2005.00928). It knows no text.
    Attention,
};
inline constexpr std::array kHeatMethods { HeatMethod::Similarity, HeatMethod::Relevance,
                                           HeatMethod::Attention };
/// "similarity", "relevance", "attention".
[[nodiscard]] const char* heatMethodName(HeatMethod method);
[[nodiscard]] std::optional<HeatMethod> heatMethodNamed(std::string_view name);
/// Models without a space for pictures and texts have attention alone.
[[nodiscard]] bool readsTexts(HeatMethod method);

/// A number a patch, row by row from the top left.
struct HeatMap {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<float> values; ///< [rows, columns]
    bool isSigned = false; ///< cosines; else not negative
};

/// Maps of one picture for several texts in one go: for one method they share most of the work.
/// Cancel as in models/attention_gradients.h.
/// @param picture one. @param texts [count, embeddingSize] unit vectors; not read by Attention,
/// which gives one map.
[[nodiscard]] base::Result<std::vector<HeatMap>> heatMaps(
    const models::Model& model, const models::Pixels& picture, std::span<const float> texts,
    HeatMethod method, const base::CancelToken& cancel, base::Progress& progress);

/// The map of one text.
[[nodiscard]] base::Result<HeatMap> heatMap(const models::Model& model,
                                            const models::Pixels& picture,
                                            std::span<const float> text, HeatMethod method,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress);

/// Spearman's rank correlation, ties share their mean rank. Nothing if the lengths differ, are
/// below two, a number is not finite, or one side has only one value. O(n log n).
[[nodiscard]] std::optional<double> rankCorrelation(std::span<const float> a,
                                                    std::span<const float> b);

/// The sanity check of Adebayo et al. 2018 (arXiv:1810.03292) by labels: mean rank correlation of
/// the first map with each of the others. Near 1: the map says little about its own label. Nothing
/// without another map that can be compared.
[[nodiscard]] std::optional<double> labelSensitivity(std::span<const HeatMap> maps);

} // namespace fe::analysis
