// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fe::tokenizers {

/// One field of a protocol-buffers message. A message is a sequence of fields, each
///   varint   number << 3 | wire type
///   then     0: a varint, 1: 8 bytes, 2: a varint length and so many bytes, 5: 4 bytes
/// (little endian; a varint has 7 bits a byte, the lowest first, and at most 10 bytes).
struct ProtobufField {
    std::uint64_t number = 0;
    int wireType = 0;
    std::uint64_t integer = 0; ///< types 0, 1, 5
    std::string_view bytes; ///< type 2, borrowed from the message

    [[nodiscard]] bool isInteger() const { return wireType == 0; }
    [[nodiscard]] bool isBytes() const { return wireType == 2; }
    /// Of type 5.
    [[nodiscard]] float asFloat() const;
};

/// Reads a message field by field. Every length is checked against what is left.
class ProtobufReader
{
public:
    /// @param file names the message in errors. @param position of the message in the file.
    ProtobufReader(std::string_view message, const std::string& file, std::size_t position = 0)
        : m_message(message), m_file(file), m_base(position)
    {
    }
    [[nodiscard]] bool atEnd() const { return m_position == m_message.size(); }
    /// Malformed: it is cut off, or of a type that messages do not have any more.
    [[nodiscard]] base::Result<ProtobufField> next();
    /// Where in the file the next field begins.
    [[nodiscard]] std::size_t position() const { return m_base + m_position; }

private:
    [[nodiscard]] base::Result<std::uint64_t> varint();
    [[nodiscard]] base::Result<std::uint64_t> fixed(std::size_t bytes);
    [[nodiscard]] base::Error malformed(std::string why) const;

    std::string_view m_message;
    const std::string& m_file;
    std::size_t m_base;
    std::size_t m_position = 0;
};

} // namespace fe::tokenizers
