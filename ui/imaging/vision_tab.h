// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

namespace fe::imaging {

/// The Vision tab: pictures against words, labelled folders, search, and what a model sees.
[[nodiscard]] workspace::Tab* makeVisionTab(workspace::Workspace& workspace,
                                            jobs::JobRunner& runner, QWidget* parent);

} // namespace fe::imaging
