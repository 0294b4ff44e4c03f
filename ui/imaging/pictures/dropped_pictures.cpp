// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/dropped_pictures.h"

#include "formats/user_folders.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace fe::imaging {

namespace {

QString pathOf(QString line)
{
    line = line.trimmed();
    if (line.startsWith(QLatin1String("file://"))) {
        line = QUrl(line).toLocalFile();
    } else if (line.startsWith(QLatin1String("~/"))) {
        line.replace(0, 1, QDir::homePath());
    }
    return QFileInfo(line).isAbsolute() && QFileInfo::exists(line) ? line : QString();
}

QStringList pathsOf(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile() && QFileInfo::exists(url.toLocalFile())) {
            paths.append(url.toLocalFile());
        }
    }
    if (paths.isEmpty() && data.hasText() && !data.hasImage()) {
        for (const QString& line : data.text().split(QLatin1Char('\n'))) {
            paths.append(pathOf(line));
        }
        paths.removeAll(QString());
    }
    return paths;
}

} // namespace

bool holdsPictures(const QMimeData* data)
{
    return data && (data->hasImage() || !pathsOf(*data).isEmpty());
}

DroppedPictures droppedPictures(const QMimeData* data)
{
    DroppedPictures found;
    if (data) {
        found.paths = pathsOf(*data);
        if (found.paths.isEmpty() && data->hasImage()) {
            found.image = qvariant_cast<QImage>(data->imageData());
        }
    }
    return found;
}

QString pastedFolder()
{
    const std::filesystem::path data = formats::dataFolder();
    if (data.empty()) {
        return {};
    }
    const QString folder = workspace::toText(data / "pictures" / "pasted");
    return QDir().mkpath(folder) ? folder : QString();
}

} // namespace fe::imaging
