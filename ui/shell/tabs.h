// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

#include <span>

namespace fe::shell {

/// The tabs that exist, in their order. A new tab is a row here.
[[nodiscard]] std::span<const workspace::TabRow> tabRows();

} // namespace fe::shell
