// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <unordered_set>

namespace fe::evaluation {

/// Counts the nodes of the prefix tree of sequences: tokens that must be read at least once. Keeps
/// a 64-bit hash of every prefix, not the sequences: among a million prefixes the chance of one
/// collision (a count too low by one) is about 3e-8.
class PrefixCounter
{
public:
    /// Adds a sequence that consists of two pieces.
    void add(std::span<const std::int32_t> first, std::span<const std::int32_t> second);
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(m_seen.size()); }

private:
    std::unordered_set<std::uint64_t> m_seen;
};

} // namespace fe::evaluation
