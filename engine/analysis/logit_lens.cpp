// SPDX-License-Identifier: Apache-2.0
#include "analysis/logit_lens.h"

#include "analysis/token_distribution.h"

#include <algorithm>
#include <span>

namespace fe::analysis {
namespace {

using base::Result;

/// Logits of one layer that are worked out together.
constexpr std::int64_t kMostLogits = std::int64_t { 1 } << 24;
/// More rows at once are no faster, and a layer's worth of them is not interrupted.
constexpr std::int64_t kMostRows = 32;

LensCell cellOf(const TokenDistribution& here, const TokenDistribution& final,
                models::TokenId finalBest, std::size_t top)
{
    LensCell cell;
    for (const models::TokenId id : here.likeliest(top)) {
        cell.top.push_back({ id, here.logit(id), static_cast<float>(here.probability(id)) });
    }
    cell.entropy = here.entropy();
    cell.klToFinal = final.divergence(here);
    cell.finalRank = here.rank(finalBest);
    return cell;
}

/// Columns [first, first + count) of every layer.
class LensColumns
{
public:
    LensColumns(const models::Replay& replay, const LensOptions& options, LogitLens& lens)
        : m_replay(replay), m_options(options), m_lens(lens)
    {
    }

    Result<void> fill(std::int64_t first, std::int64_t count, const base::CancelToken& cancel,
                      base::Progress& progress)
    {
        const std::int64_t last = m_lens.layers - 1;
        FE_TRY(const auto own, distributions(last, first, count, cancel));
        for (std::int64_t layer = 0; layer <= last; ++layer) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            std::vector<TokenDistribution> earlier;
            if (layer < last) {
                FE_TRY(earlier, distributions(layer, first, count, cancel));
            }
            const std::vector<TokenDistribution>& here = layer < last ? earlier : own;
            for (std::size_t i = 0; i < here.size(); ++i) {
                const auto column = static_cast<std::size_t>(first - m_lens.first) + i;
                m_lens.cells[static_cast<std::size_t>(layer * m_lens.positions) + column]
                    = cellOf(here[i], own[i], own[i].likeliest(1).front(), m_options.top);
            }
            progress.advance(static_cast<std::uint64_t>(count));
        }
        return {};
    }

private:
    [[nodiscard]] Result<std::vector<TokenDistribution>> distributions(
        std::int64_t layer, std::int64_t first, std::int64_t count,
        const base::CancelToken& cancel) const
    {
        FE_TRY(const models::LogitRows rows, m_replay.lens(layer, first, count));
        std::vector<TokenDistribution> result;
        for (std::int64_t i = 0; i < count; ++i) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_TRY(auto distribution, TokenDistribution::of(rows.row(static_cast<std::size_t>(i))));
            result.push_back(std::move(distribution));
        }
        return result;
    }

    const models::Replay& m_replay;
    const LensOptions& m_options;
    LogitLens& m_lens;
};

} // namespace

Result<LogitLens> logitLens(const models::Replay& replay, const LensOptions& options,
                            const base::CancelToken& cancel, base::Progress& progress)
{
    const std::int64_t tokens = replay.tokens();
    const std::int64_t count = options.count == 0 ? tokens - options.first : options.count;
    if (options.first < 0 || count < 1 || count > tokens - options.first) {
        return base::invalidArgument("cannot read the layers' predictions",
                                     "there are " + std::to_string(tokens)
                                         + " positions, counted from 0");
    }
    LogitLens lens;
    lens.layers = replay.stack().layers + 1;
    lens.first = options.first;
    lens.positions = count;
    lens.cells.resize(static_cast<std::size_t>(lens.layers * count));
    progress.begin("reading each layer", static_cast<std::uint64_t>(lens.layers * count));
    const std::int64_t rows = std::clamp<std::int64_t>(
        kMostLogits / std::max<std::int64_t>(1, replay.info().vocabSize), 1, kMostRows);
    LensColumns columns(replay, options, lens);
    for (std::int64_t at = 0; at < count; at += rows) {
        FE_CHECK(columns.fill(options.first + at, std::min(rows, count - at), cancel, progress));
    }
    return lens;
}

} // namespace fe::analysis
