// SPDX-License-Identifier: Apache-2.0
#include "vision/tiff_directory.h"

namespace fe::vision {
namespace {

/// Bytes of a value of the types that hold whole numbers; 0 for the others.
unsigned bytesOfType(std::uint64_t type)
{
    constexpr unsigned kByte = 1;
    constexpr unsigned kShort = 3;
    constexpr unsigned kLong = 4;
    constexpr unsigned kLong8 = 16;
    switch (type) {
    case kByte:
        return 1;
    case kShort:
        return 2;
    case kLong:
        return 4;
    case kLong8:
        return 8;
    default:
        return 0;
    }
}

} // namespace

TiffDirectory::TiffDirectory(ByteView bytes, bool bigEndian, bool bigTiff)
    : m_bytes(bytes), m_bigEndian(bigEndian), m_bigTiff(bigTiff)
{
}

std::uint64_t TiffDirectory::value(std::uint64_t at, unsigned bytes) const
{
    return m_bigEndian ? m_bytes.bigEndian(at, bytes) : m_bytes.littleEndian(at, bytes);
}

std::optional<TiffDirectory> TiffDirectory::read(ByteView bytes)
{
    const bool bigEndian = bytes.hasAt(0, "MM");
    if (!bigEndian && !bytes.hasAt(0, "II")) {
        return {};
    }
    TiffDirectory directory(bytes, bigEndian, false);
    const std::uint64_t version = directory.value(2, 2);
    directory.m_bigTiff = version == 43 && directory.value(4, 2) == 8;
    if (version != 42 && !directory.m_bigTiff) {
        return {};
    }
    const std::uint64_t at = directory.m_bigTiff ? directory.value(8, 8) : directory.value(4, 4);
    const unsigned countBytes = directory.m_bigTiff ? 8 : 2;
    const std::uint64_t entryBytes = directory.m_bigTiff ? 20 : 12;
    if (!bytes.holds(at, countBytes)) {
        return {};
    }
    directory.m_count = directory.value(at, countBytes);
    directory.m_entries = at + countBytes;
    if (directory.m_count > bytes.size() / entryBytes
        || !bytes.holds(directory.m_entries, directory.m_count * entryBytes)) {
        return {};
    }
    return directory;
}

std::optional<TiffDirectory::Field> TiffDirectory::find(std::uint16_t tag) const
{
    const unsigned width = m_bigTiff ? 8 : 4; // of the count, and of values that fit in the entry
    for (std::uint64_t i = 0; i < m_count; ++i) {
        const std::uint64_t at = m_entries + i * (m_bigTiff ? 20 : 12);
        if (value(at, 2) != tag) {
            continue;
        }
        Field field { value(at + 4, width), at + 4 + width, bytesOfType(value(at + 2, 2)) };
        if (field.valueBytes == 0 || field.count > m_bytes.size()) {
            return {};
        }
        if (field.count * field.valueBytes > width) {
            field.at = value(field.at, width);
        }
        return m_bytes.holds(field.at, field.count * field.valueBytes) ? std::optional(field)
                                                                       : std::nullopt;
    }
    return {};
}

std::uint64_t TiffDirectory::number(const Field& field, std::uint64_t index) const
{
    return value(field.at + index * field.valueBytes, field.valueBytes);
}

std::optional<std::uint64_t> TiffDirectory::number(std::uint16_t tag) const
{
    const auto field = find(tag);
    return field && field->count > 0 ? std::optional(number(*field, 0)) : std::nullopt;
}

} // namespace fe::vision
