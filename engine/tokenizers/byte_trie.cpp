// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/byte_trie.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

/// Entries [begin, end) share the first `depth` bytes, which lead to the node.
struct Open {
    std::uint32_t node = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t depth = 0;
};

} // namespace

ByteTrie::ByteTrie(std::vector<Entry> entries)
{
    std::erase_if(entries, [](const Entry& entry) { return entry.first.empty(); });
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.first < b.first; });
    m_nodes.emplace_back();
    m_labels.push_back(0);
    std::vector<Open> queue { { 0, 0, entries.size(), 0 } };
    // Breadth first, so that the children of a node are neighbours.
    for (std::size_t next = 0; next < queue.size(); ++next) {
        Open open = queue[next];
        while (open.begin < open.end && entries[open.begin].first.size() == open.depth) {
            m_nodes[open.node].id = entries[open.begin].second;
            ++open.begin;
        }
        m_nodes[open.node].firstChild = static_cast<std::uint32_t>(m_nodes.size());
        while (open.begin < open.end) {
            const char label = entries[open.begin].first[open.depth];
            std::size_t end = open.begin;
            while (end < open.end && entries[end].first[open.depth] == label) {
                ++end;
            }
            queue.push_back(
                { static_cast<std::uint32_t>(m_nodes.size()), open.begin, end, open.depth + 1 });
            ++m_nodes[open.node].children;
            m_nodes.emplace_back();
            m_labels.push_back(static_cast<unsigned char>(label));
            open.begin = end;
        }
    }
    m_roots.fill(kNone);
    for (std::uint32_t i = 0; i < m_nodes[0].children; ++i) {
        m_roots[m_labels[m_nodes[0].firstChild + i]] = m_nodes[0].firstChild + i;
    }
}

std::uint32_t ByteTrie::childOf(std::uint32_t node, unsigned char label) const
{
    if (m_nodes.empty()) {
        return kNone;
    }
    if (node == 0) {
        return m_roots[label];
    }
    const auto begin = m_labels.begin() + m_nodes[node].firstChild;
    const auto end = begin + m_nodes[node].children;
    const auto child = std::lower_bound(begin, end, label);
    return child != end && *child == label ? static_cast<std::uint32_t>(child - m_labels.begin())
                                           : kNone;
}

base::Result<void> checkSearchedLength(std::string_view token, const StageSpec& spec,
                                       std::string_view key)
{
    if (token.size() > kLongestSearched) {
        return spec.unsupported(key, "a token of " + base::grouped(token.size()) + " bytes");
    }
    return {};
}

} // namespace fe::tokenizers
