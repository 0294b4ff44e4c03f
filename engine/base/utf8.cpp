// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

namespace fe::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Bounds of the first continuation byte: they exclude over-long forms, surrogates and > U+10FFFF.
struct Lead {
    std::uint8_t length = 0; ///< 0: not a lead byte
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
};

Lead leadOf(std::uint8_t byte)
{
    if (byte < 0x80) {
        return { 1 };
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        return { 2 };
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return { 3, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                 static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF) };
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return { 4, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                 static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF) };
    }
    return {};
}

std::uint8_t byteAt(std::string_view text, std::size_t position)
{
    return static_cast<std::uint8_t>(text[position]);
}

/// Bytes of the sequence at `position` that are valid so far (at least 1).
std::size_t validLength(std::string_view text, std::size_t position, const Lead& lead)
{
    std::size_t length = 1;
    while (length < lead.length && position + length < text.size()) {
        const std::uint8_t byte = byteAt(text, position + length);
        const std::uint8_t low = length == 1 ? lead.low : std::uint8_t { 0x80 };
        const std::uint8_t high = length == 1 ? lead.high : std::uint8_t { 0xBF };
        if (byte < low || byte > high) {
            break;
        }
        ++length;
    }
    return length;
}

} // namespace

CodePoint decodeUtf8(std::string_view text, std::size_t position)
{
    if (position >= text.size()) {
        return {};
    }
    const std::uint8_t first = byteAt(text, position);
    const Lead lead = leadOf(first);
    if (lead.length == 0) {
        return { kReplacement, 1, false };
    }
    const std::size_t length = validLength(text, position, lead);
    if (length < lead.length) {
        return { kReplacement, static_cast<std::uint8_t>(length), false };
    }
    if (lead.length == 1) {
        return { first, 1, true };
    }
    char32_t value = first & (0xFFU >> (lead.length + 1U));
    for (std::size_t i = 1; i < lead.length; ++i) {
        value = (value << 6U) | (byteAt(text, position + i) & 0x3FU);
    }
    return { value, lead.length, true };
}

bool isValidUtf8(std::string_view text)
{
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    for (std::size_t position = 0; position < text.size();) {
        // Most text is ASCII: eight characters at once.
        std::uint64_t eight = kHighBits;
        if (position + sizeof eight <= text.size()) {
            text.copy(reinterpret_cast<char*>(&eight), sizeof eight, position);
        }
        if ((eight & kHighBits) == 0) {
            position += sizeof eight;
            continue;
        }
        const CodePoint point = decodeUtf8(text, position);
        if (!point.valid) {
            return false;
        }
        position += point.length;
    }
    return true;
}

std::string toValidUtf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const CodePoint point = decodeUtf8(text, position);
        if (point.valid) {
            valid.append(text, position, point.length);
        } else {
            appendUtf8(valid, kReplacement);
        }
        position += point.length;
    }
    return valid;
}

std::size_t completeUtf8Prefix(std::string_view text)
{
    const std::size_t earliest = text.size() > 3 ? text.size() - 3 : 0;
    for (std::size_t position = text.size(); position > earliest; --position) {
        const Lead lead = leadOf(byteAt(text, position - 1));
        if (lead.length > 1) {
            const std::size_t length = validLength(text, position - 1, lead);
            const bool open = length < lead.length && position - 1 + length == text.size();
            return open ? position - 1 : text.size();
        }
        if (lead.length == 1) {
            break;
        }
    }
    return text.size();
}

void appendUtf8(std::string& text, char32_t codePoint)
{
    const auto push = [&text](char32_t value) { text.push_back(static_cast<char>(value)); };
    if (codePoint < 0x80) {
        push(codePoint);
    } else if (codePoint < 0x800) {
        push(0xC0 | (codePoint >> 6U));
        push(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        push(0xE0 | (codePoint >> 12U));
        push(0x80 | ((codePoint >> 6U) & 0x3F));
        push(0x80 | (codePoint & 0x3F));
    } else {
        push(0xF0 | (codePoint >> 18U));
        push(0x80 | ((codePoint >> 12U) & 0x3F));
        push(0x80 | ((codePoint >> 6U) & 0x3F));
        push(0x80 | (codePoint & 0x3F));
    }
}

} // namespace fe::base
