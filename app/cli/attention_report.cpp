// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/attention_report.h"

#include "analysis/class_map.h"
#include "analysis/token_flow.h"
#include "base/memory.h"
#include "models/patch_vectors.h"

#include <algorithm>

namespace fe::cli {
namespace {

using base::Json;
using base::Result;
using models::AttentionInfo;
using models::AttentionKind;

/// All flows of a stack are followed unasked up to this many pairs of positions x edges.
constexpr double kFreeFlowWork = 6e7;
/// What a number of the printed rollout takes: as float, as JSON and as text.
constexpr double kPrintedBytes = 80;

/// [layers][heads] of one score.
Json grid(const analysis::AttentionScores& scores, double analysis::HeadScores::*member)
{
    Json rows = Json::array();
    for (std::int64_t layer = 0; layer < scores.info.layers; ++layer) {
        Json row = Json::array();
        for (std::int64_t head = 0; head < scores.info.heads; ++head) {
            row.push(scores.at(layer, head).*member);
        }
        rows.push(std::move(row));
    }
    return rows;
}

template<typename Number>
Json matrix(const std::vector<Number>& values, std::size_t columns)
{
    Json rows = Json::array();
    for (std::size_t at = 0; at < values.size(); at += columns) {
        rows.push(Json::arrayOf(std::span(values).subspan(at, columns)));
    }
    return rows;
}

bool isCross(const AttentionInfo& info)
{
    return info.kind == AttentionKind::Cross;
}

} // namespace

AttentionReport::AttentionReport(const InsideInput& inside, Options options)
    : m_inside(inside), m_options(std::move(options)),
      m_attentions(models::attentionsOf(*inside.loaded.model, inside.input)),
      m_summary(m_attentions,
                analysis::scoredTokens(*inside.loaded.model, inside.input, inside.tokenizer.get())),
      m_flows(m_attentions.size())
{
    for (std::size_t i = 0; i < m_attentions.size(); ++i) {
        const AttentionInfo& info = m_attentions[i];
        const double tokens = static_cast<double>(info.queries);
        if (isCross(info)) {
            continue;
        }
        m_flows[i].of = m_options.flowOf;
        if (m_options.flowOf.empty() && m_options.dump
            && tokens * tokens * tokens * tokens * static_cast<double>(info.layers)
                < kFreeFlowWork) {
            for (std::int64_t position = 0; position < info.queries; ++position) {
                m_flows[i].of.push_back(position);
            }
        }
    }
}

Result<void> AttentionReport::check() const
{
    double bytes = 0;
    std::int64_t tokens = 0;
    for (const AttentionInfo& info : m_attentions) {
        const double head = static_cast<double>(info.queries) * static_cast<double>(info.keys);
        const auto layers = static_cast<double>(info.layers);
        const auto heads = static_cast<double>(info.heads);
        bytes += isCross(info) ? 0 : head * kPrintedBytes;
        bytes += m_options.dump ? layers * (heads + 1) * head * sizeof(float) : 0;
        tokens = std::max({ tokens, info.queries, info.keys });
        for (const std::int64_t position : m_options.flowOf) {
            if (position >= info.queries) {
                return base::invalidArgument("cannot use --flow " + std::to_string(position),
                                             "there are " + std::to_string(info.queries)
                                                 + " tokens, counted from 0");
            }
        }
    }
    constexpr const char* kWhat = "cannot look at the attention";
    const auto need = static_cast<std::uint64_t>(std::min(bytes, 9e18));
    if (need > m_options.budgetBytes) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             kWhat,
                             m_inside.source,
                             {},
                             "that of " + base::grouped(static_cast<std::uint64_t>(tokens))
                                 + " tokens takes " + base::bytesText(need) + ", and "
                                 + base::bytesText(m_options.budgetBytes) + " are allowed",
                             "shorten the text, leave --dump out or raise --budget" };
    }
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        return base::Error { base::ErrorCode::OutOfMemory,
                             kWhat,
                             m_inside.source,
                             {},
                             "it needs " + base::bytesText(need) + " of memory but only "
                                 + base::bytesText(available) + " are free",
                             "shorten the text or leave --dump out" };
    }
    return {};
}

Result<void> AttentionReport::run(Context& context)
{
    models::CaptureOptions options;
    options.keep = false;
    const auto captured = models::captureAttention(
        *m_inside.loaded.model, m_inside.input, options,
        [&](const models::AttentionLayer& layer) { return add(layer, context); }, context.cancel,
        context.progress);
    if (!captured) {
        return captured.error();
    }
    return followFlows(context);
}

Result<void> AttentionReport::add(const models::AttentionLayer& layer, Context& context)
{
    FE_CHECK(m_summary.add(layer, context.cancel));
    const auto found = std::find_if(
        m_attentions.begin(), m_attentions.end(), [&layer](const AttentionInfo& info) {
            return info.stack == layer.info.stack && info.kind == layer.info.kind;
        });
    const auto index = static_cast<std::size_t>(found - m_attentions.begin());
    if (!m_flows[index].of.empty()) {
        m_flows[index].layers.push_back(analysis::fusedWithResidual(
            layer.weights, layer.info.queries, analysis::HeadFusion::Mean));
    }
    if (m_options.dump) {
        keep(layer, index);
    }
    return {};
}

void AttentionReport::keep(const models::AttentionLayer& layer, std::size_t index)
{
    const AttentionInfo& info = layer.info;
    const std::string prefix = prefixOf(info);
    m_arrays.push_back({ prefix + "attentions." + std::to_string(layer.layer),
                         { 1, info.heads, info.queries, info.keys },
                         { layer.weights.begin(), layer.weights.end() } });
    if (isCross(info)) {
        return;
    }
    append(prefix + "rollout", { info.queries, info.keys }, m_summary.scores()[index].rollout);
    const models::PatchGrid patches = isPicture(info)
        ? models::patchGrid(m_inside.info(), m_inside.input.pixels)
        : models::PatchGrid();
    if (patches.prefix > 0) {
        std::vector<float> maps;
        for (std::int64_t head = 0; head < info.heads; ++head) {
            const auto map = analysis::classMap(
                layer.weights.subspan(static_cast<std::size_t>(head) * info.headSize(),
                                      info.headSize()),
                patches);
            maps.insert(maps.end(), map.begin(), map.end());
        }
        append(prefix + "cls_attention", { info.heads, patches.rows, patches.columns }, maps);
    }
}

void AttentionReport::append(const std::string& name, const base::Shape& layer,
                             std::span<const float> values)
{
    auto found
        = std::find_if(m_arrays.begin(), m_arrays.end(),
                       [&name](const models::NamedArray& array) { return array.name == name; });
    if (found == m_arrays.end()) {
        base::Shape shape { 0 };
        shape.insert(shape.end(), layer.begin(), layer.end());
        m_arrays.push_back({ name, std::move(shape), {} });
        found = m_arrays.end() - 1;
    }
    ++found->shape[0];
    found->values.insert(found->values.end(), values.begin(), values.end());
}

Result<void> AttentionReport::followFlows(Context& context)
{
    for (std::size_t i = 0; i < m_flows.size(); ++i) {
        Flow& flow = m_flows[i];
        const AttentionInfo& info = m_attentions[i];
        for (const std::int64_t position : flow.of) {
            FE_TRY(auto row,
                   analysis::tokenFlow(flow.layers, info.queries, position, context.cancel,
                                       context.progress));
            if (m_options.dump) {
                const std::vector<float> values(row.begin(), row.end());
                append(prefixOf(info) + "flow", { info.keys }, values);
            }
            flow.rows.push_back(std::move(row));
        }
    }
    return {};
}

std::string AttentionReport::prefixOf(const AttentionInfo& info) const
{
    if (isCross(info)) {
        return "cross_";
    }
    return m_attentions.size() == 1 || info.stack.empty() ? "" : info.stack + "_";
}

bool AttentionReport::isPicture(const AttentionInfo& info) const
{
    return info.stack == "vision" || m_inside.info().kind == "vision";
}

Json AttentionReport::described(std::size_t index) const
{
    const analysis::AttentionScores& scores = m_summary.scores()[index];
    const AttentionInfo& info = scores.info;
    Json result = Json::object();
    if (isCross(info)) {
        result.set("entropy", grid(scores, &analysis::HeadScores::entropy));
        return result;
    }
    result.set("tokens", Json::arrayOf(m_inside.tokensOf(info)));
    result.set("entropy", grid(scores, &analysis::HeadScores::entropy));
    result.set("mean_distance", grid(scores, &analysis::HeadScores::meanDistance));
    result.set("previous_token", grid(scores, &analysis::HeadScores::previousToken));
    result.set("induction", grid(scores, &analysis::HeadScores::induction));
    result.set("duplicate_token", grid(scores, &analysis::HeadScores::duplicateToken));
    result.set("sink", grid(scores, &analysis::HeadScores::sink));
    result.set("delimiter", grid(scores, &analysis::HeadScores::delimiter));
    if (isPicture(info)) {
        const auto patches = models::patchGrid(m_inside.info(), m_inside.input.pixels);
        result.set("grid", Json::arrayOf(std::vector { patches.rows, patches.columns }));
    }
    result.set("rollout", matrix(scores.rollout, static_cast<std::size_t>(info.queries)));
    if (const Flow& flow = m_flows[index]; !flow.of.empty()) {
        Json rows = Json::array();
        for (const auto& row : flow.rows) {
            rows.push(Json::arrayOf(row));
        }
        result.set("flow_of", Json::arrayOf(flow.of));
        result.set("flow", std::move(rows));
    }
    return result;
}

Json AttentionReport::document() const
{
    if (m_attentions.size() == 1) {
        return described(0);
    }
    Json document = Json::object();
    for (std::size_t i = 0; i < m_attentions.size(); ++i) {
        const AttentionInfo& info = m_attentions[i];
        document.set(isCross(info) ? "cross" : info.stack, described(i));
    }
    return document;
}

} // namespace fe::cli
