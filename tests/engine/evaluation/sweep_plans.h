// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/sweep.h"

namespace fe::test {

/// Rows "text I" with labels good and bad in turns.
inline evaluation::SweepPlan reviewPlan(int rows)
{
    evaluation::SweepPlan plan;
    plan.table.columns = { "text", "label" };
    for (int i = 0; i < rows; ++i) {
        plan.table.rows.push_back({ "text " + std::to_string(i), i % 2 == 0 ? "good" : "bad" });
    }
    plan.prompt.pattern = *evaluation::PromptPattern::parse("Text: {text}\nLabel: {label}");
    plan.prompt.answerField = "label";
    plan.labels = { "good", "bad" };
    return plan;
}

/// Its number in the last line "Text: text I".
inline int queryIn(const std::string& prompt)
{
    const std::size_t begin = prompt.rfind("Text: text ") + 11;
    return std::stoi(prompt.substr(begin));
}

} // namespace fe::test
