// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/model_package.h"
#include "models/language_model.h"

#include <QString>

namespace fe::workspace {

// What models are, in words for people and in the language of now.

/// "encoder" of ModelInfo::kind, translated; an unknown kind as it is.
[[nodiscard]] QString kindName(const std::string& kind);
/// 22713216 -> "22.7 M".
[[nodiscard]] QString parametersText(quint64 parameters);
/// "bert · encoder · 22.7 M parameters".
[[nodiscard]] QString modelSummary(const models::ModelInfo& info);
/// "GGUF".
[[nodiscard]] QString formatName(formats::PackageKind kind);
/// What it is and what it is good for, a sentence each: "MiniLM is an encoder (bert): it reads text
/// and does not continue it. It is good for ..."
[[nodiscard]] QString purposeText(const QString& name, const models::ModelInfo& info);

} // namespace fe::workspace
