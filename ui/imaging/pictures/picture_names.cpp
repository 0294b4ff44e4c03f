// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/picture_names.h"

#include "workspace/file_nature.h"

#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace fe::imaging {

namespace {

constexpr int kMostLooked = 1000;

} // namespace

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

bool holdsPictureFiles(const QString& folder)
{
    QDirIterator entries(folder, QDir::AllEntries | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    for (int looked = 0; entries.hasNext() && looked < kMostLooked; ++looked) {
        if (hasPictureName(entries.next())) {
            return true;
        }
    }
    return false;
}

} // namespace fe::imaging
