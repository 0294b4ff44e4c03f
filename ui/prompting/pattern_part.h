// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "evaluation/answer.h"
#include "evaluation/example_table.h"
#include "evaluation/gallery.h"
#include "evaluation/prompt_builder.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <vector>

namespace fe::prompting {

/// What a few-shot or chain-of-thought prompt is made of, as the user wrote it: it need not make
/// sense yet.
struct PatternPart {
    QString instruction;
    QString pattern; ///< "Review: {text}\nSentiment: {label}"
    QString answerField; ///< the pattern's field that the model fills; empty: its last one
    QString separator = QStringLiteral("\n\n");
    QString reasonedAnswer {}; ///< chain of thought, with examples
    QString trigger {}; ///< chain of thought, without
    evaluation::ExampleTable examples {};
    int shots = 0; ///< the first so many rows go into the prompt; never more than there are
    QMap<QString, QString> query {}; ///< by field
    evaluation::AnswerRule rule {}; ///< how the answer is taken out of what came
    QStringList labels {}; ///< what the answer is one of; empty: anything
    QString expected {}; ///< the right answer, if it is known
    QString task {}; ///< id in the gallery that it was filled from; for people only
    friend bool operator==(const PatternPart&, const PatternPart&) = default;
};

/// The pattern's fields in the order of their appearance; none while it cannot be parsed.
[[nodiscard]] QStringList fieldsOf(const PatternPart& part);
/// answerField, or the last field if that is empty.
[[nodiscard]] QString answerFieldOf(const PatternPart& part);

/// The error is for people: it names the place in the pattern.
[[nodiscard]] base::Result<evaluation::PromptPlan> planOf(const PatternPart& part);
/// The examples that go into the prompt, in their order.
[[nodiscard]] std::vector<evaluation::FieldValues> shownExamples(const PatternPart& part);
[[nodiscard]] evaluation::FieldValues queryOf(const PatternPart& part);
/// The exact prompt.
[[nodiscard]] base::Result<evaluation::BuiltPrompt> buildPrompt(const PatternPart& part);

/// A task of the gallery as it opens.
[[nodiscard]] PatternPart partOf(const evaluation::GalleryTask& task);

[[nodiscard]] QJsonObject toJson(const evaluation::AnswerRule& rule);
[[nodiscard]] evaluation::AnswerRule ruleFromJson(const QJsonObject& json);
[[nodiscard]] QJsonObject toJson(const PatternPart& part);
/// Never fails: parts that make no sense are left out.
[[nodiscard]] PatternPart patternPartFromJson(const QJsonObject& json);

} // namespace fe::prompting
