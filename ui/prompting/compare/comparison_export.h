// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/compare/comparison.h"
#include "prompting/exports.h"

namespace fe::prompting {

/// UTF-8, one newline at the end. Json: everything, as the history keeps it. Csv: a row for each
/// column (RFC 4180). Markdown: to read. Text: the answers under their headings.
[[nodiscard]] std::string exportText(const Comparison& comparison, ExportFormat format);

} // namespace fe::prompting
