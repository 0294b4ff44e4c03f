// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/example_edits.h"

#include "evaluation/example_draw.h"

#include <QSet>

#include <algorithm>

namespace fe::prompting {

using evaluation::ExampleTable;

namespace {

std::ptrdiff_t offset(int index)
{
    return static_cast<std::ptrdiff_t>(index);
}

} // namespace

int grownShots(int shots, int rowsBefore, int rowsAfter)
{
    const bool allShown = shots >= rowsBefore;
    const int grown = allShown ? std::max(shots, std::min(rowsAfter, kShownAtOnce)) : shots;
    return std::min(grown, rowsAfter);
}

ExampleTable withNewRows(ExampleTable table, int at, int count)
{
    table.rows.insert(table.rows.begin() + offset(at), static_cast<std::size_t>(count),
                      std::vector<std::string>(table.columns.size()));
    return table;
}

ExampleTable withoutRows(ExampleTable table, const QList<int>& rows)
{
    const QSet<int> removed(rows.begin(), rows.end());
    std::vector<std::vector<std::string>> kept;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (!removed.contains(static_cast<int>(i))) {
            kept.push_back(std::move(table.rows[i]));
        }
    }
    table.rows = std::move(kept);
    return table;
}

ExampleTable withMovedRow(ExampleTable table, int from, int to)
{
    const auto begin = table.rows.begin();
    if (from < to) {
        std::rotate(begin + offset(from), begin + offset(from) + 1, begin + offset(to) + 1);
    } else {
        std::rotate(begin + offset(to), begin + offset(from), begin + offset(from) + 1);
    }
    return table;
}

ExampleTable shuffledRows(ExampleTable table, std::uint64_t seed)
{
    std::sort(table.rows.begin(), table.rows.end());
    std::vector<std::vector<std::string>> rows;
    for (const std::size_t index : evaluation::shuffledIndices(table.rows.size(), seed)) {
        rows.push_back(std::move(table.rows[index]));
    }
    table.rows = std::move(rows);
    return table;
}

ExampleTable withColumn(ExampleTable table, const QString& name)
{
    if (!table.column(name.toStdString())) {
        table.columns.push_back(name.toStdString());
        for (auto& row : table.rows) {
            row.emplace_back();
        }
    }
    return table;
}

ExampleTable withRenamedColumn(ExampleTable table, const QString& from, const QString& to)
{
    const auto index = table.column(from.toStdString());
    if (index && !table.column(to.toStdString())) {
        table.columns[*index] = to.toStdString();
    }
    return table;
}

ExampleTable withoutColumn(ExampleTable table, const QString& name)
{
    if (const auto index = table.column(name.toStdString())) {
        const auto at = static_cast<std::ptrdiff_t>(*index);
        table.columns.erase(table.columns.begin() + at);
        for (auto& row : table.rows) {
            row.erase(row.begin() + at);
        }
    }
    return table;
}

ExampleTable withFieldsIfEmpty(ExampleTable table, const QStringList& fields)
{
    if (table.rows.empty() && !fields.isEmpty()) {
        table.columns.clear();
        for (const QString& field : fields) {
            table.columns.push_back(field.toStdString());
        }
    }
    return table;
}

QList<int> shownColumns(const ExampleTable& table, const QStringList& fields)
{
    QList<int> columns;
    for (const QString& field : fields) {
        if (const auto index = table.column(field.toStdString())) {
            columns.append(static_cast<int>(*index));
        }
    }
    for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
        if (!columns.contains(i)) {
            columns.append(i);
        }
    }
    return columns;
}

QStringList missingFields(const ExampleTable& table, const QStringList& fields)
{
    QStringList missing;
    for (const QString& field : fields) {
        if (!table.column(field.toStdString())) {
            missing.append(field);
        }
    }
    return missing;
}

QStringList extraColumns(const ExampleTable& table, const QStringList& fields)
{
    QStringList extra;
    for (const std::string& column : table.columns) {
        const QString name = QString::fromStdString(column);
        if (!fields.contains(name)) {
            extra.append(name);
        }
    }
    return extra;
}

Pasted withPasted(ExampleTable table, const Cells& cells, int row, int column,
                  const QList<int>& columns)
{
    Pasted result { std::move(table) };
    auto& rows = result.table.rows;
    for (qsizetype r = 0; r < static_cast<qsizetype>(cells.size()); ++r) {
        const qsizetype at = row + r;
        if (at >= kMostExamples) {
            result.cutRows = static_cast<int>(static_cast<qsizetype>(cells.size()) - r);
            break;
        }
        while (at >= static_cast<qsizetype>(rows.size())) {
            rows.emplace_back(result.table.columns.size());
        }
        const QStringList& line = cells[static_cast<std::size_t>(r)];
        const qsizetype room = std::max<qsizetype>(0, columns.size() - column);
        result.cutColumns = std::max(result.cutColumns,
                                     static_cast<int>(std::max<qsizetype>(0, line.size() - room)));
        for (qsizetype c = 0; c < std::min(room, line.size()); ++c) {
            rows[static_cast<std::size_t>(at)][static_cast<std::size_t>(columns[column + c])]
                = line[c].toStdString();
        }
    }
    return result;
}

} // namespace fe::prompting
