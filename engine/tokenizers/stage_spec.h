// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "tokenizers/aligned_text.h"

#include <optional>
#include <string>
#include <string_view>

namespace fe::tokenizers {

/// One JSON object of a tokenizer file, its place in it for errors, and typed access to its
/// members. Borrowed: lives while the file is loaded.
struct StageSpec {
    const base::Json& json;
    std::string field; ///< "pre_tokenizer.pretokenizers[1]"
    const std::string& file;

    [[nodiscard]] std::string fieldOf(std::string_view key) const;
    [[nodiscard]] StageSpec child(const base::Json& value, std::string_view key) const;
    [[nodiscard]] StageSpec child(const base::Json& value, std::string_view key,
                                  std::size_t index) const;

    [[nodiscard]] base::Error malformed(std::string_view key, std::string why) const;
    [[nodiscard]] base::Error unsupported(std::string_view key, std::string why) const;

    /// A member that must be there and have the type.
    [[nodiscard]] base::Result<const base::Json*> required(std::string_view key) const;
    [[nodiscard]] base::Result<std::string> text(std::string_view key) const;
    [[nodiscard]] base::Result<bool> flag(std::string_view key) const;
    [[nodiscard]] base::Result<std::size_t> count(std::string_view key) const;
    /// One code point.
    [[nodiscard]] base::Result<std::string> character(std::string_view key) const;
    /// Absent or null gives the default; another type is an error.
    [[nodiscard]] base::Result<bool> flagOr(std::string_view key, bool standard) const;
    [[nodiscard]] base::Result<std::optional<std::string>> textIfAny(std::string_view key) const;

    [[nodiscard]] base::Result<SplitBehavior> splitBehavior(std::string_view key) const;
};

/// An id as files write it. Refuses what no table could hold: negative, or 2^31 and above.
[[nodiscard]] base::Result<TokenId> readTokenId(const base::Json& value, const StageSpec& spec,
                                                std::string_view key);

} // namespace fe::tokenizers
