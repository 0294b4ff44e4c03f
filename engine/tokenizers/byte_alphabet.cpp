// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/byte_alphabet.h"

#include "base/utf8.h"

#include <array>
#include <charconv>

namespace fe::tokenizers {
namespace {

constexpr char32_t kFirstStandIn = 0x100;

constexpr bool isPrintableLatin1(unsigned value)
{
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC)
        || (value >= 0xAE && value <= 0xFF);
}

struct Alphabet {
    std::array<std::string, 256> spelling;
    std::array<int, kFirstStandIn + 256> byteOf {};
    Alphabet()
    {
        byteOf.fill(-1);
        char32_t next = kFirstStandIn;
        for (unsigned byte = 0; byte < 256; ++byte) {
            const char32_t character = isPrintableLatin1(byte) ? byte : next++;
            base::appendUtf8(spelling[byte], character);
            byteOf[character] = static_cast<int>(byte);
        }
    }
};

const Alphabet& alphabet()
{
    static const Alphabet kAlphabet;
    return kAlphabet;
}

} // namespace

std::string_view byteSpelling(unsigned char byte)
{
    return alphabet().spelling[byte];
}

std::optional<unsigned char> spelledByte(char32_t character)
{
    const auto& byteOf = alphabet().byteOf;
    if (character >= byteOf.size() || byteOf[character] < 0) {
        return std::nullopt;
    }
    return static_cast<unsigned char>(byteOf[character]);
}

std::optional<std::string> spelledBytes(std::string_view token)
{
    std::string bytes;
    for (std::size_t position = 0; position < token.size();) {
        const base::CodePoint point = base::decodeUtf8(token, position);
        const auto byte = spelledByte(point.codePoint);
        if (!byte) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<char>(*byte));
        position += point.length;
    }
    return bytes;
}

std::optional<unsigned char> fallbackByte(std::string_view token)
{
    if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') {
        return std::nullopt;
    }
    unsigned value = 0;
    // "+" is what the reference's number parser also takes in front of a digit.
    const char* begin = token.data() + (token[3] == '+' ? 4 : 3);
    const auto parsed = std::from_chars(begin, token.data() + 5, value, 16);
    if (parsed.ec != std::errc() || parsed.ptr != token.data() + 5) {
        return std::nullopt;
    }
    return static_cast<unsigned char>(value);
}

std::string fallbackToken(unsigned char byte)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    return { '<', '0', 'x', kHex[byte >> 4U], kHex[byte & 15U], '>' };
}

} // namespace fe::tokenizers
