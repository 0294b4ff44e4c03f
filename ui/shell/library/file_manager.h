// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fe::shell {

/// Shows the file or folder, selected in its folder where the desktop can do that. Returns at once.
void showInFileManager(const QString& path);

} // namespace fe::shell
