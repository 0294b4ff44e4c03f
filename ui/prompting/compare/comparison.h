// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "prompting/answer/answer_tree.h"
#include "prompting/compare/prompt_ways.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace fe::prompting {

/// One way of asking one model, and what came.
struct ComparisonColumn {
    enum class State { Waiting, Loading, Running, Done, Cancelled, Failed };

    Way way = Way::AsItIs;
    QString title {}; ///< of an answer that was given; else the way tells
    QString model {}; ///< name
    QString modelPath {};
    PromptDocument document {}; ///< exactly what is asked
    State state = State::Waiting;
    RunRecordPtr record {}; ///< null until there is one; partial if it was cancelled
    QString problem {}; ///< why it failed, for people

    /// For the head of the column: "Few-shot, 3 examples".
    [[nodiscard]] QString heading() const;
    /// The answer that the document's rule takes out of what came. Nothing: there is none.
    [[nodiscard]] std::optional<std::string> answer() const;
    /// Against the expected answer; nothing if that is not known or nothing came.
    [[nodiscard]] std::optional<bool> isRight() const;
    /// Reading the prompt and writing; 0 while nothing came.
    [[nodiscard]] double seconds() const;
};

/// Answers side by side. A plain value.
struct Comparison {
    PromptDocument document {}; ///< what the columns were made from
    quint64 seed = 0; ///< of every column
    QString time {}; ///< ISO 8601, UTC, when it began
    bool given = false; ///< made of answers that were there already
    std::vector<ComparisonColumn> columns {};

    [[nodiscard]] bool isEmpty() const { return columns.empty(); }
    [[nodiscard]] bool hasAnswers() const;
    /// As the history lists it.
    [[nodiscard]] QString modelNames() const;
    [[nodiscard]] QString resultLine() const;
};

/// A model to be asked.
struct ComparedModel {
    QString name;
    QString path;
    friend bool operator==(const ComparedModel&, const ComparedModel&) = default;
};

/// A column for each model and way, the models one after the other. What cannot be asked that way
/// is a failed column that says why.
[[nodiscard]] Comparison makeComparison(const PromptDocument& document,
                                        const std::vector<Way>& ways,
                                        const std::vector<ComparedModel>& models, quint64 seed);
/// A column for each tree, of the answer that it shows. Trees without an answer are left out.
[[nodiscard]] Comparison comparisonOf(const std::vector<AnswerTree>& answers);

[[nodiscard]] base::Json toJson(const Comparison& comparison);
/// Reads what toJson() wrote; columns that had not ended are cancelled ones. Anything else is
/// Malformed, what a newer version wrote Unsupported.
[[nodiscard]] base::Result<Comparison> comparisonFromJson(const base::Json& json);

} // namespace fe::prompting
