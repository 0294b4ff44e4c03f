// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>

namespace fe::base {

/// The only source of randomness in the engine: seeded by the options of a run, the same numbers on
/// every machine (std::mt19937_64 is specified bit by bit, the std distributions are not).
class Rng
{
public:
    explicit Rng(std::uint64_t seed) : m_engine(seed) { }

    /// Uniform in [0, 1), 53 random bits.
    [[nodiscard]] double uniform() { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53; }
    /// Uniform in [0, bound), bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound)
    {
        const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
        std::uint64_t value = m_engine();
        while (value >= limit) {
            value = m_engine();
        }
        return value % bound;
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace fe::base
