// SPDX-License-Identifier: Apache-2.0
#include "endpoints/label_table.h"

#include "base/utf8.h"

#include <array>
#include <cstdio>

namespace fe::endpoints {

TokenId LabelTable::idOf(std::string_view bytes)
{
    const auto next = static_cast<TokenId>(m_texts.size());
    const auto [entry, added] = m_ids.try_emplace(std::string(bytes), next);
    if (added) {
        m_texts.push_back(entry->first);
    }
    return entry->second;
}

std::optional<std::string_view> LabelTable::bytes(TokenId id) const
{
    if (id < 0 || static_cast<std::size_t>(id) >= m_texts.size()) {
        return std::nullopt;
    }
    return m_texts[static_cast<std::size_t>(id)];
}

std::string LabelTable::label(TokenId id) const
{
    const std::string_view known = bytes(id).value_or(std::string_view());
    if (base::isValidUtf8(known)) {
        return std::string(known);
    }
    std::string text;
    for (const char byte : known) {
        std::array<char, 8> spelled {};
        std::snprintf(spelled.data(), spelled.size(), "<0x%02X>", static_cast<unsigned char>(byte));
        text += spelled.data();
    }
    return text;
}

} // namespace fe::endpoints
