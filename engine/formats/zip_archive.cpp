// SPDX-License-Identifier: Apache-2.0
#include "formats/zip_archive.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <optional>

namespace fe::formats {
namespace {

using base::Result;

constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kLocatorBytes = 20;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint64_t kMaxComment = 0xFFFF;
constexpr std::uint16_t kZip64Field = 1;
constexpr std::uint32_t kElsewhere32 = 0xFFFFFFFF; ///< the number is in the zip64 field
constexpr std::uint16_t kElsewhere16 = 0xFFFF;
/// Encrypted, patch data, strong encryption, masked headers.
constexpr std::uint16_t kRefusedFlags = 0x0001 | 0x0020 | 0x0040 | 0x2000;
constexpr std::string_view kEndMark("PK\x05\x06", 4);
constexpr std::string_view kLocatorMark("PK\x06\x07", 4);
constexpr std::string_view kEnd64Mark("PK\x06\x06", 4);
constexpr std::string_view kCentralMark("PK\x01\x02", 4);
constexpr std::string_view kLocalMark("PK\x03\x04", 4);

/// The number at `at`; the caller has checked the length.
template<typename Number>
Number numberAt(std::string_view bytes, std::uint64_t at)
{
    Number value {};
    std::memcpy(&value, bytes.data() + at, sizeof(value));
    return value;
}

Result<std::string> bytesAt(const File& file, std::uint64_t offset, std::uint64_t count)
{
    std::string bytes(static_cast<std::size_t>(count), '\0');
    FE_CHECK(file.read(std::as_writable_bytes(std::span(bytes)), offset));
    return bytes;
}

base::Error damaged(const File& file, std::uint64_t offset, std::string why)
{
    return base::malformed(file.name(), "byte " + base::grouped(offset), std::move(why));
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

/// Where the central directory lies.
struct DirectoryPlace {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t offset = 0;
    std::uint64_t end = 0; ///< offset of the record that must follow it
};

/// The zip64 end, if there is one before the end record at `end`.
Result<std::optional<DirectoryPlace>> findPlace64(const File& file, std::uint64_t end)
{
    if (end < kLocatorBytes + kEnd64Bytes) {
        return std::optional<DirectoryPlace>();
    }
    const std::uint64_t locator = end - kLocatorBytes;
    FE_TRY(const std::string where, bytesAt(file, locator, kLocatorBytes));
    if (!where.starts_with(kLocatorMark)) {
        return std::optional<DirectoryPlace>();
    }
    const auto offset = numberAt<std::uint64_t>(where, 8);
    if (numberAt<std::uint32_t>(where, 4) != 0 || numberAt<std::uint32_t>(where, 16) > 1) {
        return damaged(file, locator, "the archive is spread over several disks");
    }
    if (offset > locator - kEnd64Bytes) {
        return damaged(file, locator, "the zip64 end of the archive lies outside the file");
    }
    FE_TRY(const std::string record, bytesAt(file, offset, kEnd64Bytes));
    if (!record.starts_with(kEnd64Mark)
        || numberAt<std::uint64_t>(record, 4) != locator - offset - 12) {
        return damaged(file, offset, "there is no zip64 end of the archive where one is said");
    }
    DirectoryPlace place;
    place.entries = numberAt<std::uint64_t>(record, 32);
    place.bytes = numberAt<std::uint64_t>(record, 40);
    place.offset = numberAt<std::uint64_t>(record, 48);
    place.end = offset;
    if (numberAt<std::uint32_t>(record, 16) != 0 || numberAt<std::uint32_t>(record, 20) != 0
        || numberAt<std::uint64_t>(record, 24) != place.entries) {
        return damaged(file, offset, "the archive is spread over several disks");
    }
    return std::optional(place);
}

/// Offset of the end record: the last one whose comment reaches just to the end of the file.
Result<std::uint64_t> findEnd(const File& file)
{
    const std::uint64_t tail = std::min(file.size(), kEndBytes + kMaxComment);
    FE_TRY(const std::string bytes, bytesAt(file, file.size() - tail, tail));
    const std::size_t found = bytes.rfind(kEndMark);
    if (found == std::string::npos) {
        return base::malformed(file.name(), "end",
                               "the archive has no central directory: the file is cut off");
    }
    const std::uint64_t end = file.size() - tail + found;
    const std::uint64_t remaining = file.size() - end;
    if (remaining < kEndBytes
        || numberAt<std::uint16_t>(bytes, found + 20) != remaining - kEndBytes) {
        return damaged(file, end, "the end of the archive is cut off or followed by other data");
    }
    return end;
}

Result<DirectoryPlace> findDirectory(const File& file)
{
    FE_TRY(const std::uint64_t end, findEnd(file));
    FE_TRY(const std::string record, bytesAt(file, end, kEndBytes));
    FE_TRY(const std::optional<DirectoryPlace> place64, findPlace64(file, end));
    const auto entries = numberAt<std::uint16_t>(record, 10);
    const auto bytes = numberAt<std::uint32_t>(record, 12);
    const auto offset = numberAt<std::uint32_t>(record, 16);
    const DirectoryPlace place = place64.value_or(DirectoryPlace { entries, bytes, offset, end });
    const auto agrees = [](std::uint64_t number, std::uint64_t number64, std::uint64_t elsewhere) {
        return number == number64 || number == elsewhere;
    };
    const bool oneDisk = agrees(numberAt<std::uint16_t>(record, 4), 0, kElsewhere16)
        && agrees(numberAt<std::uint16_t>(record, 6), 0, kElsewhere16)
        && numberAt<std::uint16_t>(record, 8) == entries;
    if (!oneDisk) {
        return damaged(file, end, "the archive is spread over several disks");
    }
    if (!agrees(entries, place.entries, kElsewhere16) || !agrees(bytes, place.bytes, kElsewhere32)
        || !agrees(offset, place.offset, kElsewhere32)) {
        return damaged(file, end, "the two ends of the archive contradict each other");
    }
    if (place.offset > place.end || place.bytes != place.end - place.offset) {
        return damaged(file, end,
                       "the central directory (" + base::grouped(place.bytes) + " bytes at "
                           + base::grouped(place.offset) + ") does not end where it should");
    }
    if (place.entries > place.bytes / kCentralBytes || place.entries > ZipArchive::kMaxEntries) {
        return damaged(file, end,
                       base::grouped(place.entries) + " entries do not fit in a directory of "
                           + base::grouped(place.bytes) + " bytes");
    }
    return place;
}

/// Why a name is no relative path inside the archive; null if it is one.
const char* nameProblem(std::string_view name)
{
    if (name.empty()) {
        return "an entry has no name";
    }
    if (!base::isValidUtf8(name) || name.find('\0') != std::string_view::npos) {
        return "an entry's name is no text";
    }
    if (name.front() == '/' || (name.size() > 1 && name[1] == ':')) {
        return "an entry has an absolute path";
    }
    if (name.find('\\') != std::string_view::npos) {
        return "an entry's name has a backslash";
    }
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part == "..") {
            return "an entry's path leads out of the archive (\"..\")";
        }
        const bool isFolder = end == name.size() && begin > 0;
        if (part == "." || (part.empty() && !isFolder)) {
            return "an entry's path has an empty part";
        }
        begin = end + 1;
    }
    return nullptr;
}

/// Fills in what the 32-bit fields leave to the zip64 field, in the standard's order.
Result<void> readExtra(const File& file, std::uint64_t at, std::string_view extra, ZipEntry& entry)
{
    std::string_view wide;
    while (!extra.empty()) {
        if (extra.size() < 4 || numberAt<std::uint16_t>(extra, 2) > extra.size() - 4) {
            return damaged(file, at, "an extra field is longer than its entry");
        }
        const auto length = numberAt<std::uint16_t>(extra, 2);
        if (numberAt<std::uint16_t>(extra, 0) == kZip64Field) {
            if (!wide.empty()) {
                return damaged(file, at, "an entry has two zip64 fields");
            }
            wide = extra.substr(4, length);
        }
        extra.remove_prefix(4U + length);
    }
    for (std::uint64_t* number : { &entry.bytes, &entry.storedBytes, &entry.headerOffset }) {
        if (*number == kElsewhere32) {
            if (wide.size() < sizeof(std::uint64_t)) {
                return damaged(file, at, "an entry's zip64 field is missing or too short");
            }
            *number = numberAt<std::uint64_t>(wide, 0);
            wide.remove_prefix(sizeof(std::uint64_t));
        }
    }
    return {};
}

/// Reads the directory's records one after the other.
class DirectoryReader
{
public:
    DirectoryReader(const File& file, const DirectoryPlace& place, std::string bytes)
        : m_file(file), m_place(place), m_bytes(std::move(bytes))
    {
    }

    Result<std::vector<ZipEntry>> read()
    {
        std::vector<ZipEntry> entries;
        for (std::uint64_t i = 0; i < m_place.entries; ++i) {
            FE_TRY(ZipEntry entry, next());
            FE_CHECK(readLocalHeader(entry));
            entries.push_back(std::move(entry));
        }
        if (m_at != m_bytes.size()) {
            return damaged(m_file, m_place.offset + m_at,
                           "the central directory is longer than its entries");
        }
        return entries;
    }

private:
    [[nodiscard]] std::uint64_t here() const { return m_place.offset + m_at; }

    Result<ZipEntry> next()
    {
        const std::string_view rest = std::string_view(m_bytes).substr(m_at);
        if (rest.size() < kCentralBytes || !rest.starts_with(kCentralMark)) {
            return damaged(m_file, here(), "an entry of the central directory is missing");
        }
        const std::uint64_t name = numberAt<std::uint16_t>(rest, 28);
        const std::uint64_t extra = numberAt<std::uint16_t>(rest, 30);
        const std::uint64_t comment = numberAt<std::uint16_t>(rest, 32);
        if (name + extra + comment > rest.size() - kCentralBytes) {
            return damaged(m_file, here(), "an entry is longer than the central directory");
        }
        ZipEntry entry;
        entry.name = rest.substr(kCentralBytes, name);
        if (const char* problem = nameProblem(entry.name)) {
            return base::malformed(m_file.name(), '"' + entry.name.substr(0, 100) + '"', problem);
        }
        FE_TRY(entry.deflated, isDeflated(rest, entry.name));
        entry.crc = numberAt<std::uint32_t>(rest, 16);
        entry.storedBytes = numberAt<std::uint32_t>(rest, 20);
        entry.bytes = numberAt<std::uint32_t>(rest, 24);
        entry.headerOffset = numberAt<std::uint32_t>(rest, 42);
        FE_CHECK(readExtra(m_file, here(), rest.substr(kCentralBytes + name, extra), entry));
        if (!entry.deflated && entry.storedBytes != entry.bytes) {
            return damaged(m_file, here(), "a stored entry has two sizes");
        }
        m_at += kCentralBytes + name + extra + comment;
        return entry;
    }

    Result<bool> isDeflated(std::string_view record, const std::string& name) const
    {
        const std::string field = '"' + name + '"';
        if ((numberAt<std::uint16_t>(record, 8) & kRefusedFlags) != 0) {
            return base::unsupported(m_file.name(), field, "it is encrypted");
        }
        if (const auto disk = numberAt<std::uint16_t>(record, 34);
            disk != 0 && disk != kElsewhere16) {
            return damaged(m_file, here(), "the archive is spread over several disks");
        }
        const auto method = numberAt<std::uint16_t>(record, 10);
        if (method != 0 && method != 8) {
            return base::unsupported(m_file.name(), field,
                                     "it is compressed by method " + std::to_string(method)
                                         + "; PyTorch reads stored and deflated entries");
        }
        return method == 8;
    }

    /// Finds the data and holds the local header against the directory.
    Result<void> readLocalHeader(ZipEntry& entry) const
    {
        const std::uint64_t limit = m_place.offset;
        const std::uint64_t least = kLocalBytes + entry.name.size();
        if (entry.headerOffset > limit || limit - entry.headerOffset < least) {
            return base::malformed(m_file.name(), '"' + entry.name + '"',
                                   "the entry lies outside the archive");
        }
        FE_TRY(const std::string header, bytesAt(m_file, entry.headerOffset, least));
        const bool agrees = header.starts_with(kLocalMark)
            && numberAt<std::uint16_t>(header, 8) == (entry.deflated ? 8 : 0)
            && numberAt<std::uint16_t>(header, 26) == entry.name.size()
            && std::string_view(header).substr(kLocalBytes) == entry.name;
        if (!agrees) {
            return damaged(m_file, entry.headerOffset,
                           "the entry's own header contradicts the directory (\"" + entry.name
                               + "\")");
        }
        entry.dataOffset = entry.headerOffset + least + numberAt<std::uint16_t>(header, 28);
        if (entry.dataOffset > limit || entry.storedBytes > limit - entry.dataOffset) {
            return base::malformed(m_file.name(), '"' + entry.name + '"',
                                   "it has " + base::grouped(entry.storedBytes)
                                       + " bytes, more than the archive");
        }
        return {};
    }

    const File& m_file;
    DirectoryPlace m_place;
    std::string m_bytes;
    std::uint64_t m_at = 0;
};

Result<void> checkOverlap(const File& file, const std::vector<ZipEntry>& entries)
{
    std::vector<const ZipEntry*> order;
    for (const ZipEntry& entry : entries) {
        order.push_back(&entry);
    }
    std::sort(order.begin(), order.end(), [](const ZipEntry* a, const ZipEntry* b) {
        return a->headerOffset < b->headerOffset;
    });
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (order[i]->headerOffset < order[i - 1]->dataOffset + order[i - 1]->storedBytes) {
            return base::malformed(file.name(), '"' + order[i]->name + '"',
                                   "it overlaps \"" + order[i - 1]->name + '"');
        }
    }
    return {};
}

Result<void> checkInflation(const File& file, const std::vector<ZipEntry>& entries)
{
    const auto bomb = [&](const std::string& field, std::uint64_t stored, std::uint64_t bytes) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot open the archive",
                             file.name(),
                             field,
                             base::bytesText(stored) + " would inflate to " + base::bytesText(bytes)
                                 + ", which no model's archive does",
                             "do not trust this file" };
    };
    std::uint64_t total = 0;
    for (const ZipEntry& entry : entries) {
        // Both sizes are at most those of the file and of 64 bits; the sum below cannot wrap.
        const std::uint64_t most = entry.storedBytes * ZipArchive::kMaxRatio
            + (entry.deflated ? ZipArchive::kSlackBytes : 0);
        if (entry.deflated && entry.bytes > most) {
            return bomb('"' + entry.name + '"', entry.storedBytes, entry.bytes);
        }
        total += entry.bytes;
    }
    if (total > file.size() * ZipArchive::kMaxTotalRatio + ZipArchive::kSlackBytes) {
        return bomb({}, file.size(), total);
    }
    return {};
}

/// Indices of the entries by name. Refuses names that are the same but for case.
Result<std::vector<std::uint32_t>> indexByName(const File& file,
                                               const std::vector<ZipEntry>& entries)
{
    std::vector<std::string> folded;
    for (const ZipEntry& entry : entries) {
        folded.push_back(lowerCase(entry.name));
    }
    std::sort(folded.begin(), folded.end());
    const auto twice = std::adjacent_find(folded.begin(), folded.end());
    if (twice != folded.end()) {
        return base::malformed(file.name(), '"' + *twice + '"', "the archive has it twice");
    }
    std::vector<std::uint32_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return entries[a].name < entries[b].name; });
    return order;
}

} // namespace

Result<ZipArchive> ZipArchive::open(const File& file)
{
    FE_TRY(const DirectoryPlace place, findDirectory(file));
    FE_TRY(std::string bytes, bytesAt(file, place.offset, place.bytes));
    ZipArchive archive;
    FE_TRY(archive.m_entries, DirectoryReader(file, place, std::move(bytes)).read());
    FE_CHECK(checkOverlap(file, archive.m_entries));
    FE_CHECK(checkInflation(file, archive.m_entries));
    FE_TRY(archive.m_byName, indexByName(file, archive.m_entries));
    return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const
{
    const auto found = std::lower_bound(m_byName.begin(), m_byName.end(), name,
                                        [this](std::uint32_t index, std::string_view wanted) {
                                            return std::string_view(m_entries[index].name) < wanted;
                                        });
    return found != m_byName.end() && m_entries[*found].name == name ? &m_entries[*found] : nullptr;
}

} // namespace fe::formats
