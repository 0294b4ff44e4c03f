// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fe::evaluation {

/// A user's regular expression (PCRE2, UTF-8, Unicode classes). Immutable, thread-safe.
class AnswerExpression
{
public:
    /// InvalidArgument gives the column.
    [[nodiscard]] static base::Result<std::shared_ptr<const AnswerExpression>> compile(
        const std::string& pattern);
    virtual ~AnswerExpression() = default;

    /// The last match: its first group that took part, else all of it. LimitExceeded: it takes too
    /// long on this text, however it is written.
    /// @param text valid UTF-8.
    [[nodiscard]] virtual base::Result<std::optional<std::string>> findLast(
        std::string_view text) const = 0;
};

} // namespace fe::evaluation
