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

std::string LabelTable::label(TokenId id) const
{
    if (id < 0 || static_cast<std::size_t>(id) >= m_texts.size()) {
        return {};
    }
    const std::string_view bytes = m_texts[static_cast<std::size_t>(id)];
    if (base::isValidUtf8(bytes)) {
        return std::string(bytes);
    }
    std::string text;
    for (const char byte : bytes) {
        std::array<char, 8> spelled {};
        std::snprintf(spelled.data(), spelled.size(), "<0x%02X>", static_cast<unsigned char>(byte));
        text += spelled.data();
    }
    return text;
}

} // namespace fe::endpoints
