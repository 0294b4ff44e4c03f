// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fe::prompting {

class PromptState;

/// Shows the task gallery as a panel below `anchor`; a task that is chosen there goes into the
/// document, ready to run, and the document of before can be brought back. Deletes itself.
/// @param state outlives the panel.
void showTaskPopup(PromptState& state, QWidget* anchor);

} // namespace fe::prompting
