// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "prompting/answer/answer_tree.h"
#include "prompting/run_record.h"

#include <QString>

#include <string>

namespace fe::prompting {

enum class ExportFormat {
    Json, ///< the whole record
    Csv, ///< a row for each token
    Text, ///< the answer alone
    Markdown, ///< prompt, answer and settings to read
};

/// A field of a CSV row (RFC 4180): quoted where it must be.
[[nodiscard]] std::string csvField(const std::string& text);
/// The shortest text that reads back as the same number; empty if it is none or not finite.
[[nodiscard]] std::string numberText(double value);
/// The same for people: "not available" instead of nothing.
[[nodiscard]] std::string numberOrNone(double value);
/// A Markdown code block that holds the text whatever is in it.
[[nodiscard]] std::string fenced(const std::string& text);

/// UTF-8, one newline at the end. CSV as in RFC 4180: fields quoted where they must be, probability
/// and alternatives from the model's own distribution.
[[nodiscard]] std::string exportText(const RunRecord& record, ExportFormat format);

/// A run with its samples and branches, as the history keeps it; one newline at the end.
[[nodiscard]] std::string exportText(const AnswerTree& tree);

/// ".json", ".csv", ".txt", ".md".
[[nodiscard]] QString exportSuffix(ExportFormat format);

/// Writes the whole file or leaves what was there.
[[nodiscard]] base::Result<void> writeExport(const QString& path, const std::string& content);

} // namespace fe::prompting
