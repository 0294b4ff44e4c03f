// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/embedding.h"
#include "vision/image_processor.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace fe::pictures {

/// All that it takes to turn picture files into vectors; immutable, cheap to copy.
struct PictureModel {
    models::ModelPtr model;
    tokenizers::TokenizerPtr tokenizer; ///< null: it reads no texts
    vision::ImageProcessor processor;
    analysis::EmbeddingSettings embedding;
    formats::PackagePtr package; ///< what it was loaded from
};

/// What the package says about preprocessing and pooling. A dual encoder gives its own vectors
/// (those that texts are compared with), others pool as their files say. A CLIP archive of code,
/// which says nothing of pictures, is treated as CLIP of its size. Refused where the model takes no
/// pictures.
/// @param model not null. @param tokenizer may be null.
[[nodiscard]] base::Result<PictureModel> pictureModel(const formats::PackagePtr& package,
                                                      models::ModelPtr model,
                                                      tokenizers::TokenizerPtr tokenizer);

/// The preprocessing half of pictureModel(), for which no weights are needed.
[[nodiscard]] base::Result<vision::ImageProcessor> pictureProcessor(
    const formats::ModelPackage& package);

/// One file as the model sees it: a batch of one. Errors name the file.
[[nodiscard]] base::Result<models::Pixels> pixelsOf(const std::filesystem::path& file,
                                                    const vision::ImageProcessor& processor,
                                                    const base::CancelToken& cancel);
[[nodiscard]] base::Result<models::Pixels> pixelsOf(const std::filesystem::path& file,
                                                    const PictureModel& model,
                                                    const base::CancelToken& cancel);

/// Takes the unit vector of a picture, or why there is none. False stops the run.
using PictureSink
    = std::function<bool(std::size_t index, const base::Result<std::vector<float>>& vector)>;

/// Encodes `files` in their order, `batch` of them (at least 1) at a time; `took` is called on this
/// thread once a file, after its batch. Pictures that cannot be read hold nothing up. They are read
/// and preprocessed by as many threads as the model has (models::threads()), which end before it
/// runs. Memory is a batch of pixels, of at least a file a thread, and a decoded picture a thread.
/// Progress counts files; cancel is checked between rows of pictures and layers, and what was taken
/// before stays taken. An Error
/// other than Cancelled concerns no single picture.
[[nodiscard]] base::Result<void> encodePictures(const PictureModel& model,
                                                std::span<const std::string> files,
                                                std::size_t batch, const PictureSink& took,
                                                const base::CancelToken& cancel,
                                                base::Progress& progress);

/// Unit vectors of pixels of any sizes, in their order: those of one size go through the model
/// together, and where that fails each by itself, so that one picture does not spoil the others.
/// Cancelled as a whole.
[[nodiscard]] base::Result<std::vector<base::Result<std::vector<float>>>> encodePixels(
    const PictureModel& model, std::vector<models::Pixels> pictures,
    const base::CancelToken& cancel);

} // namespace fe::pictures
