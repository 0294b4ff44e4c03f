// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>

class QMimeData;

namespace fe::imaging {

/// What a drop or the clipboard holds for us: files and folders, or a picture without a file.
struct DroppedPictures {
    QStringList paths; ///< that exist
    QImage image; ///< if there are no paths
    [[nodiscard]] bool isEmpty() const { return paths.isEmpty() && image.isNull(); }
};

/// True if droppedPictures() would find something, without decoding it.
[[nodiscard]] bool holdsPictures(const QMimeData* data);
/// Files by address, or by a text of one path a line; else the picture itself.
[[nodiscard]] DroppedPictures droppedPictures(const QMimeData* data);

/// Where pictures without a file are kept, made if needed; empty if that is impossible.
[[nodiscard]] QString pastedFolder();

} // namespace fe::imaging
