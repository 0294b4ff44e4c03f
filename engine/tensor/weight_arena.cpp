// SPDX-License-Identifier: Apache-2.0
#include "tensor/weight_arena.h"

#include <cstdint>
#include <new>

#include <sys/mman.h>

namespace fe::tensor {
WeightArena::WeightArena(std::size_t bytes) : m_size(rounded(bytes))
{
    if (bytes == 0) {
        return;
    }
    if (bytes > SIZE_MAX / 2) {
        throw std::bad_alloc();
    }
    // A mapping begins at any 4 KiB page: take one huge page more and start at a boundary.
    m_mapped = m_size + kHugePage;
    void* region
        = mmap(nullptr, m_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        throw std::bad_alloc();
    }
    m_region = region;
    const auto address = reinterpret_cast<std::uintptr_t>(m_region);
    m_begin = static_cast<std::byte*>(m_region) + (kHugePage - address % kHugePage) % kHugePage;
    // Advice: small pages work as well, only slower. The end that fills none asks for none.
    madvise(m_begin, m_size / kHugePage * kHugePage, MADV_HUGEPAGE);
}

WeightArena::~WeightArena()
{
    if (m_region != nullptr) {
        munmap(m_region, m_mapped);
    }
}

std::byte* WeightArena::take(std::size_t bytes)
{
    if (rounded(bytes) > m_size - m_used) {
        throw std::bad_alloc();
    }
    std::byte* piece = m_begin + m_used;
    m_used += rounded(bytes);
    return piece;
}

} // namespace fe::tensor
