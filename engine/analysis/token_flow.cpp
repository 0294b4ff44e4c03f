// SPDX-License-Identifier: Apache-2.0
//
// Maximum flow by Dinic's algorithm (1970) on a graph whose edges lie between neighbouring levels:
// level L holds the target, level 0 the input tokens.
#include "analysis/token_flow.h"

#include "analysis/rollout.h"

#include <algorithm>
#include <limits>

namespace fe::analysis {
namespace {

using base::Result;

/// Smaller rests are rounding.
constexpr double kEpsilon = 1e-9;

class FlowGraph
{
public:
    FlowGraph(std::span<const std::vector<float>> layers, std::int64_t tokens)
        : m_capacities(layers), m_tokens(static_cast<std::size_t>(tokens)),
          m_flows(layers.size(), std::vector<float>(m_tokens * m_tokens)),
          m_distance((layers.size() + 1) * m_tokens), m_next(m_distance.size())
    {
    }

    Result<double> most(std::size_t target, std::size_t input, const base::CancelToken& cancel)
    {
        for (auto& flows : m_flows) {
            std::fill(flows.begin(), flows.end(), 0.0F);
        }
        const std::size_t source = m_capacities.size() * m_tokens + target;
        double total = 0;
        while (measure(source, input)) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            std::fill(m_next.begin(), m_next.end(), 0);
            for (double more = 1; more > 0;) {
                more = push(source, input);
                total += more;
            }
        }
        return total;
    }

private:
    static constexpr int kFar = std::numeric_limits<int>::max();

    /// Neighbours of a node: those of the level below, then those of the level above.
    [[nodiscard]] std::size_t neighbourCount() const { return 2 * m_tokens; }

    /// @return whether there is such an edge at all, and its far end.
    [[nodiscard]] bool neighbour(std::size_t node, std::size_t index, std::size_t& other) const
    {
        const std::size_t level = node / m_tokens;
        const bool down = index < m_tokens;
        if (down ? level == 0 : level == m_capacities.size()) {
            return false;
        }
        other = (down ? level - 1 : level + 1) * m_tokens + (down ? index : index - m_tokens);
        return true;
    }

    /// What can still go from `node` to a neighbour: unused capacity down, or flow given back up.
    [[nodiscard]] double rest(std::size_t node, std::size_t other) const
    {
        const bool down = other < node / m_tokens * m_tokens;
        const std::size_t upper = down ? node : other;
        const std::size_t layer = upper / m_tokens - 1;
        const std::size_t edge = upper % m_tokens * m_tokens + (down ? other : node) % m_tokens;
        const float flow = m_flows[layer][edge];
        return static_cast<double>(down ? m_capacities[layer][edge] - flow : flow);
    }

    void send(std::size_t node, std::size_t other, double amount)
    {
        const bool down = other < node / m_tokens * m_tokens;
        const std::size_t upper = down ? node : other;
        float& flow = m_flows[upper / m_tokens - 1]
                             [upper % m_tokens * m_tokens + (down ? other : node) % m_tokens];
        flow += static_cast<float>(down ? amount : -amount);
    }

    /// Distances from the source over edges with a rest; false if the input is out of reach.
    bool measure(std::size_t source, std::size_t input)
    {
        std::fill(m_distance.begin(), m_distance.end(), kFar);
        m_distance[source] = 0;
        std::vector<std::size_t> queue { source };
        for (std::size_t at = 0; at < queue.size() && m_distance[input] == kFar; ++at) {
            const std::size_t node = queue[at];
            for (std::size_t i = 0; i < neighbourCount(); ++i) {
                std::size_t other = 0;
                if (neighbour(node, i, other) && m_distance[other] == kFar
                    && rest(node, other) > kEpsilon) {
                    m_distance[other] = m_distance[node] + 1;
                    queue.push_back(other);
                }
            }
        }
        return m_distance[input] != kFar;
    }

    /// One path of shortest length; what went along it, 0 if there is none left.
    double push(std::size_t source, std::size_t input)
    {
        std::vector<std::size_t> path { source };
        while (path.back() != input) {
            const std::size_t node = path.back();
            std::size_t& next = m_next[node];
            std::size_t other = 0;
            while (next < neighbourCount()
                   && !(neighbour(node, next, other) && m_distance[other] == m_distance[node] + 1
                        && rest(node, other) > kEpsilon)) {
                ++next;
            }
            if (next < neighbourCount()) {
                path.push_back(other);
            } else if (path.size() == 1) {
                return 0;
            } else {
                path.pop_back();
                ++m_next[path.back()]; // a dead end
            }
        }
        double amount = std::numeric_limits<double>::max();
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            amount = std::min(amount, rest(path[i], path[i + 1]));
        }
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            send(path[i], path[i + 1], amount);
        }
        return amount;
    }

    std::span<const std::vector<float>> m_capacities; ///< by layer, [upper, lower]
    std::size_t m_tokens;
    std::vector<std::vector<float>> m_flows; ///< same shape
    std::vector<int> m_distance; ///< by node, level x tokens + position
    std::vector<std::size_t> m_next; ///< by node: neighbours before were tried
};

Result<void> check(std::size_t layers, std::int64_t tokens, std::int64_t target)
{
    constexpr const char* kWhat = "cannot follow the attention flow";
    if (layers == 0 || target < 0 || target >= tokens) {
        return base::invalidArgument(kWhat,
                                     "there is no position " + std::to_string(target) + " among "
                                         + std::to_string(tokens) + " tokens");
    }
    const double edges
        = static_cast<double>(layers) * static_cast<double>(tokens) * static_cast<double>(tokens);
    if (edges > static_cast<double>(kMostFlowEdges)) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             kWhat,
                             {},
                             {},
                             base::grouped(static_cast<std::uint64_t>(edges))
                                 + " edges between tokens, and "
                                 + base::grouped(static_cast<std::uint64_t>(kMostFlowEdges))
                                 + " are allowed",
                             "shorten the text, or look at the rollout" };
    }
    return {};
}

} // namespace

Result<std::vector<double>> tokenFlow(std::span<const std::vector<float>> layers,
                                      std::int64_t tokens, std::int64_t target,
                                      const base::CancelToken& cancel, base::Progress& progress)
{
    FE_CHECK(check(layers.size(), tokens, target));
    progress.begin("following the flow", static_cast<std::uint64_t>(tokens));
    FlowGraph graph(layers, tokens);
    std::vector<double> result;
    for (std::int64_t token = 0; token < tokens; ++token) {
        FE_TRY(
            const double flow,
            graph.most(static_cast<std::size_t>(target), static_cast<std::size_t>(token), cancel));
        result.push_back(flow);
        progress.advance();
    }
    return result;
}

Result<std::vector<double>> tokenFlow(const models::AttentionCapture& capture, std::int64_t target,
                                      const base::CancelToken& cancel, base::Progress& progress)
{
    const models::AttentionInfo& info = capture.info();
    FE_CHECK(check(static_cast<std::size_t>(info.layers), info.queries, target));
    std::vector<std::vector<float>> layers;
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        layers.push_back(
            fusedWithResidual(capture.headMean(layer), info.queries, HeadFusion::Mean));
    }
    return tokenFlow(layers, info.queries, target, cancel, progress);
}

} // namespace fe::analysis
