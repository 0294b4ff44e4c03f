// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/run_record.h"

#include <memory>
#include <string>

// A record of an answer, a token a letter.
inline fe::prompting::RunRecordPtr recordOf(const std::string& text,
                                            const std::string& model = "Tiny")
{
    auto record = std::make_shared<fe::prompting::RunRecord>();
    record->modelName = model;
    record->time = "2026-01-02T03:04:05Z";
    record->prompt = "Say it";
    record->promptIds = { 1, 2 };
    record->generation.text = text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        fe::generation::Step step;
        step.id = static_cast<fe::generation::TokenId>(text[i]);
        step.logProb = -0.5F;
        step.textBegin = i;
        step.textEnd = i + 1;
        record->labels[step.id] = text.substr(i, 1);
        record->generation.steps.push_back(step);
    }
    return record;
}
