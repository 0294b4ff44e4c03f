// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace fe::widgets {

/// Which token an icon is drawn with.
enum class IconRole { Text, Secondary, Accent, OnAccent, Danger, Warning };

/// ":/icons/<name>.svg" in the colours of the theme of the moment: it is drawn anew at each paint,
/// so it follows a switch of the theme and any scale factor by itself. UI thread.
[[nodiscard]] QIcon themedIcon(const QString& name, IconRole role = IconRole::Text);

} // namespace fe::widgets
