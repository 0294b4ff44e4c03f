// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/tab.h"

namespace fe::prompting {

/// The Prompt tab: builds a prompt, runs it, and shows the answer token by token.
[[nodiscard]] workspace::Tab* makePromptTab(workspace::Workspace& workspace,
                                            jobs::JobRunner& runner, QWidget* parent);

} // namespace fe::prompting
