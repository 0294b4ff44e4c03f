// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fe::formats {

// Above these a record is refused.
inline constexpr std::size_t kMaxFieldBytes = std::size_t { 1 } << 20U;
inline constexpr std::size_t kMaxRecordFields = 1'000;

/// Records of a text of delimited fields (RFC 4180 with any delimiter and either line end).
class DelimitedReader
{
public:
    struct Record {
        std::size_t line = 0; ///< where it begins, from 1
        std::vector<std::string> fields;
        std::string why; ///< not empty: it cannot be read, and `fields` is what came before
    };

    /// @param text borrowed.
    DelimitedReader(std::string_view text, char delimiter);

    /// The next record; empty lines are passed over. False at the end. A record that cannot be
    /// read ends with its first line, so that the next ones are read. O(n) in all.
    [[nodiscard]] bool next(Record& record);
    /// Byte behind the last record.
    [[nodiscard]] std::size_t position() const { return m_position; }

private:
    [[nodiscard]] bool atLineEnd() const;
    void skipLineEnd();
    void giveUp(Record& record, std::size_t begin, const char* why);
    [[nodiscard]] bool readQuoted(std::string& field);
    void readPlain(std::string& field);
    void readFields(Record& record);

    std::string_view m_text;
    char m_delimiter;
    std::size_t m_position = 0;
    std::size_t m_line = 1;
    std::size_t m_rescanned = 0; ///< bytes read in vain
    bool m_oneLineQuotes = false; ///< too many: quoted fields may no longer hold line breaks
};

/// The delimiter among comma, semicolon and tab that cuts the first records of a text into the same
/// number of fields, at least two; a comma if none does.
[[nodiscard]] char detectDelimiter(std::string_view text);

} // namespace fe::formats
