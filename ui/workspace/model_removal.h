// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

namespace fe::workspace {

// Ways to remove a model's file or folder; blocking, for the io lane. A link goes, and not what it
// leads to.

/// Into the trash of the desktop. Unsupported where there is none for that disk: nothing happened
/// then, and the user may be asked about deleting.
[[nodiscard]] base::Result<void> moveToTrash(const QString& path);

/// For good.
[[nodiscard]] base::Result<void> deleteForGood(const QString& path);

} // namespace fe::workspace
