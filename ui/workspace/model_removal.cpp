// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_removal.h"

#include "base/guarded.h"
#include "workspace/path_text.h"

#include <QFile>

namespace fe::workspace {

base::Result<void> moveToTrash(const QString& path)
{
    if (QFile::moveToTrash(path)) {
        return {};
    }
    return base::Error { .code = base::ErrorCode::Unsupported,
                         .what = "cannot move the model to the trash",
                         .file = path.toStdString(),
                         .field = {},
                         .why = "the desktop has no trash for this disk, or refuses the file",
                         .fix = "delete it for good" };
}

base::Result<void> deleteForGood(const QString& path)
{
    return base::guarded("deleteForGood", [&path]() -> base::Result<void> {
        std::error_code failure;
        const auto removed = std::filesystem::remove_all(toPath(path), failure);
        if (!failure && removed > 0) {
            return {};
        }
        return base::Error { .code
                             = failure ? base::ErrorCode::Unreadable : base::ErrorCode::NotFound,
                             .what = "cannot delete the model",
                             .file = path.toStdString(),
                             .field = {},
                             .why = failure ? failure.message() : "it is not there any more",
                             .fix = failure ? "check the permissions of the folder" : "" };
    });
}

} // namespace fe::workspace
