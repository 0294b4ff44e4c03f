// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "evaluation/pattern.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// What a prompt is made of besides the examples and the query.
struct PromptPlan {
    std::string instruction {}; ///< before everything else; may be empty
    PromptPattern pattern {}; ///< of an example and of the query
    std::string answerField {}; ///< the pattern's field that is to be answered
    std::string separator = "\n\n"; ///< between instruction, examples and query

    /// Chain of thought. Few-shot (Wei et al. 2022, arXiv:2201.11903): what stands in an example's
    /// answer place, "{rationale} The answer is {answer}."; empty: the bare answer. An example in
    /// which a field of it is missing or empty shows the bare answer.
    PromptPattern reasonedAnswer {};
    /// Zero-shot (Kojima et al. 2022, arXiv:2205.11916): what every reasoned answer begins with,
    /// "Let's think step by step."; empty: nothing. The query's answer begins with it, and so does
    /// each example that shows its reasoning.
    std::string trigger {};

    friend bool operator==(const PromptPlan&, const PromptPlan&) = default;
};

/// A part of a prompt, bytes [begin, end) of its text; separators belong to none.
struct PromptSpan {
    enum class Kind { Instruction, Example, Query };
    Kind kind = Kind::Query;
    std::size_t example = 0; ///< its index, if it is one
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t answerBegin = 0; ///< of an example: where its answer stands, rationale and trigger
    std::size_t answerEnd = 0; ///< included; both 0 if it has none
    friend bool operator==(const PromptSpan&, const PromptSpan&) = default;
};

/// The exact text for a model.
struct BuiltPrompt {
    /// Ends where the answer has to begin, and never with white space: a prompt that ends with a
    /// space puts the model off, since byte-pair tokens carry the space in front of a word.
    std::string text;
    /// The white space that stood between `text` and the answer, mostly one space. It belongs to
    /// the continuation: " positive" is what is scored (lm-evaluation-harness does the same).
    std::string lead;
    std::vector<PromptSpan> spans; ///< in order
};

/// InvalidArgument if the plan cannot ask anything: the answer field is not in the pattern, another
/// field follows it (the model would never see it), or the answer stands in the pattern twice.
[[nodiscard]] base::Result<void> checkPlan(const PromptPlan& plan);

/// The prompt of every mode: without examples zero-shot, with them few-shot; with a reasonedAnswer
/// or a trigger chain of thought. The query is the pattern up to its answer field, what follows
/// there is left out; its own answer is not needed. A pattern without an answer field
/// (`answerField` empty) is free text, rendered whole and kept as it is, white space included.
/// InvalidArgument names a field that an example (by number) or the query lacks.
[[nodiscard]] base::Result<BuiltPrompt> buildPrompt(const PromptPlan& plan,
                                                    std::span<const FieldValues> examples,
                                                    const FieldValues& query);

/// The second step of zero-shot chain of thought (Kojima et al. 2022): the prompt, what the model
/// wrote after it, and on a line of its own the words that ask for the answer alone ("Therefore,
/// the answer is"). No white space at its end.
[[nodiscard]] std::string answerPrompt(const BuiltPrompt& prompt, std::string_view reasoning,
                                       std::string_view answerTrigger);

} // namespace fe::evaluation
