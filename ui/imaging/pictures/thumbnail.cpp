// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pictures/thumbnail.h"

#include "vision/decode.h"
#include "workspace/path_text.h"

namespace fe::imaging {

base::Result<SmallPicture> readSmall(const QString& path, int edge, const base::CancelToken& cancel)
{
    const auto decoded = vision::decodeImage(workspace::toPath(path), cancel);
    if (!decoded) {
        return decoded.error();
    }
    const QImage whole(decoded->rgb.data(), decoded->width, decoded->height,
                       static_cast<qsizetype>(decoded->rowBytes()), QImage::Format_RGB888);
    SmallPicture small { {}, whole.size() };
    small.image = qMax(whole.width(), whole.height()) <= edge
        ? whole.copy()
        : whole.scaled(edge, edge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    if (small.image.isNull()) { // shrunk to nothing: a line of one pixel
        small.image
            = whole.scaled(qMax(1, qMin(edge, whole.width())), qMax(1, qMin(edge, whole.height())),
                           Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    return small;
}

} // namespace fe::imaging
