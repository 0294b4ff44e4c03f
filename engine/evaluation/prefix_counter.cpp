// SPDX-License-Identifier: Apache-2.0
#include "evaluation/prefix_counter.h"

namespace fe::evaluation {
namespace {

/// Mixes all bits (the finaliser of SplitMix64).
std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

} // namespace

void PrefixCounter::add(std::span<const std::int32_t> first, std::span<const std::int32_t> second)
{
    std::uint64_t hash = 0x9E3779B97F4A7C15U;
    for (const auto piece : { first, second }) {
        for (const std::int32_t id : piece) {
            hash = mixed(hash + static_cast<std::uint32_t>(id) + 1);
            m_seen.insert(hash);
        }
    }
}

} // namespace fe::evaluation
