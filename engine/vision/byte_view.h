// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace fe::vision {

/// Bytes of a file that is not to be trusted. Numbers past its end read as 0; where that matters,
/// holds() says so first.
class ByteView
{
public:
    ByteView() = default;
    ByteView(std::span<const std::uint8_t> bytes) : m_bytes(bytes) { }

    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }
    [[nodiscard]] const std::uint8_t* data() const { return m_bytes.data(); }
    [[nodiscard]] bool holds(std::uint64_t at, std::uint64_t count) const
    {
        return at <= size() && count <= size() - at;
    }
    /// What there is of [at, at + count).
    [[nodiscard]] ByteView part(std::uint64_t at, std::uint64_t count) const
    {
        const std::size_t begin = static_cast<std::size_t>(std::min<std::uint64_t>(at, size()));
        const std::uint64_t left = size() - begin;
        return m_bytes.subspan(begin, static_cast<std::size_t>(std::min(count, left)));
    }
    [[nodiscard]] bool hasAt(std::uint64_t at, std::string_view text) const
    {
        const ByteView found = part(at, text.size());
        return found.size() == text.size()
            && std::equal(text.begin(), text.end(), found.data(),
                          [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
    }

    [[nodiscard]] std::uint8_t u8(std::uint64_t at) const
    {
        return holds(at, 1) ? m_bytes[static_cast<std::size_t>(at)] : std::uint8_t { 0 };
    }
    [[nodiscard]] std::uint64_t littleEndian(std::uint64_t at, unsigned count) const
    {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < count; ++i) {
            value |= static_cast<std::uint64_t>(u8(at + i)) << (8 * i);
        }
        return value;
    }
    [[nodiscard]] std::uint64_t bigEndian(std::uint64_t at, unsigned count) const
    {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < count; ++i) {
            value = value << 8U | u8(at + i);
        }
        return value;
    }
    [[nodiscard]] std::uint16_t u16le(std::uint64_t at) const
    {
        return static_cast<std::uint16_t>(littleEndian(at, 2));
    }
    [[nodiscard]] std::uint32_t u32le(std::uint64_t at) const
    {
        return static_cast<std::uint32_t>(littleEndian(at, 4));
    }
    [[nodiscard]] std::uint32_t u32be(std::uint64_t at) const
    {
        return static_cast<std::uint32_t>(bigEndian(at, 4));
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

} // namespace fe::vision
