// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "formats/model_package.h"
#include "models/language_model.h"

#include <QList>
#include <QString>

#include <array>
#include <filesystem>
#include <optional>

namespace fe::workspace {

/// What loading a model in one form of its weights takes.
struct FormNeed {
    models::WeightForm form = models::WeightForm::Stored;
    std::optional<quint64> bytes; ///< nothing if it cannot be told
};

struct FileFact {
    QString name; ///< within the model's folder
    quint64 bytes = 0;
};

/// All that a model's headers tell; immutable, shared between threads.
struct ModelFacts {
    QString name; ///< modelName() of its path
    formats::PackagePtr package;
    std::optional<models::ModelInfo> info;
    std::optional<base::Error> problem; ///< why there is no info
    QString weightTypes; ///< "Q4_1, F32": the one with most bytes first
    QList<FileFact> files;
    std::array<FormNeed, 5> needs; ///< Stored, F32, BF16, Int8, Int4
    /// Tokens of context that the needs count with; 0 if the model keeps no cache.
    qint64 sessionTokens = 0;
};
using ModelFactsPtr = std::shared_ptr<const ModelFacts>;

/// Reads headers alone, but blocks: for the io lane. Fails if the package cannot be opened.
[[nodiscard]] base::Result<ModelFactsPtr> readFacts(const std::filesystem::path& path);

/// Names of the element types, the one with most bytes first.
[[nodiscard]] QStringList weightTypes(const formats::ModelPackage& package);

} // namespace fe::workspace
