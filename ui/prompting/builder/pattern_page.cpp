// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder_page.h"
namespace fe::prompting {
BuilderPage* makePatternPage(Mode, PromptState&, QWidget* parent)
{
    return makeFreePage(parent);
}
} // namespace fe::prompting
