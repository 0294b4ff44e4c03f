// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

class AnswerExpression;

/// How an answer is taken out of what a model wrote.
struct AnswerRule {
    enum class Kind {
        Whole, ///< all of it, without white space at its ends
        FirstLine, ///< the first line that is not empty, trimmed
        /// The last number: 1,234 and -3.5 and 7.50 are 1234, -3.5 and 7.5. Text may touch it
        /// ("11개", "$5").
        LastNumber,
        Expression, ///< a regular expression: its first group that took part, else the whole match
        /// The label that occurs first, the longest if two begin at one place. It stands alone: no
        /// letters touch it where words are parted by spaces.
        Label,
    };
    Kind kind = Kind::Whole;
    std::string
        expression {}; ///< PCRE2, UTF-8, . does not match line breaks; the last match counts
    std::vector<std::string> labels {};

    // How two answers are held against each other; a Label is found by the same.
    bool ignoreCase = true; ///< Unicode's lower case
    /// At both ends: "Positive." is "positive". Signs are kept: -5, 5%, $5.
    bool ignorePunctuation = true;
    // Runs of white space always count as one space.

    friend bool operator==(const AnswerRule&, const AnswerRule&) = default;
};

/// "whole", "first-line", "number", "expression", "label".
[[nodiscard]] const char* answerRuleName(AnswerRule::Kind kind);
[[nodiscard]] std::optional<AnswerRule::Kind> answerRuleFromName(std::string_view name);

/// A rule ready for use. Immutable, thread-safe.
class AnswerExtractor
{
public:
    /// InvalidArgument: a regular expression that is none (the error gives the byte), or a Label
    /// rule without labels.
    [[nodiscard]] static base::Result<AnswerExtractor> make(AnswerRule rule);

    [[nodiscard]] const AnswerRule& rule() const { return m_rule; }

    /// The answer, or nothing if the text holds none. LimitExceeded: the regular expression takes
    /// too long on this text (steps, depth and memory are bounded).
    [[nodiscard]] base::Result<std::optional<std::string>> extract(std::string_view text) const;

    /// What an answer is compared by: folded, trimmed; numbers in one spelling ("1,234.0" is
    /// "1234") if the rule is LastNumber.
    [[nodiscard]] std::string normalised(std::string_view answer) const;
    [[nodiscard]] bool agree(std::string_view a, std::string_view b) const
    {
        return normalised(a) == normalised(b);
    }

private:
    AnswerExtractor(AnswerRule rule, std::shared_ptr<const AnswerExpression> expression);
    [[nodiscard]] std::optional<std::string> findLabel(std::string_view text) const;

    AnswerRule m_rule;
    std::shared_ptr<const AnswerExpression> m_expression; ///< null unless the rule is Expression
};

/// One answer among those of several samples.
struct VoteCount {
    std::string answer; ///< as it was first written
    std::size_t count = 0;
    double share = 0; ///< of the samples that gave an answer
    std::vector<std::size_t> samples {}; ///< indices, rising
};

struct Vote {
    std::vector<VoteCount> counts; ///< falling; ties in the order of their first appearance
    std::size_t samples = 0; ///< all
    std::size_t silent = 0; ///< gave no answer
    bool tied = false; ///< the first two are level: there is no majority

    /// The winner (the first to appear among equals); nothing if no sample gave an answer.
    [[nodiscard]] std::optional<std::string> winner() const;
};

/// Self-consistency (Wang et al. 2022, arXiv:2203.11171): the answer that most samples agree on.
/// @param answers one a sample, as extract() gave them.
[[nodiscard]] Vote vote(const AnswerExtractor& extractor,
                        const std::vector<std::optional<std::string>>& answers);

} // namespace fe::evaluation
