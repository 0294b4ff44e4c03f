// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/charsmap.h"

#include "base/utf8.h"

namespace fe::tokenizers {
namespace {

/// Published maps have 300 KB.
constexpr std::size_t kLargestMap = std::size_t { 16 } << 20U;
/// Published maps replace a character by at most 33 bytes; a bound keeps texts from growing
/// without one.
constexpr std::size_t kLongestReplacement = 1024;
constexpr std::size_t kBlock = 256; ///< a node's children lie in one block of units

std::uint32_t readU32(std::string_view bytes, std::size_t position)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(bytes[position + i]);
    }
    return value;
}

bool endsText(std::uint32_t unit)
{
    return (unit >> 8U & 1U) != 0;
}

std::size_t valueOf(std::uint32_t unit)
{
    return unit & 0x7FFFFFFFU;
}

std::uint32_t labelOf(std::uint32_t unit)
{
    return unit & 0x800000FFU;
}

std::size_t offsetOf(std::uint32_t unit)
{
    return static_cast<std::size_t>(unit >> 10U) << ((unit & 0x200U) >> 6U);
}

} // namespace

base::Result<Charsmap> Charsmap::parse(std::string_view bytes, const StageSpec& spec,
                                       std::string_view key)
{
    if (bytes.size() > kLargestMap) {
        return spec.unsupported(key, "a map of " + base::bytesText(bytes.size()));
    }
    if (bytes.size() < 4) {
        return spec.malformed(key, "the map is too short");
    }
    const std::size_t trieBytes = readU32(bytes, 0);
    bytes.remove_prefix(4);
    if (trieBytes > bytes.size() || trieBytes % 4 != 0 || trieBytes == 0) {
        return spec.malformed(key,
                              "the map's trie cannot have " + base::grouped(trieBytes)
                                  + " bytes, there are " + base::grouped(bytes.size()));
    }
    Charsmap map;
    map.m_units.reserve(trieBytes / 4);
    for (std::size_t position = 0; position < trieBytes; position += 4) {
        map.m_units.push_back(readU32(bytes, position));
    }
    map.m_replacements = bytes.substr(trieBytes);
    if (!base::isValidUtf8(map.m_replacements)) {
        return spec.malformed(key, "the map's replacements are not valid UTF-8");
    }
    map.m_ends.resize(map.m_replacements.size() + 1);
    auto end = static_cast<std::uint32_t>(map.m_replacements.size());
    map.m_ends.back() = end;
    for (std::uint32_t i = end; i-- > 0;) {
        end = map.m_replacements[i] == '\0' ? i : end;
        map.m_ends[i] = end;
    }
    if (std::string problem = map.checkUnits(); !problem.empty()) {
        return spec.malformed(key, std::move(problem));
    }
    return map;
}

/// Empty if all is well. Walks the nodes that texts lead to, each once.
std::string Charsmap::checkUnits() const
{
    std::vector<bool> seen(m_units.size(), false);
    std::vector<std::size_t> open;
    const auto visit = [&](std::size_t position) {
        if ((position | (kBlock - 1)) >= m_units.size()) {
            return false;
        }
        if (!seen[position]) {
            seen[position] = true;
            open.push_back(position);
        }
        return true;
    };
    if (!visit(offsetOf(m_units[0]))) {
        return "the map's trie points outside itself";
    }
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        for (std::uint32_t label = 1; label < kBlock; ++label) {
            const std::size_t child = node ^ label;
            if (labelOf(m_units[child]) != label) {
                continue;
            }
            const std::size_t position = child ^ offsetOf(m_units[child]);
            if (!visit(position)) {
                return "the map's trie points outside itself";
            }
            if (endsText(m_units[child])) {
                if (std::string problem = checkValue(position); !problem.empty()) {
                    return problem;
                }
            }
        }
    }
    return {};
}

std::string Charsmap::checkValue(std::size_t position) const
{
    const std::size_t value = valueOf(m_units[position]);
    if (value > m_replacements.size()) {
        return "the map points behind its replacements";
    }
    const bool isInsideCodePoint = value < m_replacements.size()
        && (static_cast<unsigned char>(m_replacements[value]) & 0xC0U) == 0x80U;
    if (isInsideCodePoint) {
        return "the map points into the middle of a character";
    }
    if (m_ends[value] - value > kLongestReplacement) {
        return "the map has a replacement of " + base::grouped(m_ends[value] - value) + " bytes";
    }
    return {};
}

std::optional<std::string_view> Charsmap::find(std::string_view text) const
{
    std::size_t node = offsetOf(m_units[0]);
    for (const char c : text) {
        const auto label = static_cast<unsigned char>(c);
        if (label == 0) {
            break;
        }
        const std::uint32_t unit = m_units[node ^ label];
        if (labelOf(unit) != label) {
            break;
        }
        node = node ^ label ^ offsetOf(unit);
        if (endsText(unit)) {
            const std::size_t begin = valueOf(m_units[node]);
            return std::string_view(m_replacements).substr(begin, m_ends[begin] - begin);
        }
    }
    return std::nullopt;
}

} // namespace fe::tokenizers
