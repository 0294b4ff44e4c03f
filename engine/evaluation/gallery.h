// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evaluation/answer.h"
#include "evaluation/example_table.h"
#include "evaluation/prompt_builder.h"
#include "generation/generation.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// The way of prompting that a task shows; the builder's mode.
enum class PromptMode { Free, FewShot, ChainOfThought };

/// A classic demonstration, ready to run. Every sentence is this project's own.
struct GalleryTask {
    std::string id; ///< "sentiment", "sentiment-ko": the same in Korean
    std::string language; ///< "en" or "ko"
    std::string family; ///< tasks that show the same thing in other ways or languages: "sentiment"
    std::string title; ///< in `language`
    std::string summary; ///< what it shows, in `language`; one sentence
    PromptMode mode = PromptMode::FewShot;
    PromptPlan plan;
    ExampleTable examples; ///< the pattern's fields, rationales included; may have no rows
    std::size_t shots = 0; ///< as it opens; <= examples.rows.size()
    FieldValues query; ///< without its answer
    std::string expected; ///< the answer
    std::vector<std::string> labels {}; ///< what the answer is one of; empty: anything
    AnswerRule rule;
    generation::SamplingOptions sampling; ///< suggested
    std::int64_t maxTokens = 64;
    std::vector<std::string> stop {};
};

/// All tasks, English before Korean. Made once; thread-safe.
[[nodiscard]] const std::vector<GalleryTask>& gallery();
/// Null if there is none of that id.
[[nodiscard]] const GalleryTask* findTask(std::string_view id);

/// A small data set for a sweep over a task, made from templates and a seed, the same on every
/// machine: synthetic, so that an accuracy on it says little about real texts. Labels take turns.
struct GalleryDataSet {
    std::string id; ///< "reviews", "sums" ...
    std::string taskId; ///< whose pattern fits
    std::string title;
    std::size_t rows = 0; ///< as it opens
};
[[nodiscard]] const std::vector<GalleryDataSet>& galleryDataSets();
/// InvalidArgument: no such set, or more rows than its templates give.
[[nodiscard]] base::Result<ExampleTable> makeDataSet(std::string_view id, std::size_t rows,
                                                     std::uint64_t seed);

} // namespace fe::evaluation
