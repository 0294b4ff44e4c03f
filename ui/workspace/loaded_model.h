// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "chat/chat_template.h"
#include "formats/model_package.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <QString>

#include <array>
#include <memory>
#include <optional>

namespace fe::workspace {

/// What the window uses a model for; it holds one model for each.
enum class Role {
    Language, ///< writes text: decoders and encoder-decoders
    Encoder, ///< reads text alone
    Picture, ///< reads pictures, with texts or without
};
inline constexpr std::array kRoles { Role::Language, Role::Encoder, Role::Picture };

[[nodiscard]] Role roleOf(const models::ModelInfo& info);

/// A model ready for use; immutable, shared between threads.
struct LoadedModel {
    QString name; ///< as the user knows it: modelName() of its path
    formats::PackagePtr package;
    models::ModelPtr any; ///< the model, whatever its kind
    models::LanguageModelPtr model; ///< the same if it writes text, else null
    tokenizers::TokenizerPtr tokenizer; ///< null if the files hold none that we can use
    /// Why it is null; nothing for a model that reads no text.
    std::optional<base::Error> tokenizerProblem;
    std::optional<chat::ChatTemplate> chatTemplate;
    std::optional<base::Error> chatTemplateProblem; ///< why a template that is there cannot be used
    double loadSeconds = 0;
};
using LoadedModelPtr = std::shared_ptr<const LoadedModel>;

/// A file that runs its own code when it is loaded, about which the user was not asked yet.
struct TrustRequest {
    QString path;
    quint64 bytes = 0;
    QString sha256; ///< of the whole file, by which it is remembered
    models::LoadOptions options; ///< what it was to be loaded with
};

/// Name of a model's file or folder without ending and without the weight type that often ends it:
/// "m/SmolLM2-135M-Instruct.Q4_1.gguf" -> "SmolLM2-135M-Instruct". What a file says of itself
/// (ModelPackage::name) is often a name of its training run.
[[nodiscard]] QString modelName(const QString& path);

} // namespace fe::workspace
