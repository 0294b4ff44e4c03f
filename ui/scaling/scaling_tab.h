// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

namespace fe::scaling_tab {

/// The Scaling tab: tables of measurements, laws fitted to them, emergence.
[[nodiscard]] workspace::Tab* makeScalingTab(workspace::Workspace& workspace,
                                             jobs::JobRunner& runner, QWidget* parent);

} // namespace fe::scaling_tab
