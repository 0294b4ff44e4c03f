// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "evaluation/sweep_record.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace fe::evaluation {

// A journal is a text file of JSON lines, only ever appended to:
//   {"format":"foundation-explorer/sweep-journal","version":1,"fingerprint":"...",
//    "provenance":{...},"plan":{...}}
//   {"cell":{...}}                     one a finished cell
// A last line that a kill or a full disk cut short does not count, and is cut off before the next
// one is written.

/// What a journal holds.
struct JournalContent {
    SweepRecord record; ///< `complete` if every cell of the plan is there
    std::string fingerprint;
    std::uint64_t soundBytes = 0; ///< what follows is the beginning of a line that never ended
};
/// Reads a journal that may still be written to. Malformed if a whole line is not what it must be;
/// of cells that are there twice the last counts.
[[nodiscard]] base::Result<JournalContent> readJournal(const std::filesystem::path& path);

/// A journal open for appending. A line is handed to the system in one write as soon as its cell is
/// finished, so that kill -9 loses nothing finished; it is flushed to the disk at most ten times a
/// second and at the end, which is all that a power failure can take.
class SweepJournal
{
public:
    /// Begins a new one. The file must not exist (InvalidArgument): a journal is never overwritten.
    [[nodiscard]] static base::Result<SweepJournal> create(const std::filesystem::path& path,
                                                           const SweepRecord& record);
    /// Continues one whose fingerprint, model and weights are those of `record`; else
    /// InvalidArgument says what differs. InvalidArgument as well while another process writes it.
    /// @param found what it holds already.
    [[nodiscard]] static base::Result<SweepJournal> resume(const std::filesystem::path& path,
                                                           const SweepRecord& record,
                                                           JournalContent& found);

    SweepJournal(SweepJournal&& other) noexcept;
    SweepJournal& operator=(SweepJournal&&) = delete;
    SweepJournal(const SweepJournal&) = delete;
    SweepJournal& operator=(const SweepJournal&) = delete;
    ~SweepJournal();

    [[nodiscard]] base::Result<void> append(const SweepCell& cell);
    /// Everything appended is on the disk afterwards.
    [[nodiscard]] base::Result<void> flush();

private:
    SweepJournal(std::filesystem::path path, int descriptor);
    [[nodiscard]] base::Result<void> writeLine(const base::Json& line);

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::chrono::steady_clock::time_point m_flushed;
};

} // namespace fe::evaluation
