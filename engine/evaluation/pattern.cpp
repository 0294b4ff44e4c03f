// SPDX-License-Identifier: Apache-2.0
#include "evaluation/pattern.h"

#include "base/guarded.h"
#include "base/utf8.h"
#include "evaluation/white_space.h"

#include <algorithm>
#include <utility>

namespace fe::evaluation {
namespace {

constexpr std::size_t kLongestPattern = std::size_t { 1 } << 20U;

/// Column of a byte, as an editor without lines would count it.
std::size_t columnOf(std::string_view text, std::size_t byte)
{
    const auto isBegin = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return 1
        + static_cast<std::size_t>(std::count_if(
            text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), isBegin));
}

base::Error refusal(std::string_view text, std::size_t byte, std::string why, std::string fix)
{
    return { base::ErrorCode::InvalidArgument,
             "cannot use the pattern",
             {},
             "column " + std::to_string(columnOf(text, byte)),
             std::move(why),
             std::move(fix) };
}

constexpr const char* kDoubleBraces = "write {{ or }} for a brace of the text itself";

bool mayBeInName(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20U && byte != 0x7FU && c != '{' && c != '}' && c != '"';
}

/// The name between the brace at `open` and its partner.
base::Result<std::string> fieldName(std::string_view text, std::size_t open)
{
    std::size_t end = open + 1;
    while (end < text.size() && mayBeInName(text[end])) {
        ++end;
    }
    if (end == text.size()) {
        return refusal(text, open, "the brace { is never closed", kDoubleBraces);
    }
    if (text[end] != '}') {
        return refusal(text, end, "a field's name holds no braces, quotes and line breaks",
                       kDoubleBraces);
    }
    const std::string_view name = trimmed(text.substr(open + 1, end - open - 1));
    if (name.empty()) {
        return refusal(text, open, "the field {} has no name", "write a column's name inside");
    }
    return std::string(name);
}

} // namespace

base::Result<PromptPattern> PromptPattern::parse(std::string_view text)
{
    return base::guarded("PromptPattern::parse", [&]() -> base::Result<PromptPattern> {
        if (text.size() > kLongestPattern || !base::isValidUtf8(text)) {
            return base::invalidArgument("cannot use the pattern",
                                         "it is longer than 1 MiB or no valid UTF-8");
        }
        PromptPattern pattern;
        pattern.m_text = text;
        std::string literal;
        const auto endLiteral = [&] {
            if (!literal.empty()) {
                pattern.m_parts.push_back({ false, std::exchange(literal, {}) });
            }
        };
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c != '{' && c != '}') {
                literal += c;
            } else if (i + 1 < text.size() && text[i + 1] == c) {
                literal += c;
                ++i;
            } else if (c == '}') {
                return refusal(text, i, "the brace } closes nothing", kDoubleBraces);
            } else {
                FE_TRY(std::string name, fieldName(text, i));
                endLiteral();
                if (!pattern.uses(name)) {
                    pattern.m_fields.push_back(name);
                }
                pattern.m_parts.push_back({ true, std::move(name) });
                i = text.find('}', i);
            }
        }
        endLiteral();
        return pattern;
    });
}

bool PromptPattern::uses(std::string_view field) const
{
    return std::find(m_fields.begin(), m_fields.end(), field) != m_fields.end();
}

base::Result<std::string> PromptPattern::render(const FieldValues& values) const
{
    std::string text;
    for (const Part& part : m_parts) {
        if (!part.isField) {
            text += part.text;
            continue;
        }
        const auto value = values.find(part.text);
        if (value == values.end()) {
            return base::invalidArgument("cannot fill the pattern",
                                         "there is no value for the field {" + part.text + '}');
        }
        text += value->second;
    }
    return text;
}

} // namespace fe::evaluation
