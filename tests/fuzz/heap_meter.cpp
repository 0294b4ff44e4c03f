// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/heap_meter.h"

#include "fuzz/sanitized.h"

#include <atomic>
#include <cerrno>
#include <cstddef>

#include <malloc.h>

namespace fe::fuzz {
namespace {

std::atomic<std::int64_t> live = 0; ///< below zero if older memory is freed
std::atomic<std::int64_t> most = 0;

void noteMost(std::int64_t bytes)
{
    std::int64_t before = most.load();
    while (bytes > before && !most.compare_exchange_weak(before, bytes)) { }
}

void note(std::size_t bytes)
{
    noteMost(live += static_cast<std::int64_t>(bytes));
}

void forget(std::size_t bytes)
{
    live -= static_cast<std::int64_t>(bytes);
}

} // namespace

std::uint64_t HeapMeter::peak()
{
    return static_cast<std::uint64_t>(most.load());
}

} // namespace fe::fuzz

#if FE_FUZZ_SANITIZED

// GCC's sanitizers have these, but no header that says so.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*onMalloc)(const volatile void*, std::size_t),
                                              void (*onFree)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* memory);
}

namespace fe::fuzz {

void HeapMeter::start()
{
    [[maybe_unused]] static const int installed = __sanitizer_install_malloc_and_free_hooks(
        [](const volatile void*, std::size_t bytes) { note(bytes); },
        [](const volatile void* memory) { forget(__sanitizer_get_allocated_size(memory)); });
    live = 0;
    most = 0;
}

} // namespace fe::fuzz

#else

// The names by which the C library itself calls its allocator.
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
void __libc_free(void* memory);
}

namespace fe::fuzz {
namespace {

/// A request is noted before it is made, so that one that cannot be met counts too.
void noteRequest(std::size_t bytes)
{
    constexpr std::size_t kAbsurd = std::size_t { 1 } << 60U;
    noteMost(live.load() + static_cast<std::int64_t>(bytes < kAbsurd ? bytes : kAbsurd));
}

void* noted(void* memory)
{
    if (memory != nullptr) {
        note(::malloc_usable_size(memory));
    }
    return memory;
}

} // namespace

void HeapMeter::start()
{
    live = 0;
    most = 0;
}

} // namespace fe::fuzz

extern "C" {

void* malloc(std::size_t bytes) noexcept
{
    fe::fuzz::noteRequest(bytes);
    return fe::fuzz::noted(__libc_malloc(bytes));
}

void* calloc(std::size_t count, std::size_t bytes) noexcept
{
    std::size_t all = 0;
    fe::fuzz::noteRequest(__builtin_mul_overflow(count, bytes, &all) ? SIZE_MAX : all);
    return fe::fuzz::noted(__libc_calloc(count, bytes));
}

void* realloc(void* memory, std::size_t bytes) noexcept
{
    fe::fuzz::noteRequest(bytes);
    const std::size_t before = memory == nullptr ? 0 : ::malloc_usable_size(memory);
    void* moved = __libc_realloc(memory, bytes);
    if (moved != nullptr || bytes == 0) {
        fe::fuzz::forget(before);
    }
    return fe::fuzz::noted(moved);
}

void free(void* memory) noexcept
{
    if (memory != nullptr) {
        fe::fuzz::forget(::malloc_usable_size(memory));
        __libc_free(memory);
    }
}

void* memalign(std::size_t alignment, std::size_t bytes) noexcept
{
    fe::fuzz::noteRequest(bytes);
    return fe::fuzz::noted(__libc_memalign(alignment, bytes));
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept
{
    return memalign(alignment, bytes);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) noexcept
{
    *memory = memalign(alignment, bytes);
    return *memory == nullptr ? ENOMEM : 0;
}
}

#endif
