// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace fe::formats {

/// Reads the little-endian fields of a GGUF header one after the other, through a small window, so
/// that a header of any size costs no more memory than what is kept of it. The file outlives it.
class GgufCursor
{
public:
    explicit GgufCursor(const File& file);

    [[nodiscard]] const File& file() const { return m_file; }
    [[nodiscard]] std::uint64_t position() const { return m_position; }
    [[nodiscard]] std::uint64_t remaining() const { return m_file.size() - m_position; }
    /// "byte 1,234": where the next field begins.
    [[nodiscard]] std::string where() const;

    [[nodiscard]] base::Result<void> bytes(std::span<std::byte> out);

    template<typename Number>
    [[nodiscard]] base::Result<Number> number()
    {
        static_assert(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>);
        Number value {};
        FE_CHECK(bytes(std::as_writable_bytes(std::span(&value, 1))));
        return value;
    }

    /// u64 length, then that many bytes of valid UTF-8. The length is checked against the limit
    /// and the file before anything is allocated.
    [[nodiscard]] base::Result<std::string> text(std::uint64_t longest);

private:
    const File& m_file;
    std::uint64_t m_position = 0;
    std::vector<std::byte> m_window; ///< the bytes from m_windowBegin
    std::uint64_t m_windowBegin = 0;
};

} // namespace fe::formats
