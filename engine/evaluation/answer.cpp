// SPDX-License-Identifier: Apache-2.0
#include "evaluation/answer.h"

#include "base/guarded.h"
#include "base/utf8.h"
#include "evaluation/answer_expression.h"
#include "evaluation/answer_number.h"
#include "evaluation/white_space.h"
#include "tokenizers/unicode.h"

#include <algorithm>
#include <array>
#include <map>

namespace fe::evaluation {
namespace {

struct RuleName {
    AnswerRule::Kind kind;
    const char* name;
};
constexpr std::array kRuleNames {
    RuleName { AnswerRule::Kind::Whole, "whole" },
    RuleName { AnswerRule::Kind::FirstLine, "first-line" },
    RuleName { AnswerRule::Kind::LastNumber, "number" },
    RuleName { AnswerRule::Kind::Expression, "expression" },
    RuleName { AnswerRule::Kind::Label, "label" },
};

/// Punctuation that is no part of an answer. Signs of numbers and money are: -5, +5, 5%, $5.
bool isLoose(char32_t c)
{
    constexpr std::u32string_view kMeaningful = U"-+%$#&@/\\<>=^|~";
    return tokenizers::isPunctuation(c) && kMeaningful.find(c) == std::u32string_view::npos;
}

std::u32string codePoints(std::string_view text)
{
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const base::CodePoint next = base::decodeUtf8(text, at);
        points += next.codePoint;
        at += next.length;
    }
    return points;
}

std::string utf8(std::u32string_view points)
{
    std::string text;
    for (const char32_t c : points) {
        base::appendUtf8(text, c);
    }
    return text;
}

/// Lower case if asked for, and every run of white space as one space.
std::u32string folded(std::string_view text, bool ignoreCase)
{
    std::u32string result;
    for (const char32_t c : codePoints(text)) {
        if (tokenizers::isWhitespace(c)) {
            if (!result.ends_with(U' ')) {
                result += U' ';
            }
        } else if (ignoreCase) {
            const tokenizers::Lowercased lower = tokenizers::lowercased(c);
            result += lower.first;
            if (lower.second != 0) {
                result += lower.second;
            }
        } else {
            result += c;
        }
    }
    return result;
}

std::u32string_view withoutEnds(std::u32string_view text, bool ignorePunctuation)
{
    const auto isIdle = [&](char32_t c) { return c == U' ' || (ignorePunctuation && isLoose(c)); };
    std::u32string_view rest = text;
    while (!rest.empty() && isIdle(rest.front())) {
        rest.remove_prefix(1);
    }
    while (!rest.empty() && isIdle(rest.back())) {
        rest.remove_suffix(1);
    }
    // Nothing but punctuation is an answer of its own.
    return rest.empty() && ignorePunctuation ? withoutEnds(text, false) : rest;
}

/// Scripts that part words by spaces: there a label must not be a piece of a word ("positive" in
/// "nonpositively"); Korean, Chinese and Japanese attach what follows ("긍정입니다").
bool continuesWord(char32_t c)
{
    constexpr char32_t kFirstEastAsian = 0x2E80;
    const bool hangulJamo = c >= 0x1100 && c < 0x1200;
    return c < kFirstEastAsian && !hangulJamo && tokenizers::isWordCharacter(c);
}

bool standsAlone(std::u32string_view text, std::size_t begin, std::size_t length)
{
    const std::size_t end = begin + length;
    const bool left = begin == 0 || !continuesWord(text[begin - 1]) || !continuesWord(text[begin]);
    const bool right
        = end == text.size() || !continuesWord(text[end]) || !continuesWord(text[end - 1]);
    return left && right;
}

std::string_view firstLine(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        if (!line.empty()) {
            return line;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

std::optional<std::string> unlessEmpty(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

} // namespace

const char* answerRuleName(AnswerRule::Kind kind)
{
    const auto row = std::find_if(kRuleNames.begin(), kRuleNames.end(),
                                  [&](const RuleName& name) { return name.kind == kind; });
    return row->name;
}

std::optional<AnswerRule::Kind> answerRuleFromName(std::string_view name)
{
    const auto row = std::find_if(kRuleNames.begin(), kRuleNames.end(),
                                  [&](const RuleName& known) { return known.name == name; });
    return row == kRuleNames.end() ? std::nullopt : std::optional(row->kind);
}

AnswerExtractor::AnswerExtractor(AnswerRule rule,
                                 std::shared_ptr<const AnswerExpression> expression)
    : m_rule(std::move(rule)), m_expression(std::move(expression))
{
}

base::Result<AnswerExtractor> AnswerExtractor::make(AnswerRule rule)
{
    return base::guarded("AnswerExtractor::make", [&]() -> base::Result<AnswerExtractor> {
        std::shared_ptr<const AnswerExpression> expression;
        if (rule.kind == AnswerRule::Kind::Expression) {
            FE_TRY(expression, AnswerExpression::compile(rule.expression));
        }
        AnswerExtractor extractor(std::move(rule), std::move(expression));
        const auto& labels = extractor.m_rule.labels;
        if (extractor.m_rule.kind == AnswerRule::Kind::Label
            && (labels.empty() || std::any_of(labels.begin(), labels.end(), [&](const auto& label) {
                    return extractor.normalised(label).empty();
                }))) {
            return base::invalidArgument("cannot look for a label",
                                         "there are no labels, or one of them is empty");
        }
        return extractor;
    });
}

std::optional<std::string> AnswerExtractor::findLabel(std::string_view text) const
{
    const std::u32string whole = folded(text, m_rule.ignoreCase);
    const std::u32string_view inside = withoutEnds(whole, m_rule.ignorePunctuation);
    const std::string* best = nullptr;
    std::size_t bestBegin = 0;
    std::size_t bestLength = 0;
    for (const std::string& label : m_rule.labels) {
        const std::u32string folding = folded(label, m_rule.ignoreCase);
        const std::u32string_view wanted = withoutEnds(folding, m_rule.ignorePunctuation);
        std::size_t at = inside.find(wanted);
        while (at != std::u32string_view::npos && !standsAlone(inside, at, wanted.size())) {
            at = inside.find(wanted, at + 1);
        }
        const bool better
            = best == nullptr || at < bestBegin || (at == bestBegin && wanted.size() > bestLength);
        if (at != std::u32string_view::npos && better) {
            best = &label;
            bestBegin = at;
            bestLength = wanted.size();
        }
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

base::Result<std::optional<std::string>> AnswerExtractor::extract(std::string_view text) const
{
    using Answer = std::optional<std::string>;
    return base::guarded("AnswerExtractor::extract", [&]() -> base::Result<Answer> {
        switch (m_rule.kind) {
        case AnswerRule::Kind::Whole:
            return unlessEmpty(trimmed(text));
        case AnswerRule::Kind::FirstLine:
            return unlessEmpty(firstLine(text));
        case AnswerRule::Kind::LastNumber:
            return lastNumber(text);
        case AnswerRule::Kind::Expression: {
            FE_TRY(const Answer found, m_expression->findLast(base::toValidUtf8(text)));
            return found ? unlessEmpty(trimmed(*found)) : found;
        }
        case AnswerRule::Kind::Label:
            return findLabel(text);
        }
        return Answer();
    });
}

std::string AnswerExtractor::normalised(std::string_view answer) const
{
    if (m_rule.kind == AnswerRule::Kind::LastNumber) {
        if (auto number = lastNumber(answer)) {
            return *number;
        }
    }
    const std::u32string text = folded(answer, m_rule.ignoreCase);
    return utf8(withoutEnds(text, m_rule.ignorePunctuation));
}

std::optional<std::string> Vote::winner() const
{
    return counts.empty() ? std::nullopt : std::optional(counts.front().answer);
}

Vote vote(const AnswerExtractor& extractor, const std::vector<std::optional<std::string>>& answers)
{
    Vote result;
    result.samples = answers.size();
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i]) {
            ++result.silent;
            continue;
        }
        const auto [place, isNew]
            = places.emplace(extractor.normalised(*answers[i]), result.counts.size());
        if (isNew) {
            result.counts.push_back({ *answers[i] });
        }
        VoteCount& count = result.counts[place->second];
        ++count.count;
        count.samples.push_back(i);
    }
    std::stable_sort(result.counts.begin(), result.counts.end(),
                     [](const VoteCount& a, const VoteCount& b) { return a.count > b.count; });
    const std::size_t voters = result.samples - result.silent;
    for (VoteCount& count : result.counts) {
        count.share = static_cast<double>(count.count) / static_cast<double>(voters);
    }
    result.tied = result.counts.size() > 1 && result.counts[0].count == result.counts[1].count;
    return result;
}

} // namespace fe::evaluation
