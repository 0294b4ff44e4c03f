// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/tabs.h"

#include "prompting/prompt_tab.h"

#include <QCoreApplication>

#include <array>

namespace fe::shell {

std::span<const workspace::TabRow> tabRows()
{
    static const std::array kRows {
        workspace::TabRow { "prompt", [] { return QCoreApplication::translate("Tabs", "Prompt"); },
                            ":/icons/prompt.svg", &prompting::makePromptTab },
    };
    return kRows;
}

} // namespace fe::shell
