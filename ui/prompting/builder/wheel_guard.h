// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fe::prompting {

/// Boxes and sliders inside `page` leave the wheel to the page, which scrolls, until they have the
/// focus: a value must not change because the pointer passed over it.
void guardWheel(QWidget& page);

} // namespace fe::prompting
