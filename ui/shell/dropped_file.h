// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fe::shell {

/// What a dropped or opened path is for.
enum class FileUse {
    Model, ///< a folder or a model file: the workspace opens it or says why not
    Text, ///< a tab may take it
    Unknown, ///< neither
    Missing, ///< there is nothing at that path, or it is no file and no folder
};

struct DroppedFile {
    FileUse use = FileUse::Unknown;
    QString description; ///< "PNG image", for people
};

/// Looks at the name and the first bytes; the content decides where the two disagree.
[[nodiscard]] DroppedFile lookAtFile(const QString& path);

} // namespace fe::shell
