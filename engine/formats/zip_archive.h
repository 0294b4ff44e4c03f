// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A ZIP archive, as far as PyTorch writes it (PKWARE's APPNOTE 6.3.9), little endian:
//
//   for each entry:   local header   "PK\3\4", 26 bytes, name, extra field; then the entry's data
//   central directory, for each entry "PK\1\2", 42 bytes, name, extra field, comment
//   [zip64 end]       "PK\6\6", u64 size of what follows, ... counts and offsets in 64 bits
//   [zip64 locator]   "PK\6\7", u32 disk, u64 offset of the zip64 end, u32 disks
//   end               "PK\5\6", u16 disk, u16 disk of the directory, u16 entries here, u16 entries,
//                     u32 bytes of the directory, u32 its offset, u16 length of a comment
//
// Entries are stored (method 0) or deflated (method 8). Readers differ in how they take a file that
// contradicts itself, so one that does is refused: whatever reads it later sees what was checked.

namespace fe::formats {

/// An entry, checked: its data lies within the file and overlaps no other's.
struct ZipEntry {
    std::string name; ///< relative, '/' between folders, no ".."
    bool deflated = false;
    std::uint32_t crc = 0; ///< of the data, inflated
    std::uint64_t storedBytes = 0;
    std::uint64_t bytes = 0; ///< inflated
    std::uint64_t headerOffset = 0;
    std::uint64_t dataOffset = 0; ///< of the stored bytes, from the start of the file
};

/// The directory of a ZIP archive. Reading it inflates nothing.
class ZipArchive
{
public:
    /// Most entries of an archive (a file for each tensor and class).
    static constexpr std::uint64_t kMaxEntries = 1'000'000;
    /// An entry that would inflate to more than this many times its size, and all entries together
    /// to more than `kMaxTotalRatio` times the file's, is a bomb; the slack is for tiny ones.
    static constexpr std::uint64_t kMaxRatio = 100;
    static constexpr std::uint64_t kMaxTotalRatio = 4;
    static constexpr std::uint64_t kSlackBytes = std::uint64_t { 4 } << 20U;

    /// Refuses what is cut off, contradicts itself, is encrypted or spread over several disks, has
    /// names that lead out of a folder, overlapping or doubled entries (names that differ in case
    /// alone are doubled: PyTorch's reader takes either), or is a bomb.
    [[nodiscard]] static base::Result<ZipArchive> open(const File& file);

    /// In the order of the directory.
    [[nodiscard]] const std::vector<ZipEntry>& entries() const { return m_entries; }
    /// Null if there is no such entry.
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;

private:
    std::vector<ZipEntry> m_entries;
    std::vector<std::uint32_t> m_byName; ///< indices into m_entries
};

/// The entry's data, inflated, its checksum verified. Refused above `maxBytes`.
[[nodiscard]] base::Result<std::string> readZipEntry(const File& file, const ZipEntry& entry,
                                                     std::uint64_t maxBytes);

} // namespace fe::formats
