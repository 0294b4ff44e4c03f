// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tensor/weight_arena.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

// The address sanitizer must see every block come and go.
#if defined(__SANITIZE_ADDRESS__)
#define FE_POOL_IS_OFF 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FE_POOL_IS_OFF 1
#endif
#endif
#ifndef FE_POOL_IS_OFF
#define FE_POOL_IS_OFF 0
#endif

namespace fe::tensor {

/// Large blocks of memory that are kept for the next who asks for about as much: a layer after the
/// other makes temporaries of the same few sizes, and the system takes longer to hand out (and
/// clear) their pages than many an operator to fill them. Any thread.
class BlockPool
{
public:
    /// @param mostKept bytes of blocks that wait; the oldest go back to the system first, a block
    /// above that at once.
    explicit BlockPool(std::size_t mostKept) : m_mostKept(mostKept) { }

    /// At least `bytes`, at an address that isPlace(); not cleared. Throws std::bad_alloc.
    [[nodiscard]] std::byte* take(std::size_t bytes);
    /// False if `block` is none of this pool's.
    bool give(void* block) noexcept;
    /// Hands what waits back to the system.
    void clear() noexcept;
    /// Bytes of blocks that wait.
    [[nodiscard]] std::size_t kept() const;

    /// Whether a block can begin there: cheaper than asking a pool.
    [[nodiscard]] static bool isPlace(const void* address);

private:
    [[nodiscard]] std::unique_ptr<WeightArena> waiting(std::size_t bytes);
    /// Drops the oldest until no more than `most` bytes wait.
    void dropUntil(std::size_t most) noexcept;

    const std::size_t m_mostKept;
    mutable std::mutex m_mutex;
    std::unordered_map<void*, std::unique_ptr<WeightArena>> m_used;
    std::vector<std::unique_ptr<WeightArena>> m_waiting; ///< the oldest first
    std::size_t m_kept = 0;
};

/// Gives libtorch's large tensors on the CPU memory of a BlockPool, once for the process.
void poolLargeTensors();

} // namespace fe::tensor
