// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/protobuf.h"

#include <bit>

namespace fe::tokenizers {

float ProtobufField::asFloat() const
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(integer));
}

base::Result<ProtobufField> ProtobufReader::next()
{
    ProtobufField field;
    FE_TRY(const std::uint64_t tag, varint());
    field.number = tag >> 3U;
    field.wireType = static_cast<int>(tag & 7U);
    if (field.number == 0) {
        return malformed("a field has the number 0");
    }
    switch (field.wireType) {
    case 0: {
        FE_TRY(field.integer, varint());
        return field;
    }
    case 1: {
        FE_TRY(field.integer, fixed(8));
        return field;
    }
    case 2: {
        FE_TRY(const std::uint64_t length, varint());
        if (length > m_message.size() - m_position) {
            return malformed("a field has " + base::grouped(length) + " bytes, but "
                             + base::grouped(m_message.size() - m_position) + " remain");
        }
        field.bytes = m_message.substr(m_position, static_cast<std::size_t>(length));
        m_position += field.bytes.size();
        return field;
    }
    case 5: {
        FE_TRY(field.integer, fixed(4));
        return field;
    }
    default:
        return malformed("a field has the unknown type " + std::to_string(field.wireType));
    }
}

base::Result<std::uint64_t> ProtobufReader::varint()
{
    constexpr unsigned kBits = 64;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < kBits; shift += 7) {
        if (atEnd()) {
            return malformed("it ends in the middle of a number");
        }
        const auto byte = static_cast<unsigned char>(m_message[m_position++]);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0) {
            return value;
        }
    }
    return malformed("a number has more than ten bytes");
}

base::Result<std::uint64_t> ProtobufReader::fixed(std::size_t bytes)
{
    if (bytes > m_message.size() - m_position) {
        return malformed("it ends in the middle of a number");
    }
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(m_message[m_position + i]);
    }
    m_position += bytes;
    return value;
}

base::Error ProtobufReader::malformed(std::string why) const
{
    return base::malformed(m_file, "byte " + base::grouped(position()), std::move(why));
}

} // namespace fe::tokenizers
