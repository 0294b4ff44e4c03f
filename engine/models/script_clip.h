// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/language_model.h"

#include <optional>

namespace fe::models {

/// What the names and shapes of an archive's tensors say if they are those of CLIP as OpenAI
/// published it (and open_clip after it): "visual.conv1.weight", "positional_embedding",
/// "token_embedding.weight", "text_projection", "logit_scale" ... Nothing if they are not.
[[nodiscard]] std::optional<ModelInfo> describeScriptClip(const formats::ModelPackage& package);

/// A TorchScript archive that has the methods encode_image(image) and encode_text(text) as a dual
/// encoder: forward() gives image_embeds and text_embeds, unit length, and with both
/// logits_per_image = exp(logit_scale) x cosine. There are no hidden states or attentions: the
/// module keeps them to itself. Texts are padded with zeros to the context, which is what it was
/// traced with; its end-of-text token must have the highest id. Only after the user has trusted the
/// file.
[[nodiscard]] base::Result<ModelPtr> loadScriptClip(const formats::PackagePtr& package,
                                                    const LoadOptions& options,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

} // namespace fe::models
