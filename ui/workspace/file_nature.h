// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace fe::workspace {

/// What a file or folder is, as far as the ways of opening it differ.
enum class FileNature {
    Model, ///< the engine opens it, or knows best why not
    LoneWeights, ///< safetensors without config.json
    Pickle, ///< what torch.save and pickle write
    Archive, ///< ZIP and the like
    LfsPointer, ///< stands in place of a file that was not downloaded
    Empty,
    Picture,
    Text,
    FolderOfModels, ///< several .gguf files
    OtherFolder,
    Missing, ///< there is nothing at that path, or it is no file and no folder
    Other,
};

struct FileLook {
    FileNature nature = FileNature::Other;
    QString description; ///< "PNG image", for people; empty for folders
    /// What to open for a model: the path itself, or the folder that it belongs to.
    QString modelPath;
};

/// Looks at the name and the first bytes; the content decides where the two disagree.
[[nodiscard]] FileLook lookAt(const QString& path);

/// What a file that is no model is, why it cannot be used as one, and what to do. Translated.
struct WrongFile {
    QString headline;
    QString reason;
    QString advice;
};

/// Nothing for a Model.
[[nodiscard]] std::optional<WrongFile> whyNoModel(const FileLook& look, const QString& path);

} // namespace fe::workspace
