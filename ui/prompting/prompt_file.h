// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a prompt experiment, "*.fexprompt": JSON, UTF-8, one object:
//   {"format": "foundation-explorer/prompt", "version": 1, "program": "0.5.0", "document": {...}}
// with the whole PromptDocument as the state keeps it. openPromptFile() of prompt_document.h reads
// it.
#pragma once

#include "base/result.h"
#include "prompting/prompt_document.h"

#include <QByteArray>

namespace fe::prompting {

inline constexpr char kPromptFileSuffix[] = ".fexprompt";

[[nodiscard]] QByteArray promptFileText(const PromptDocument& document);
/// Malformed: no JSON, damaged, or not what was written. Unsupported: JSON of something else, or of
/// a later version. A member of the document that would not be kept as it is refuses the file and
/// is named: nothing is lost silently. Members that are absent have their defaults.
/// @param file names the source in errors.
[[nodiscard]] base::Result<PromptDocument> readPromptFile(const QByteArray& text,
                                                          const QString& file);
/// Writes the whole file or leaves what was there. Any thread.
[[nodiscard]] base::Result<void> savePromptFile(const QString& path,
                                                const PromptDocument& document);

} // namespace fe::prompting
