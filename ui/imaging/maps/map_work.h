// SPDX-License-Identifier: GPL-3.0-or-later
// What the maps' jobs compute off the UI thread.
#pragma once

#include "analysis/heat_map.h"
#include "analysis/patch_features.h"
#include "analysis/zero_shot.h"
#include "pictures/picture_encoder.h"

#include <QImage>
#include <QString>
#include <QStringList>

namespace fe::imaging {

/// A picture as a model sees it.
struct SeenPicture {
    models::Pixels pixels;
    QImage image;
};
/// Reads, scales and crops. Any thread.
[[nodiscard]] base::Result<SeenPicture> readSeen(const QString& path,
                                                 const pictures::PictureModel& model,
                                                 const base::CancelToken& cancel);

struct HeatQuestion {
    QString path;
    std::shared_ptr<const pictures::PictureModel> model;
    analysis::HeatMethod method = analysis::HeatMethod::Relevance;
    /// Not null if the method reads texts.
    std::shared_ptr<const analysis::LabelWeights> weights;
    std::optional<std::size_t> label; ///< nothing: the one that fits the picture best
};
struct HeatAnswer {
    analysis::HeatMethod method = analysis::HeatMethod::Relevance; ///< that was asked for
    QImage seen;
    std::size_t label = 0; ///< of which the map is; nothing is meant for Attention
    bool isBest = false; ///< nobody asked for the label: it fits the picture best
    analysis::HeatMap map;
    /// Mean rank correlation with the maps of other labels; see analysis::labelSensitivity.
    std::optional<double> correlation;
    std::size_t compared = 0; ///< with how many others
};
[[nodiscard]] base::Result<HeatAnswer> answer(const HeatQuestion& question,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress);
/// Labels that a map is compared with: at most four, spread over all others. Pure.
[[nodiscard]] std::vector<std::size_t> comparedWith(std::size_t label, std::size_t labels);

struct FeatureQuestion {
    QStringList paths; ///< at least one
    std::shared_ptr<const pictures::PictureModel> model;
    std::optional<std::int64_t> layer; ///< see analysis::patchFeatures
};
struct FeatureAnswer {
    std::vector<QImage> seen; ///< one a path
    std::vector<analysis::PatchColours> colours; ///< one a path
};
[[nodiscard]] base::Result<FeatureAnswer> answer(const FeatureQuestion& question,
                                                 const base::CancelToken& cancel,
                                                 base::Progress& progress);

struct AttentionAnswer {
    QImage seen;
    std::shared_ptr<const analysis::PictureAttention> attention;
};
[[nodiscard]] base::Result<AttentionAnswer> attentionOf(
    const QString& path, const std::shared_ptr<const pictures::PictureModel>& model,
    const base::CancelToken& cancel, base::Progress& progress);

/// How much of a picture the model sees, a sentence for people.
[[nodiscard]] QString seenText(const pictures::PictureModel& model, const QImage& seen);

/// A colour a pixel.
[[nodiscard]] QImage imageOf(const analysis::PatchColours& colours);

} // namespace fe::imaging
