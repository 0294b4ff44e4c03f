// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fe::chat {

enum class TokenType {
    Data, ///< text between tags, whitespace control already applied
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
};

struct Token {
    TokenType type = TokenType::End;
    std::string text; ///< data, name, string value, or spelling of the operator
    std::int64_t integer = 0;
    double number = 0;
    int line = 1;
};

/// Splits a template into tokens with trim_blocks and lstrip_blocks, as jinja2's lexer does:
/// newlines become "\n", one newline at the end is dropped, comments and raw tags vanish.
/// Ends with an End token. Throws Failure with the line.
[[nodiscard]] std::vector<Token> tokenize(std::string_view source);

/// With "\n" for every kind of newline and without one at the end.
[[nodiscard]] std::string normalized(std::string_view source);

/// The value of a string literal without its quotes: Python's escapes.
[[nodiscard]] std::string unescaped(std::string_view literal, int line);

} // namespace fe::chat
