// SPDX-License-Identifier: Apache-2.0
#include "formats/delimited_reader.h"

#include <algorithm>

namespace fe::formats {

DelimitedReader::DelimitedReader(std::string_view text, char delimiter)
    : m_text(text), m_delimiter(delimiter)
{
}

bool DelimitedReader::atLineEnd() const
{
    return m_position >= m_text.size() || m_text[m_position] == '\n'
        || (m_text[m_position] == '\r'
            && (m_position + 1 == m_text.size() || m_text[m_position + 1] == '\n'));
}

void DelimitedReader::skipLineEnd()
{
    if (m_position < m_text.size() && m_text[m_position] == '\r') {
        ++m_position;
    }
    if (m_position < m_text.size()) {
        ++m_position;
        ++m_line;
    }
}

/// Goes on behind the first line of the record that began at `begin`.
void DelimitedReader::giveUp(Record& record, std::size_t begin, const char* why)
{
    record.why = why;
    const std::size_t lineEnd = std::min(m_text.find('\n', begin), m_text.size());
    if (m_position > lineEnd) {
        m_rescanned += m_position - lineEnd;
        m_oneLineQuotes = m_rescanned > 4 * m_text.size();
    }
    m_position = lineEnd;
    m_line = record.line;
    skipLineEnd();
}

/// At an opening quote. False if the text, or the line if it must, ends before the closing one.
bool DelimitedReader::readQuoted(std::string& field)
{
    ++m_position;
    while (m_position < m_text.size()) {
        const char c = m_text[m_position];
        if (c == '"') {
            ++m_position;
            if (m_position == m_text.size() || m_text[m_position] != '"') {
                return true;
            }
        } else if (c == '\n') {
            if (m_oneLineQuotes) {
                return false;
            }
            ++m_line;
        } else if (c == '\r' && atLineEnd()) {
            ++m_position;
            continue;
        }
        if (field.size() > kMaxFieldBytes) {
            return false;
        }
        field += c;
        ++m_position;
    }
    return false;
}

void DelimitedReader::readPlain(std::string& field)
{
    const std::size_t begin = m_position;
    while (!atLineEnd() && m_text[m_position] != m_delimiter) {
        ++m_position;
    }
    field = m_text.substr(begin, m_position - begin);
}

void DelimitedReader::readFields(Record& record)
{
    const std::size_t begin = m_position;
    for (;;) {
        std::string& field = record.fields.emplace_back();
        if (m_position < m_text.size() && m_text[m_position] == '"') {
            if (!readQuoted(field)) {
                return giveUp(record, begin, "a quoted field is not closed, or longer than 1 MiB");
            }
            if (!atLineEnd() && m_text[m_position] != m_delimiter) {
                return giveUp(record, begin, "text follows the closing quote of a field");
            }
        } else {
            readPlain(field);
        }
        if (field.size() > kMaxFieldBytes) {
            return giveUp(record, begin, "a field is longer than 1 MiB");
        }
        if (record.fields.size() > kMaxRecordFields) {
            return giveUp(record, begin, "it has more than 1,000 fields");
        }
        if (atLineEnd()) {
            return skipLineEnd();
        }
        ++m_position; // the delimiter
    }
}

bool DelimitedReader::next(Record& record)
{
    while (m_position < m_text.size() && atLineEnd()) {
        skipLineEnd();
    }
    record = {};
    record.line = m_line;
    if (m_position >= m_text.size()) {
        return false;
    }
    readFields(record);
    return true;
}

char detectDelimiter(std::string_view text)
{
    constexpr std::size_t kLooked = 64 * 1024;
    constexpr std::size_t kRecords = 30;
    const std::string_view head = text.substr(0, kLooked);
    char best = ',';
    std::size_t bestEven = 0;
    std::size_t bestFields = 1;
    for (const char delimiter : { ',', ';', '\t' }) {
        DelimitedReader reader(head, delimiter);
        DelimitedReader::Record record;
        std::size_t fields = 0;
        std::size_t even = 0;
        for (std::size_t i = 0; i < kRecords && reader.next(record); ++i) {
            if (reader.position() >= head.size() && head.size() < text.size()) {
                break; // cut off
            }
            fields = i == 0 ? record.fields.size() : fields;
            even += record.fields.size() == fields && record.why.empty() ? 1U : 0U;
        }
        if (fields >= 2 && (even > bestEven || (even == bestEven && fields > bestFields))) {
            best = delimiter;
            bestEven = even;
            bestFields = fields;
        }
    }
    return best;
}

} // namespace fe::formats
