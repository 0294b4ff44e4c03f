// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <zlib.h>

#include <cstdint>
#include <vector>

namespace fe::formats::testing {

/// What one entry of a hand-made archive says of itself; -1: the truth.
struct ZipPart {
    QByteArray name;
    QByteArray content;
    bool deflated = false;
    int method = -1;
    int flags = 0;
    std::int64_t bytes = -1;
    std::int64_t storedBytes = -1;
    std::int64_t offset = -1;
    std::int64_t crc = -1;
    QByteArray localName {}; ///< if other than `name`
    QByteArray extra {}; ///< of the central directory
};

/// What the end of the archive says; -1: the truth.
struct ZipEnd {
    bool zip64 = false; ///< PyTorch always writes the 64-bit end too
    std::int64_t entries = -1;
    std::int64_t bytes = -1;
    std::int64_t offset = -1;
    std::int64_t entries64 = -1;
    std::int64_t offsetOfEnd64 = -1;
    int disk = 0;
    QByteArray trailing {};
};

template<typename Number>
QByteArray littleEndian(Number number)
{
    return QByteArray(reinterpret_cast<const char*>(&number), sizeof(number));
}

inline QByteArray deflated(const QByteArray& content)
{
    z_stream stream {};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    QByteArray result(
        static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(content.size()))), '\0');
    QByteArray input = content;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return result;
}

inline QByteArray zipFile(const std::vector<ZipPart>& parts, const ZipEnd& end = {})
{
    const auto or16 = [](std::int64_t said, std::int64_t truth) {
        return littleEndian(static_cast<std::uint16_t>(said < 0 ? truth : said));
    };
    const auto or32 = [](std::int64_t said, std::int64_t truth) {
        return littleEndian(static_cast<std::uint32_t>(said < 0 ? truth : said));
    };
    const auto or64 = [](std::int64_t said, std::int64_t truth) {
        return littleEndian(static_cast<std::uint64_t>(said < 0 ? truth : said));
    };
    QByteArray file;
    QByteArray directory;
    for (const ZipPart& part : parts) {
        const QByteArray stored = part.deflated ? deflated(part.content) : part.content;
        const auto* data = reinterpret_cast<const Bytef*>(part.content.constData());
        const auto crc = crc32(0, data, static_cast<uInt>(part.content.size()));
        const QByteArray local = part.localName.isEmpty() ? part.name : part.localName;
        const QByteArray common = or16(part.flags, 0) + or16(part.method, part.deflated ? 8 : 0)
            + QByteArray(4, '\0') + or32(part.crc, static_cast<std::int64_t>(crc))
            + or32(part.storedBytes, stored.size()) + or32(part.bytes, part.content.size());
        directory += QByteArray("PK\1\2\x14\0\x14\0", 8) + common + or16(-1, part.name.size())
            + or16(-1, part.extra.size()) + QByteArray(10, '\0') + or32(part.offset, file.size());
        // Length of a comment, disk, attributes: ten bytes of zeros, then the offset.
        directory += part.name + part.extra;
        file += QByteArray("PK\3\4\x14\0", 6) + common + or16(-1, local.size()) + or16(0, 0) + local
            + stored;
    }
    const auto count = static_cast<std::int64_t>(parts.size());
    const std::int64_t begin = file.size();
    file += directory;
    if (end.zip64) {
        const std::int64_t end64 = file.size();
        file += QByteArray("PK\6\6", 4) + or64(-1, 44) + QByteArray(12, '\0')
            + or64(end.entries64, count) + or64(end.entries64, count) + or64(-1, directory.size())
            + or64(-1, begin);
        file += QByteArray("PK\6\7\0\0\0\0", 8) + or64(end.offsetOfEnd64, end64) + or32(1, 0);
    }
    file += QByteArray("PK\5\6", 4) + or16(end.disk, 0) + or16(0, 0) + or16(end.entries, count)
        + or16(end.entries, count) + or32(end.bytes, directory.size()) + or32(end.offset, begin)
        + QByteArray(2, '\0');
    return file + end.trailing;
}

} // namespace fe::formats::testing
