// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a table of examples, as functions from table to table.
#pragma once

#include "evaluation/example_table.h"
#include "prompting/builder/clipboard_cells.h"

#include <QList>
#include <QStringList>

#include <cstdint>

namespace fe::prompting {

/// Examples of a prompt are few; each edit copies them. Larger data belong into a sweep.
inline constexpr int kMostExamples = 10'000;
/// So many rows at most become shots by themselves when a table grows.
inline constexpr int kShownAtOnce = 8;

/// The shots after rows were added: whoever showed all rows shows the new ones too, within reason.
[[nodiscard]] int grownShots(int shots, int rowsBefore, int rowsAfter);

/// `count` empty rows before row `at`.
[[nodiscard]] evaluation::ExampleTable withNewRows(evaluation::ExampleTable table, int at,
                                                   int count);
[[nodiscard]] evaluation::ExampleTable withoutRows(evaluation::ExampleTable table,
                                                   const QList<int>& rows);
/// Row `from` stands at index `to` afterwards.
[[nodiscard]] evaluation::ExampleTable withMovedRow(evaluation::ExampleTable table, int from,
                                                    int to);
/// All rows in an order that depends on the seed and the rows alone, not on the order that they
/// were in: the same seed always gives the same order.
[[nodiscard]] evaluation::ExampleTable shuffledRows(evaluation::ExampleTable table,
                                                    std::uint64_t seed);

/// A column is added at the end, empty. Nothing changes if it is there already.
[[nodiscard]] evaluation::ExampleTable withColumn(evaluation::ExampleTable table,
                                                  const QString& name);
/// Nothing changes unless `from` is there and `to` is not.
[[nodiscard]] evaluation::ExampleTable withRenamedColumn(evaluation::ExampleTable table,
                                                         const QString& from, const QString& to);
[[nodiscard]] evaluation::ExampleTable withoutColumn(evaluation::ExampleTable table,
                                                     const QString& name);
/// A table without rows has the columns that the fields ask for; one with rows keeps its own.
[[nodiscard]] evaluation::ExampleTable withFieldsIfEmpty(evaluation::ExampleTable table,
                                                         const QStringList& fields);

/// The order in which columns are shown: those of `fields` first, then the others.
[[nodiscard]] QList<int> shownColumns(const evaluation::ExampleTable& table,
                                      const QStringList& fields);
/// Fields that have no column.
[[nodiscard]] QStringList missingFields(const evaluation::ExampleTable& table,
                                        const QStringList& fields);
/// Columns that are no field.
[[nodiscard]] QStringList extraColumns(const evaluation::ExampleTable& table,
                                       const QStringList& fields);

/// A table that cells were pasted into.
struct Pasted {
    evaluation::ExampleTable table;
    int cutColumns = 0; ///< so many columns found no room on the right
    int cutRows = 0; ///< so many rows found none below kMostExamples
};
/// The table grows downwards, never to the right.
/// @param columns those that are shown, by their index in the table, from left to right.
/// @param column place in `columns`.
[[nodiscard]] Pasted withPasted(evaluation::ExampleTable table, const Cells& cells, int row,
                                int column, const QList<int>& columns);

} // namespace fe::prompting
