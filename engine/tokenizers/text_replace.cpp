// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/text_replace.h"

#include <array>
#include <utility>

namespace fe::tokenizers {

std::string replaceAll(std::string_view text, std::string_view from, std::string_view to)
{
    if (from.empty()) {
        return std::string(text);
    }
    std::string replaced;
    std::size_t begin = 0;
    for (std::size_t found = text.find(from); found != std::string_view::npos;
         found = text.find(from, begin)) {
        replaced += text.substr(begin, found - begin);
        replaced += to;
        begin = found + from.size();
    }
    replaced += text.substr(begin);
    return replaced;
}

std::string cleanUpSpaces(std::string text)
{
    using Row = std::pair<std::string_view, std::string_view>;
    constexpr std::array kRows
        = { Row { " .", "." },     Row { " ?", "?" },           Row { " !", "!" },
            Row { " ,", "," },     Row { " ' ", "'" },          Row { " n't", "n't" },
            Row { " 'm", "'m" },   Row { " do not", " don't" }, Row { " 's", "'s" },
            Row { " 've", "'ve" }, Row { " 're", "'re" } };
    for (const auto& [from, to] : kRows) {
        text = replaceAll(text, from, to);
    }
    return text;
}

} // namespace fe::tokenizers
