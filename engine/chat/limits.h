// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Bounds on what a hostile template or conversation may cost: about a second, a few hundred
/// megabytes and less than a megabyte of stack. Published templates stay far below all of them.
namespace fe::chat {

constexpr std::size_t kMaxSourceBytes = 4U << 20U;
/// Blocks, and twice the brackets, inside each other.
constexpr int kMaxNesting = 128;
/// Height of an expression tree: `a + b + c ...` grows by one an operator.
constexpr int kMaxTreeHeight = 200;
/// Statements and expressions under evaluation at once, macro calls included.
constexpr int kMaxActive = 600;
/// Lists and mappings inside each other.
constexpr int kMaxValueDepth = 160;
/// A step is about one operation, one element, or 64 bytes of text.
constexpr std::size_t kMaxSteps = 4'000'000;
constexpr std::size_t kBytesPerStep = 64;
constexpr std::size_t kMaxTextBytes = 64U << 20U;
/// The sandbox of jinja2 has the same.
constexpr std::int64_t kMaxRange = 100'000;

} // namespace fe::chat
