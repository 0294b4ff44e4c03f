// SPDX-License-Identifier: Apache-2.0
#include "tensor/block_pool.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace fe::tensor {
namespace {

/// What waits for the next layer: a few temporaries of a thousand tokens.
constexpr std::size_t kMostKept = std::size_t { 128 } << 20U;

BlockPool& tensorPool()
{
    static auto* pool = new BlockPool(kMostKept); // outlives every tensor
    return *pool;
}

void release(void* data)
{
    if (!BlockPool::isPlace(data) || !tensorPool().give(data)) {
        c10::free_cpu(data);
    }
}

/// Blocks of the pool for tensors that fill a huge page, libtorch's own memory for the others.
class PoolingAllocator : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        void* data = take(bytes);
        return { data, data, &release, c10::Device(c10::kCPU) };
    }
    [[nodiscard]] c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* to, const void* from, std::size_t count) const override
    {
        std::memcpy(to, from, count);
    }

private:
    static void* take(std::size_t bytes)
    {
        if (bytes >= kHugePage) {
            try {
                return tensorPool().take(bytes);
            } catch (const std::bad_alloc&) {
                tensorPool()
                    .clear(); // libtorch tries with what that frees, or says it in its words
            }
        }
        return c10::alloc_cpu(bytes);
    }
};

} // namespace

std::byte* BlockPool::take(std::size_t bytes)
{
    auto block = waiting(bytes);
    if (!block) {
        block = std::make_unique<WeightArena>(bytes);
    }
    std::byte* address = block->begin();
    const std::scoped_lock lock(m_mutex);
    m_waiting.reserve(m_waiting.size() + m_used.size() + 1); // so that give() need not
    m_used.emplace(address, std::move(block));
    return address;
}

std::unique_ptr<WeightArena> BlockPool::waiting(std::size_t bytes)
{
    const std::scoped_lock lock(m_mutex);
    auto best = m_waiting.end(); // of equals the last, perhaps still in a cache
    for (auto it = m_waiting.begin(); it != m_waiting.end(); ++it) {
        const std::size_t size = (*it)->size();
        if (size >= bytes && size - bytes <= bytes / 4
            && (best == m_waiting.end() || size <= (*best)->size())) {
            best = it;
        }
    }
    if (best == m_waiting.end()) {
        return nullptr;
    }
    auto block = std::move(*best);
    m_kept -= block->size();
    m_waiting.erase(best);
    return block;
}

bool BlockPool::give(void* block) noexcept
{
    std::unique_ptr<WeightArena> unwanted; // unmapped without the lock
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_used.find(block);
        if (found == m_used.end()) {
            return false;
        }
        if (found->second->size() > m_mostKept) {
            unwanted = std::move(found->second);
        } else {
            m_kept += found->second->size();
            m_waiting.push_back(std::move(found->second));
        }
        m_used.erase(found);
    }
    dropUntil(m_mostKept);
    return true;
}

void BlockPool::dropUntil(std::size_t most) noexcept
{
    for (;;) {
        std::unique_ptr<WeightArena> oldest; // unmapped without the lock
        const std::scoped_lock lock(m_mutex);
        if (m_kept <= most) {
            return;
        }
        oldest = std::move(m_waiting.front());
        m_kept -= oldest->size();
        m_waiting.erase(m_waiting.begin());
    }
}

void BlockPool::clear() noexcept
{
    dropUntil(0);
}

std::size_t BlockPool::kept() const
{
    const std::scoped_lock lock(m_mutex);
    return m_kept;
}

bool BlockPool::isPlace(const void* address)
{
    return address != nullptr && reinterpret_cast<std::uintptr_t>(address) % kHugePage == 0;
}

void poolLargeTensors()
{
#if !FE_POOL_IS_OFF
    static const bool once = [] {
        constexpr std::uint8_t kAboveItsOwn = 1;
        c10::SetCPUAllocator(new PoolingAllocator, kAboveItsOwn); // outlives every tensor
        return true;
    }();
    static_cast<void>(once);
#endif
}

} // namespace fe::tensor
