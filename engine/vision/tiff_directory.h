// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/byte_view.h"

#include <optional>

// The first directory of a TIFF file, which is also what an EXIF block is:
//
//   0  "II" little or "MM" big endian
//   2  u16 42, then u32 offset of the directory;  BigTIFF: u16 43, u16 8, u16 0, u64 offset
//   directory: u16 count (Big: u64), then entries of 12 (20) bytes:
//     u16 tag, u16 type, u32 (u64) count, and the values, or their offset if they take more than
//     4 (8) bytes

namespace fe::vision {

class TiffDirectory
{
public:
    /// Nothing if the bytes do not begin so, or the directory does not lie in them.
    [[nodiscard]] static std::optional<TiffDirectory> read(ByteView bytes);

    /// A field of whole numbers (BYTE, SHORT, LONG, LONG8).
    struct Field {
        std::uint64_t count = 0;
        std::uint64_t at = 0; ///< of the first value
        unsigned valueBytes = 0;
    };
    /// Nothing if it is not there, is of another type, or does not lie in the file. O(entries).
    [[nodiscard]] std::optional<Field> find(std::uint16_t tag) const;
    /// @param index below the field's count
    [[nodiscard]] std::uint64_t number(const Field& field, std::uint64_t index) const;
    /// The first number of a field.
    [[nodiscard]] std::optional<std::uint64_t> number(std::uint16_t tag) const;

private:
    TiffDirectory(ByteView bytes, bool bigEndian, bool bigTiff);
    [[nodiscard]] std::uint64_t value(std::uint64_t at, unsigned bytes) const;

    ByteView m_bytes;
    bool m_bigEndian;
    bool m_bigTiff;
    std::uint64_t m_entries = 0; ///< offset of the first entry
    std::uint64_t m_count = 0;
};

} // namespace fe::vision
