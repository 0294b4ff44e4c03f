// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_evaluation.h"
#include "analysis/paired_bootstrap.h"
#include "pictures/picture_encoder.h"
#include "pictures/picture_files.h"

namespace fe::pictures {

/// Vectors of the pictures of a labelled folder. They are made once; any labels, templates and
/// temperature are scored from them without the model.
struct LabelledVectors {
    std::vector<std::string> labels; ///< of the folder
    std::int64_t dimensions = 0;
    std::vector<LabelledPicture> pictures; ///< those that have a vector
    std::vector<float> values; ///< [pictures, dimensions], unit length
    std::vector<SkippedPicture> skipped;
    bool complete = true; ///< false: cancelled, what was done before is here

    [[nodiscard]] std::span<const float> vector(std::size_t picture) const
    {
        const auto width = static_cast<std::size_t>(dimensions);
        return std::span(values).subspan(picture * width, width);
    }
};

/// Cancel is no Error: it leaves what was finished, with `complete` false.
[[nodiscard]] base::Result<LabelledVectors> encodeLabelled(const PictureModel& model,
                                                           const LabelledFolder& folder,
                                                           std::size_t batch,
                                                           const base::CancelToken& cancel,
                                                           base::Progress& progress);

struct ScoreOptions {
    analysis::ScoreKind kind = analysis::ScoreKind::Softmax;
    double temperature = 1; ///< greater than 0
};

/// What the weights say of every picture, in their order; the weights' labels are the folder's.
[[nodiscard]] std::vector<analysis::Judged> judge(const LabelledVectors& pictures,
                                                  const analysis::LabelWeights& weights,
                                                  const models::ModelInfo& info,
                                                  const ScoreOptions& options = {});

/// Pictures of a folder and what was said about them, borrowed.
struct JudgedPictures {
    const LabelledVectors& pictures;
    const std::vector<analysis::Judged>& judged; ///< as many
};

/// Pairs what two models (or templates) say about one folder, over the pictures that both have a
/// vector for. InvalidArgument if there is none, or if a picture has two truths.
[[nodiscard]] base::Result<analysis::PairedOutcomes> pairOutcomes(const JudgedPictures& first,
                                                                  const JudgedPictures& second);

} // namespace fe::pictures
