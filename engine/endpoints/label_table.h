// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation/generation.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Inside the room.

namespace fe::endpoints {

using generation::TokenId;

/// Numbers for the token texts of an endpoint, whose own ids are seldom told: the same bytes have
/// the same number as long as the table lives.
class LabelTable
{
public:
    [[nodiscard]] TokenId idOf(std::string_view bytes);
    /// Nothing for a number never given.
    [[nodiscard]] std::optional<std::string_view> bytes(TokenId id) const;
    /// The bytes if they are UTF-8, else each as "<0xED>"; empty for a number never given.
    [[nodiscard]] std::string label(TokenId id) const;

private:
    std::unordered_map<std::string, TokenId> m_ids;
    std::vector<std::string_view> m_texts; ///< keys of m_ids, which do not move
};

} // namespace fe::endpoints
