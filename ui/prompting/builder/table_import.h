// SPDX-License-Identifier: GPL-3.0-or-later
// From a file's table to the examples of a prompt.
#pragma once

#include "base/result.h"
#include "evaluation/example_table.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace fe::prompting {

/// Whether the name ends as tables do: .csv, .tsv, .jsonl, .ndjson.
[[nodiscard]] bool isTableFile(const QString& path);

/// By field, the column of the file that gives it; a field that has none is absent.
using ColumnMapping = QMap<QString, QString>;

/// Fields and columns of the same name, capitals aside; a column serves one field.
[[nodiscard]] ColumnMapping mappingByName(const QStringList& fields,
                                          const evaluation::ExampleTable& file);
/// The same, and the fields left over take the columns left over, from left to right.
[[nodiscard]] ColumnMapping mappingByPlace(const QStringList& fields,
                                           const evaluation::ExampleTable& file);

/// The file's columns under the fields' names, other columns behind them as they are (unless a
/// field has that name); a field without a column is empty.
[[nodiscard]] evaluation::ExampleTable mappedTable(const evaluation::ExampleTable& file,
                                                   const QStringList& fields,
                                                   const ColumnMapping& mapping);

/// CSV and TSV whose first line holds no names after all: it becomes the first row.
[[nodiscard]] evaluation::ExampleTable withoutHeader(evaluation::ExampleTable file);

/// The rows of `more` below those of `table`, by the names of columns; new columns come behind.
[[nodiscard]] evaluation::ExampleTable appended(evaluation::ExampleTable table,
                                                const evaluation::ExampleTable& more);

/// "line 5: it has 3 fields, but the header has 2", a line each.
[[nodiscard]] QString skippedText(const evaluation::ExampleTable& file);

} // namespace fe::prompting
