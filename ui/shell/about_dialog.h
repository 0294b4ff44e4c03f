// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fe::shell {

/// Versions, licences and what the program is made of.
void showAbout(QWidget* parent);

} // namespace fe::shell
