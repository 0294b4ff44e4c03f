// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_estimate.h"

#include "evaluation/prefix_counter.h"
#include "evaluation/sweep_layout.h"
#include "generation/text_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace fe::prompting {

namespace {

using evaluation::SweepLayout;
using generation::TextModel;
using generation::TextPart;
using models::TokenId;

constexpr std::size_t kMostPrompts = 1500; // turned into tokens; takes some tenths of a second

/// Counts tokens of prompts as they are added.
class Counting
{
public:
    Counting(const evaluation::SweepPlan& plan, const TextModel& model)
        : m_plan(plan), m_model(model)
    {
    }

    base::Result<void> add(const evaluation::BuiltPrompt& prompt)
    {
        FE_TRY(const std::vector<TokenId> ids, m_model.tokenize(prompt.text, TextPart::Prompt));
        m_counter.add(ids, {});
        m_tokens += static_cast<std::int64_t>(ids.size());
        if (m_plan.generated) {
            return {};
        }
        for (const std::string& label : m_plan.labels) {
            FE_TRY(const std::vector<TokenId> tail,
                   m_model.tokenize(prompt.lead + label, TextPart::Continuation));
            const std::size_t read = tail.empty() ? 0 : tail.size() - 1;
            m_counter.add(ids, std::span(tail).first(read));
            m_tokens += static_cast<std::int64_t>(read);
        }
        return {};
    }

    [[nodiscard]] std::int64_t tokens() const { return m_tokens; }
    [[nodiscard]] std::int64_t unique() const { return m_counter.count(); }

private:
    const evaluation::SweepPlan& m_plan;
    const TextModel& m_model;
    evaluation::PrefixCounter m_counter;
    std::int64_t m_tokens = 0;
};

base::Result<evaluation::BuiltPrompt> promptOf(const evaluation::SweepPlan& plan,
                                               const SweepLayout& layout, std::size_t query,
                                               const evaluation::CellKey& key)
{
    return layout.prompt(layout.examplesOf(query, key), plan.table.values(query));
}

/// Tokens a second, from the longest kind of prompt.
base::Result<double> measuredSpeed(const evaluation::SweepPlan& plan, const SweepLayout& layout,
                                   TextModel& model, const base::CancelToken& cancel)
{
    FE_TRY(const evaluation::BuiltPrompt prompt,
           promptOf(plan, layout, 0, layout.cellKeys().back()));
    base::Progress progress;
    const auto began = std::chrono::steady_clock::now();
    FE_CHECK(model.score(prompt.text, { " " }, cancel, progress));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
    return static_cast<double>(model.tokensRead()) / std::max(seconds.count(), 1e-6);
}

/// A count that grows with the rows, from what half of a sample and all of it gave.
std::int64_t extrapolated(std::int64_t half, std::size_t halfRows, std::int64_t all,
                          std::size_t allRows, std::size_t rows)
{
    if (allRows <= halfRows) {
        return all;
    }
    const double slope = static_cast<double>(all - half) / static_cast<double>(allRows - halfRows);
    return all + std::llround(slope * static_cast<double>(rows - allRows));
}

} // namespace

base::Result<SweepEstimate> estimateSweep(const evaluation::SweepPlan& plan,
                                          const workspace::LoadedModel& model,
                                          double& tokensPerSecond, const base::CancelToken& cancel)
{
    const auto text
        = generation::localTextModel(model.model, model.tokenizer, model.name.toStdString());
    const SweepLayout layout(plan);
    const std::size_t rows = layout.queries();
    const std::vector<evaluation::CellKey> keys = layout.cellKeys();
    const std::size_t sample
        = std::clamp<std::size_t>(kMostPrompts / keys.size(), 1, std::max<std::size_t>(rows, 1));
    SweepEstimate estimate;
    estimate.prompts = rows * keys.size();
    estimate.exact = sample == rows;
    Counting counting(plan, *text);
    std::int64_t halfUnique = 0;
    std::int64_t halfTokens = 0;
    for (std::size_t i = 0; i < sample; ++i) {
        if (i == sample / 2) {
            halfUnique = counting.unique();
            halfTokens = counting.tokens();
        }
        for (const evaluation::CellKey& key : keys) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            // Spread over the table, whose rows may be sorted.
            FE_TRY(const evaluation::BuiltPrompt prompt,
                   promptOf(plan, layout, i * rows / sample, key));
            FE_CHECK(counting.add(prompt));
        }
    }
    estimate.tokens = extrapolated(halfTokens, sample / 2, counting.tokens(), sample, rows);
    estimate.uniqueTokens = extrapolated(halfUnique, sample / 2, counting.unique(), sample, rows);
    if (plan.generated) {
        estimate.writtenTokens
            = static_cast<std::int64_t>(estimate.prompts) * plan.generated->maxTokens;
    }
    if (tokensPerSecond <= 0) {
        // A prompt that is too long has no speed; the sweep says so of each.
        if (const auto speed = measuredSpeed(plan, layout, *text, cancel)) {
            tokensPerSecond = *speed;
        } else if (speed.error().code == base::ErrorCode::Cancelled) {
            return speed.error();
        }
    }
    if (tokensPerSecond > 0) {
        estimate.seconds
            = static_cast<double>(estimate.uniqueTokens + estimate.writtenTokens) / tokensPerSecond;
    }
    return estimate;
}

} // namespace fe::prompting
