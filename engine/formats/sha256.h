// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace fe::formats {

using Sha256Digest = std::array<std::byte, 32>;

/// SHA-256 of bytes that come in pieces.
class Sha256
{
public:
    [[nodiscard]] static base::Result<Sha256> create();

    [[nodiscard]] base::Result<void> update(std::span<const std::byte> bytes);
    /// Once, last.
    [[nodiscard]] base::Result<Sha256Digest> finish();

private:
    struct Free {
        void operator()(void* context) const;
    };
    explicit Sha256(void* context) : m_context(context) { }

    std::unique_ptr<void, Free> m_context; ///< OpenSSL's, which no header names
};

[[nodiscard]] base::Result<Sha256Digest> sha256(std::span<const std::byte> bytes);

/// Lower-case hex.
[[nodiscard]] std::string hexText(std::span<const std::byte> bytes);

} // namespace fe::formats
