// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <QImage>
#include <QString>

namespace fe::imaging {

/// A picture small enough to keep.
struct SmallPicture {
    QImage image; ///< RGB, proportions kept, never larger than the picture itself
    QSize size; ///< of the picture, pixels
};

/// Longest edge of the thumbnails that lists keep, pixels.
inline constexpr int kThumbnailEdge = 192;

/// Decodes a file and shrinks it to `edge` pixels. Memory: one decoded picture. Any thread.
[[nodiscard]] base::Result<SmallPicture> readSmall(const QString& path, int edge,
                                                   const base::CancelToken& cancel);

} // namespace fe::imaging
