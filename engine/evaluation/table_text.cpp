// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "evaluation/example_table.h"

namespace fe::evaluation {
namespace {

/// Every delimiter that readers may guess is quoted, not only the one in use.
void writeField(std::string& text, const std::string& field, bool alone)
{
    const bool quoted = field.find_first_of(",;\t\"\r\n") != std::string::npos
        || (alone && field.empty()); // an empty line would be passed over
    if (!quoted) {
        text += field;
        return;
    }
    text += '"';
    for (const char c : field) {
        text.append(c == '"' ? 2 : 1, c);
    }
    text += '"';
}

void writeRecord(std::string& text, const std::vector<std::string>& fields, char delimiter)
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) {
            text += delimiter;
        }
        writeField(text, fields[i], fields.size() == 1);
    }
    text += '\n';
}

} // namespace

std::string tableText(const ExampleTable& table, TableFormat format)
{
    std::string text;
    if (format == TableFormat::JsonLines) {
        for (const auto& row : table.rows) {
            base::Json object = base::Json::object();
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                object.set(table.columns[i], row[i]);
            }
            text += base::toText(object) + '\n';
        }
        return text;
    }
    const char delimiter = format == TableFormat::Tsv ? '\t' : ',';
    writeRecord(text, table.columns, delimiter);
    for (const auto& row : table.rows) {
        writeRecord(text, row, delimiter);
    }
    return text;
}

} // namespace fe::evaluation
