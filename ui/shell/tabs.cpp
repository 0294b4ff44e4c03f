// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/tabs.h"

#include "attention/attention_tab.h"
#include "imaging/vision_tab.h"
#include "prompting/prompt_tab.h"
#include "scaling/scaling_tab.h"

#include <QCoreApplication>

#include <array>

namespace fe::shell {

std::span<const workspace::TabRow> tabRows()
{
    static const std::array kRows {
        workspace::TabRow { "prompt", [] { return QCoreApplication::translate("Tabs", "Prompt"); },
                            ":/icons/prompt.svg", &prompting::makePromptTab },
        workspace::TabRow { "attention",
                            [] { return QCoreApplication::translate("Tabs", "Attention"); },
                            ":/icons/attention.svg", &attention::makeAttentionTab },
        workspace::TabRow { "scaling",
                            [] { return QCoreApplication::translate("Tabs", "Scaling"); },
                            ":/icons/scaling.svg", &scaling_tab::makeScalingTab },
        workspace::TabRow { "vision", [] { return QCoreApplication::translate("Tabs", "Vision"); },
                            ":/icons/vision.svg", &imaging::makeVisionTab },
    };
    return kRows;
}

} // namespace fe::shell
