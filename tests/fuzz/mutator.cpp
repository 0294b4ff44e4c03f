// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/mutator.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace fe::fuzz {
namespace {

constexpr std::array<std::string_view, 15> kNumbers = { "0",
                                                        "-1",
                                                        "1",
                                                        "2147483647",
                                                        "4294967296",
                                                        "9223372036854775807",
                                                        "-9223372036854775808",
                                                        "18446744073709551615",
                                                        "18446744073709551616",
                                                        "1e400",
                                                        "-0.0",
                                                        "0.5",
                                                        "1e-320",
                                                        "1000000000",
                                                        "65536" };

constexpr std::array<std::string_view, 9> kValues
    = { "null", "true", "[]", "{}", "\"\"", "\"\\u0000\"", "[[]]", "-1", "\"\\ud800\"" };

bool isDigit(std::uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

void replace(Bytes& bytes, std::size_t begin, std::size_t end, std::string_view text)
{
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(begin);
    bytes.erase(place, bytes.begin() + static_cast<std::ptrdiff_t>(end));
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(begin), text.begin(), text.end());
}

} // namespace

Mutator::Mutator(std::uint64_t seed, const std::vector<Bytes>& others)
    : m_rng(seed), m_others(others)
{
}

void Mutator::mutate(Bytes& bytes)
{
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        change(bytes);
    }
    bytes.resize(std::min(bytes.size(), kLongest));
}

void Mutator::change(Bytes& bytes)
{
    constexpr std::array kChanges
        = { &Mutator::flipBits,  &Mutator::truncate,          &Mutator::removeBlock,
            &Mutator::copyBlock, &Mutator::insertFromAnother, &Mutator::setNumber,
            &Mutator::setNumber, &Mutator::setNumberInText,   &Mutator::setJsonValue };
    if (bytes.empty()) {
        bytes = m_others[below(m_others.size())];
    } else {
        (this->*kChanges[below(kChanges.size())])(bytes);
    }
}

std::size_t Mutator::below(std::size_t limit)
{
    return static_cast<std::size_t>(m_rng.below(limit));
}

std::size_t Mutator::blockLength(std::size_t limit)
{
    return 1 + below(below(8) == 0 ? limit : std::min<std::size_t>(limit, 64));
}

void Mutator::flipBits(Bytes& bytes)
{
    for (std::size_t flips = 1 + below(8); flips > 0; --flips) {
        bytes[below(bytes.size())] ^= static_cast<std::uint8_t>(1U << below(8));
    }
}

void Mutator::truncate(Bytes& bytes)
{
    bytes.resize(below(bytes.size()));
}

void Mutator::removeBlock(Bytes& bytes)
{
    const std::size_t begin = below(bytes.size());
    replace(bytes, begin, begin + blockLength(bytes.size() - begin), {});
}

void Mutator::copyBlock(Bytes& bytes)
{
    const std::size_t from = below(bytes.size());
    const std::size_t length = blockLength(bytes.size() - from);
    const Bytes block(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                      bytes.begin() + static_cast<std::ptrdiff_t>(from + length));
    const std::size_t to = below(bytes.size());
    if (below(2) == 0) {
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(to), block.begin(), block.end());
    } else {
        const std::size_t room = std::min(length, bytes.size() - to);
        std::copy_n(block.begin(), room, bytes.begin() + static_cast<std::ptrdiff_t>(to));
    }
}

void Mutator::insertFromAnother(Bytes& bytes)
{
    const Bytes& other = m_others[below(m_others.size())];
    if (other.empty()) {
        return;
    }
    const std::size_t from = below(other.size());
    const std::size_t length = blockLength(other.size() - from);
    const auto block = other.begin() + static_cast<std::ptrdiff_t>(from);
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())), block,
                 block + static_cast<std::ptrdiff_t>(length));
}

void Mutator::setNumber(Bytes& bytes)
{
    const std::size_t width = std::size_t { 1 } << below(4);
    if (bytes.size() < width) {
        return;
    }
    const std::uint64_t all = ~std::uint64_t { 0 };
    const std::array<std::uint64_t, 12> kExtremes
        = { 0,          1,         all,       all - 1,   all >> 1U,    (all >> 1U) + 1,
            all >> 32U, 1U << 31U, 1U << 16U, 1U << 20U, bytes.size(), bytes.size() + 1 };
    const std::uint64_t number = kExtremes[below(kExtremes.size())];
    std::memcpy(bytes.data() + below(bytes.size() - width + 1), &number, width);
}

void Mutator::setNumberInText(Bytes& bytes)
{
    const std::size_t from = below(bytes.size());
    const auto begin
        = std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(), isDigit);
    const auto end = std::find_if_not(begin, bytes.end(), isDigit);
    replace(bytes, static_cast<std::size_t>(begin - bytes.begin()),
            static_cast<std::size_t>(end - bytes.begin()), kNumbers[below(kNumbers.size())]);
}

void Mutator::setJsonValue(Bytes& bytes)
{
    const std::size_t from = below(bytes.size());
    const auto colon = std::find(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(),
                                 std::uint8_t { ':' });
    if (colon == bytes.end()) {
        return;
    }
    const auto end = std::find_if(colon, bytes.end(), [](std::uint8_t byte) {
        return byte == ',' || byte == '}' || byte == ']';
    });
    replace(bytes, static_cast<std::size_t>(colon - bytes.begin()) + 1,
            static_cast<std::size_t>(end - bytes.begin()), kValues[below(kValues.size())]);
}

} // namespace fe::fuzz
