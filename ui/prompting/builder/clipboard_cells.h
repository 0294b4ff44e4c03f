// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace fe::prompting {

/// Rows of cells, which need not be of one length.
using Cells = std::vector<QStringList>;

/// What a spreadsheet puts on the clipboard: cells between tabs, rows between line breaks of any
/// kind; a cell in double quotes may hold both, and two quotes in it are one. A quote that is not
/// closed before a tab, a line break or the end is text, since spreadsheets do not quote those.
/// The last line break ends a row and begins none.
[[nodiscard]] Cells cellsFromClipboard(const QString& text);
/// Reads back as the same cells; line breaks within become LF.
[[nodiscard]] QString clipboardText(const Cells& cells);

} // namespace fe::prompting
