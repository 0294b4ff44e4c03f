// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

namespace fe::attention {

/// The Attention tab: every head of a model over one input, the logit lens, ablation and patching.
[[nodiscard]] workspace::Tab* makeAttentionTab(workspace::Workspace& workspace,
                                               jobs::JobRunner& runner, QWidget* parent);

} // namespace fe::attention
