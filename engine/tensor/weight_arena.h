// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace fe::tensor {

inline constexpr std::size_t kHugePage = std::size_t { 2 } << 20U;

/// One piece of zeroed memory for all weights of a model, all keys and values of a text or all its
/// attention, on 2 MiB pages where the system grants them: reading all of it once a token, small
/// pages cost half of the bandwidth, and most matrices are smaller than a huge page by themselves.
class WeightArena
{
public:
    /// Throws std::bad_alloc.
    explicit WeightArena(std::size_t bytes);
    ~WeightArena();
    WeightArena(const WeightArena&) = delete;
    WeightArena& operator=(const WeightArena&) = delete;

    /// The next `bytes`, the first at a multiple of kHugePage, 64-byte aligned; valid as long as
    /// the arena. Throws std::bad_alloc when the arena is used up.
    [[nodiscard]] std::byte* take(std::size_t bytes);

    /// What take(bytes) uses up.
    [[nodiscard]] static constexpr std::size_t rounded(std::size_t bytes)
    {
        return (bytes + 63) / 64 * 64;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::byte* begin() const { return m_begin; }

private:
    void* m_region = nullptr;
    std::size_t m_mapped = 0;
    std::byte* m_begin = nullptr;
    std::size_t m_size = 0;
    std::size_t m_used = 0;
};

} // namespace fe::tensor
