// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "evaluation/answer.h"
#include "evaluation/example_table.h"
#include "evaluation/prompt_builder.h"
#include "generation/text_model.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fe::evaluation {

/// Answers that the model writes itself.
struct GeneratedAnswers {
    AnswerRule rule {}; ///< how the answer is taken out of the text
    /// Greedy unless changed; the seed is that of the cell.
    generation::SamplingOptions sampling { .temperature = 0 };
    std::int64_t maxTokens = 32;
    std::vector<std::string> stop { "\n" };
};

/// A labelled data set x shots x seeds. Every cell (query, shots, seed) is one prompt.
struct SweepPlan {
    ExampleTable table; ///< queries with their answers
    /// Where examples are drawn from; no columns: from the table itself, never the query.
    ExampleTable pool {};
    PromptPlan prompt; ///< its answerField is the column of the answers
    /// The answers to choose from; with `generated` only for the confusion (may be empty).
    std::vector<std::string> labels;
    std::vector<std::int64_t> shots { 0 }; ///< rising
    std::vector<std::uint64_t> seeds { 0 }; ///< each draws other examples; 0 shots need but one
    bool balanced = false; ///< labels take turns among the examples
    std::size_t limit = 0; ///< only the first so many rows; 0: all

    /// Also reads the prompts with a content-free query (Zhao et al. 2021, arXiv:2102.09690).
    bool calibrated = false;
    std::vector<std::string> contentFree { "N/A", "[MASK]", "" };
    /// The model writes the answer and no likelihood is measured: the way with chain of thought.
    std::optional<GeneratedAnswers> generated {};
};

/// What was measured of one cell. Every scoring is worked out from it without the model.
struct SweepCell {
    std::size_t query = 0; ///< row of SweepPlan::table
    std::int64_t shots = 0;
    std::uint64_t seed = 0;
    std::vector<generation::TextScore> scores {}; ///< by label, of its lead and text
    /// Calibrated sweeps, by label: natural log p(label) with a content-free query in place of this
    /// one, p averaged over the plan's inputs and made to sum to 1.
    std::vector<double> contentFree {};
    std::string generated {}; ///< what the model wrote
    std::string refusal {}; ///< why there is no measurement (the prompt is too long); else empty

    friend bool operator==(const SweepCell&, const SweepCell&) = default;
};

/// InvalidArgument: the plan cannot be run (no rows, shots or seeds, a column is missing, a row's
/// answer is none of the labels, fewer than two labels, too few rows for the shots, likelihoods of
/// answers that begin with reasoning ...). The error says which.
[[nodiscard]] base::Result<void> checkSweep(const SweepPlan& plan);

/// The distinct values of the answer column, in the order of their first appearance: the labels of
/// a data set that does not come with a list.
[[nodiscard]] std::vector<std::string> labelsIn(const ExampleTable& table,
                                                std::string_view answerField);

/// Cells of a plan: rows x shots x seeds, where 0 shots count once (greedy or likelihood: the seed
/// changes nothing).
[[nodiscard]] std::size_t cellCount(const SweepPlan& plan);

/// Whether a cell is one of the plan's.
[[nodiscard]] bool isPlanned(const SweepPlan& plan, const SweepCell& cell);

/// The exact prompt of a cell, and the pool's rows that are its examples.
struct CellPrompt {
    BuiltPrompt prompt;
    std::vector<std::size_t> examples;
};
[[nodiscard]] base::Result<CellPrompt> cellPrompt(const SweepPlan& plan, std::size_t query,
                                                  std::int64_t shots, std::uint64_t seed);

/// Told each finished cell, on the run's thread, so that it can be stored; an Error ends the sweep.
using SweepSink = std::function<base::Result<void>(const SweepCell& cell)>;

/// What a run of a sweep left.
struct SweepRun {
    std::vector<SweepCell> cells; ///< those given and those measured, by query, shots, seed
    bool complete = false; ///< false: cancelled before the last cell
    std::int64_t tokensRead = 0; ///< by the model in this run
    /// Tokens that have to be read at least once in this run: nodes of the prefix tree of all its
    /// token sequences, without last tokens, which are predicted only. 0 if the model cannot say.
    std::int64_t uniqueTokens = 0;
};

/// Measures the cells that `done` does not hold. The order of work follows the shared beginnings
/// (examples, then query), so that a model with a cache reads each beginning about once. Cancel
/// keeps what is finished; a cell that the model refuses as too long is kept with its refusal, any
/// other Error of the model ends the sweep. Progress counts cells.
/// InvalidArgument: see checkSweep(), or `done` holds a cell that is none of the plan's.
/// Unsupported: the model gives no scores; or, of a sweep that generates, it takes neither plain
/// prompts nor chats (one that chats alone gets the prompt as the user's message).
[[nodiscard]] base::Result<SweepRun> runSweep(const SweepPlan& plan, generation::TextModel& model,
                                              const std::vector<SweepCell>& done,
                                              const SweepSink& sink,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress);

} // namespace fe::evaluation
