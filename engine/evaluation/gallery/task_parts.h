// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evaluation/gallery.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// Inside the room: what the tasks of all languages are put together from.

namespace fe::evaluation {

[[nodiscard]] std::vector<GalleryTask> englishTasks();
[[nodiscard]] std::vector<GalleryTask> koreanTasks();

/// A pattern of ours, which parses.
[[nodiscard]] PromptPattern ownPattern(std::string_view text);
[[nodiscard]] ExampleTable ownTable(std::initializer_list<std::string> columns,
                                    std::initializer_list<std::vector<std::string>> rows);

/// How an answer is looked for and what ends it.
[[nodiscard]] AnswerRule labelRule(const std::vector<std::string>& labels);
[[nodiscard]] AnswerRule ruleOf(AnswerRule::Kind kind);
/// Greedy: the same answer at every press of the button.
[[nodiscard]] generation::SamplingOptions greedySampling();

/// A word problem in the ways of asking it: with bare answers, with reasoned examples (few-shot
/// chain of thought), and with the words that ask for reasoning alone (zero-shot).
struct WordProblem {
    std::string id; ///< "tennis"; the tasks are id-direct, id-steps and id-zero, then `suffix`
    std::string suffix; ///< "" or "-ko"
    std::string language;
    std::string titles[3];
    std::string summaries[3];
    std::string pattern; ///< with {question} and {answer}
    std::string reasoned; ///< with {rationale} and {answer}
    std::string trigger;
    ExampleTable examples; ///< question, rationale, answer
    std::string question;
    std::string answer;
};
[[nodiscard]] std::vector<GalleryTask> wordProblemTasks(const WordProblem& problem);

} // namespace fe::evaluation
