// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// FE_FUZZ_SANITIZED: a sanitizer with an allocator of its own is compiled in.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FE_FUZZ_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FE_FUZZ_SANITIZED 1
#endif
#endif
#ifndef FE_FUZZ_SANITIZED
#define FE_FUZZ_SANITIZED 0
#endif
