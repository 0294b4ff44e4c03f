// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/table_import.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace fe::prompting {

using evaluation::ExampleTable;

bool isTableFile(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return ending == QLatin1String("csv") || ending == QLatin1String("tsv")
        || ending == QLatin1String("jsonl") || ending == QLatin1String("ndjson");
}

ColumnMapping mappingByName(const QStringList& fields, const ExampleTable& file)
{
    ColumnMapping mapping;
    QStringList used;
    // The very same name comes before one that differs in its capitals.
    for (const Qt::CaseSensitivity sensitivity : { Qt::CaseSensitive, Qt::CaseInsensitive }) {
        for (const QString& field : fields) {
            for (const std::string& column : file.columns) {
                const QString name = QString::fromStdString(column);
                if (!mapping.contains(field) && !used.contains(name)
                    && name.trimmed().compare(field, sensitivity) == 0) {
                    mapping.insert(field, name);
                    used.append(name);
                }
            }
        }
    }
    return mapping;
}

ColumnMapping mappingByPlace(const QStringList& fields, const ExampleTable& file)
{
    ColumnMapping mapping = mappingByName(fields, file);
    QStringList left;
    const QList<QString> used = mapping.values();
    for (const std::string& column : file.columns) {
        if (!used.contains(QString::fromStdString(column))) {
            left.append(QString::fromStdString(column));
        }
    }
    for (const QString& field : fields) {
        if (!mapping.contains(field) && !left.isEmpty()) {
            mapping.insert(field, left.takeFirst());
        }
    }
    return mapping;
}

ExampleTable mappedTable(const ExampleTable& file, const QStringList& fields,
                         const ColumnMapping& mapping)
{
    constexpr auto kNone = static_cast<std::size_t>(-1);
    ExampleTable table;
    std::vector<std::size_t> sources;
    for (const QString& field : fields) {
        table.columns.push_back(field.toStdString());
        const auto source = mapping.contains(field)
            ? file.column(mapping.value(field).toStdString())
            : std::nullopt;
        sources.push_back(source.value_or(kNone));
    }
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
        if (std::find(sources.begin(), sources.end(), i) == sources.end()
            && !table.column(file.columns[i])) {
            table.columns.push_back(file.columns[i]);
            sources.push_back(i);
        }
    }
    for (const auto& row : file.rows) {
        std::vector<std::string> cells;
        for (const std::size_t source : sources) {
            cells.push_back(source == kNone ? std::string() : row[source]);
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

ExampleTable withoutHeader(ExampleTable file)
{
    file.rows.insert(file.rows.begin(), file.columns);
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
        file.columns[i] = std::to_string(i + 1);
    }
    return file;
}

ExampleTable appended(ExampleTable table, const ExampleTable& more)
{
    for (const std::string& column : more.columns) {
        if (!table.column(column)) {
            table.columns.push_back(column);
            for (auto& row : table.rows) {
                row.emplace_back();
            }
        }
    }
    for (const auto& row : more.rows) {
        std::vector<std::string> cells(table.columns.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells[*table.column(more.columns[i])] = row[i];
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

QString skippedText(const ExampleTable& file)
{
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("fe::prompting::TableImport", text);
    };
    QStringList lines;
    for (const evaluation::SkippedRow& row : file.skipped) {
        lines.append(tr(QT_TRANSLATE_NOOP("fe::prompting::TableImport", "line %1: %2"))
                         .arg(row.line)
                         .arg(QString::fromStdString(row.why)));
    }
    if (file.skippedCount > file.skipped.size()) {
        lines.append(tr(QT_TRANSLATE_NOOP("fe::prompting::TableImport", "and %1 more"))
                         .arg(QLocale().toString(
                             static_cast<qulonglong>(file.skippedCount - file.skipped.size()))));
    }
    return lines.join(u'\n');
}

} // namespace fe::prompting
