// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fe::imaging {

/// The name ends as those of pictures do, also of kinds that are refused later with the reason.
[[nodiscard]] bool hasPictureName(const QString& path);
/// A picture by its name or its content.
[[nodiscard]] bool isPictureFile(const QString& path);
/// A folder with a picture, by its name, among the first thousand entries in it and below it.
[[nodiscard]] bool holdsPictureFiles(const QString& folder);

} // namespace fe::imaging
