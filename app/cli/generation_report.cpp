// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/generation_report.h"

#include "cli/context.h"

namespace fe::cli {

using base::Json;
using generation::Step;

Json described(const Step& step, const TokenNames& names)
{
    const auto id = [&](generation::TokenId value) { return names.hasIds ? Json(value) : Json(); };
    Json top = Json::array();
    for (const generation::Alternative& alternative : step.top) {
        Json entry = Json::object();
        entry.set("id", id(alternative.id));
        entry.set("token", names.label(alternative.id));
        entry.set("logprob", alternative.logProb);
        top.push(std::move(entry));
    }
    Json row = Json::object();
    row.set("id", id(step.id));
    row.set("token", names.label(step.id));
    row.set("logprob", step.logProb);
    row.set("rank", step.rank > 0 ? Json(step.rank) : Json());
    row.set("entropy", step.entropy);
    row.set("top", std::move(top));
    return row;
}

Json described(const generation::Generation& generation, const TokenNames& names)
{
    Json ids = Json::array();
    Json steps = Json::array();
    for (const Step& step : generation.steps) {
        ids.push(step.id);
        steps.push(described(step, names));
    }
    Json document = Json::object();
    document.set("text", generation.text);
    document.set("ids", names.hasIds ? std::move(ids) : Json());
    document.set("finish_reason", generation::stopReasonName(generation.reason));
    document.set("steps", std::move(steps));
    return document;
}

Json described(const generation::Timings& timings, double loadSeconds)
{
    Json row = Json::object();
    row.set("load_s", loadSeconds);
    row.set("prompt_s", timings.promptSeconds);
    row.set("decode_s", timings.decodeSeconds);
    row.set("prompt_tokens_per_s",
            static_cast<double>(timings.promptTokens) / timings.promptSeconds);
    row.set("decode_tokens_per_s",
            static_cast<double>(timings.decodeTokens) / timings.decodeSeconds);
    return row;
}

void TokenPrinter::onToken(const Step& step, std::string_view text)
{
    Json line = described(step, m_names);
    line.set("text", text);
    write(std::move(line));
}

void TokenPrinter::onEnd(generation::StopReason /*reason*/, std::string_view text)
{
    if (!text.empty()) {
        write(Json(Json::Object { { "text", Json(text) } }));
    }
}

void TokenPrinter::write(Json line)
{
    if (m_sample > 0) {
        line.set("sample", m_sample);
    }
    if (m_written) {
        m_written = print(line);
    }
    if (!m_written) {
        m_cancel.cancel();
    }
}

} // namespace fe::cli
