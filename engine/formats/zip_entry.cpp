// SPDX-License-Identifier: Apache-2.0
#include "formats/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace fe::formats {
namespace {

using base::Result;

constexpr uInt kLargestPiece = std::numeric_limits<uInt>::max();

uInt piece(std::size_t bytes)
{
    return static_cast<uInt>(std::min<std::size_t>(bytes, kLargestPiece));
}

/// Inflates a raw deflate stream that must fill `out` exactly and end with the input.
bool inflateInto(std::string& out, std::string& stored)
{
    z_stream stream {};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        throw std::bad_alloc();
    }
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
    std::size_t read = 0;
    std::size_t written = 0;
    Bytef nowhere = 0; // a byte beyond the end shows that the stream is longer than it says
    for (int status = Z_OK; status == Z_OK;) {
        const bool full = written == out.size();
        const uInt readable = piece(stored.size() - read);
        const uInt writable = full ? 1 : piece(out.size() - written);
        stream.next_in = reinterpret_cast<Bytef*>(stored.data() + read);
        stream.avail_in = readable;
        stream.next_out = full ? &nowhere : reinterpret_cast<Bytef*>(out.data() + written);
        stream.avail_out = writable;
        status = inflate(&stream, Z_NO_FLUSH);
        const std::size_t came = writable - stream.avail_out;
        if (full && came > 0) {
            return false;
        }
        read += readable - stream.avail_in;
        written += came;
        if (status == Z_STREAM_END) {
            return read == stored.size() && written == out.size();
        }
        if (came == 0 && stream.avail_in == readable) {
            return false;
        }
    }
    return false;
}

std::uint32_t checksum(const std::string& data)
{
    uLong crc = crc32(0, nullptr, 0);
    for (std::size_t at = 0; at < data.size();) {
        const uInt count = piece(data.size() - at);
        crc = crc32(crc, reinterpret_cast<const Bytef*>(data.data() + at), count);
        at += count;
    }
    return static_cast<std::uint32_t>(crc);
}

} // namespace

Result<std::string> readZipEntry(const File& file, const ZipEntry& entry, std::uint64_t maxBytes)
{
    const std::string field = '"' + entry.name + '"';
    if (entry.bytes > maxBytes) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "entry too large",
                             file.name(),
                             field,
                             "it has " + base::bytesText(entry.bytes) + ", the limit is "
                                 + base::bytesText(maxBytes),
                             {} };
    }
    std::string stored(static_cast<std::size_t>(entry.storedBytes), '\0');
    FE_CHECK(file.read(std::as_writable_bytes(std::span(stored)), entry.dataOffset));
    if (entry.deflated) {
        std::string inflated(static_cast<std::size_t>(entry.bytes), '\0');
        if (!inflateInto(inflated, stored)) {
            return base::malformed(file.name(), field, "its deflated data is damaged");
        }
        stored = std::move(inflated);
    }
    if (checksum(stored) != entry.crc) {
        return base::malformed(file.name(), field, "its checksum is wrong");
    }
    return stored;
}

} // namespace fe::formats
