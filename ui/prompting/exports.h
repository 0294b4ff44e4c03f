// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
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

/// UTF-8, one newline at the end. CSV as in RFC 4180: fields quoted where they must be, probability
/// and alternatives from the model's own distribution.
[[nodiscard]] std::string exportText(const RunRecord& record, ExportFormat format);

/// ".json", ".csv", ".txt", ".md".
[[nodiscard]] QString exportSuffix(ExportFormat format);

/// Writes the whole file or leaves what was there.
[[nodiscard]] base::Result<void> writeExport(const QString& path, const std::string& content);

} // namespace fe::prompting
