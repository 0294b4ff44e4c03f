// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_names.h"

#include "workspace/file_nature.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace fe::imaging {

bool hasPictureName(const QString& path)
{
    static constexpr std::array kEndings { "png", "jpg", "jpeg", "jpe",  "jfif", "webp", "bmp",
                                           "tif", "gif", "tiff", "heic", "heif", "avif", "ico" };
    const QString ending = QFileInfo(path).suffix().toLower();
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&ending](const char* known) { return ending == QLatin1String(known); });
}

bool isPictureFile(const QString& path)
{
    return hasPictureName(path) || workspace::lookAt(path).nature == workspace::FileNature::Picture;
}

} // namespace fe::imaging
