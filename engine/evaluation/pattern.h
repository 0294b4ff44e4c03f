// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// Values by field name, UTF-8: one example or query.
using FieldValues = std::map<std::string, std::string, std::less<>>;

/// A text with fields, "Review: {text}\nSentiment: {label}". "{{" and "}}" are literal braces. A
/// field's name is any UTF-8 text without braces, double quotes and control characters; spaces
/// around it do not count. Immutable.
class PromptPattern
{
public:
    /// No text, no fields.
    PromptPattern() = default;

    /// InvalidArgument names the column (code points of `text`, from 1, with line breaks counted):
    /// a brace without its partner, a field without a name. Longest text: 1 MiB.
    [[nodiscard]] static base::Result<PromptPattern> parse(std::string_view text);

    /// As it was parsed.
    [[nodiscard]] const std::string& text() const { return m_text; }
    /// Names in the order of their first appearance, each once.
    [[nodiscard]] const std::vector<std::string>& fields() const { return m_fields; }
    [[nodiscard]] bool uses(std::string_view field) const;
    [[nodiscard]] bool isEmpty() const { return m_parts.empty(); }

    /// A piece of the pattern: literal text, or a field.
    struct Part {
        bool isField = false;
        std::string text; ///< literal with its braces undone, or the field's name
        friend bool operator==(const Part&, const Part&) = default;
    };
    [[nodiscard]] const std::vector<Part>& parts() const { return m_parts; }

    /// The text with every field replaced; values are taken as they are, braces included.
    /// InvalidArgument names a field for which `values` has nothing.
    [[nodiscard]] base::Result<std::string> render(const FieldValues& values) const;

    friend bool operator==(const PromptPattern& a, const PromptPattern& b)
    {
        return a.m_text == b.m_text;
    }

private:
    std::string m_text;
    std::vector<Part> m_parts;
    std::vector<std::string> m_fields;
};

} // namespace fe::evaluation
