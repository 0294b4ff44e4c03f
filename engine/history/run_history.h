// SPDX-License-Identifier: Apache-2.0
//
// Everything that was run, on the disk: found by its words, opened again, gone on with.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::database {
class Database;
}

namespace fe::history {

using RunId = std::int64_t; ///< from 1 on, growing with time; never used twice

/// What a list shows of a run. All texts are UTF-8.
struct RunSummary {
    std::string kind; ///< "answer", "comparison", "sweep"
    std::string time; ///< ISO 8601, UTC, when it began
    std::string model; ///< name; several with ", " between them
    std::string title; ///< one line: what was asked
    std::string result; ///< one line: what came
    bool finished = true; ///< false: it can be gone on with
};

struct RunEntry {
    RunId id = 0;
    RunSummary summary;
};

struct RunQuery {
    std::string words; ///< each, split at spaces, occurs in summary or text, in any case of letters
    std::vector<std::string> kinds; ///< empty: all
    std::optional<RunId> before; ///< only older ones: the next page
    std::int64_t most = 200; ///< rows
};

/// A history file, open. It holds for each run a summary, the words it is found by, a document
/// (JSON, the caller's business) and numbered parts that are added one by one while it goes on.
///
/// Each change is one transaction: a kill at any moment loses the change that was being made at
/// most. Damaged files, those of other programs and of newer versions are refused and left as they
/// are. Two programs may have the file open. One thread at a time.
class RunHistory
{
public:
    /// history.sqlite in the user's data folder; empty if there is none.
    [[nodiscard]] static std::filesystem::path defaultFile();
    /// Opens the file, or makes it with its folder.
    [[nodiscard]] static base::Result<RunHistory> open(const std::filesystem::path& file);
    /// Moves a file that cannot be opened to a new name beside it, so that open() makes a new one.
    /// @return that name
    [[nodiscard]] static base::Result<std::filesystem::path> setAside(
        const std::filesystem::path& file);

    RunHistory(RunHistory&&) noexcept;
    RunHistory& operator=(RunHistory&&) noexcept;
    ~RunHistory();

    /// @param text what it is found by beside its summary: prompt and answer.
    [[nodiscard]] base::Result<RunId> add(const RunSummary& summary, const std::string& text,
                                          const std::string& document);
    /// Puts these in the place of what was there; the parts stay. NotFound if it was removed.
    [[nodiscard]] base::Result<void> replace(RunId id, const RunSummary& summary,
                                             const std::string& text, const std::string& document);
    /// Adds parts after those that are there, all or none.
    [[nodiscard]] base::Result<void> append(RunId id, const std::vector<std::string>& parts);

    /// Newest first.
    [[nodiscard]] base::Result<std::vector<RunEntry>> find(const RunQuery& query) const;
    [[nodiscard]] base::Result<RunEntry> entry(RunId id) const;
    [[nodiscard]] base::Result<std::string> document(RunId id) const;
    [[nodiscard]] base::Result<std::vector<std::string>> parts(RunId id) const;
    [[nodiscard]] base::Result<std::int64_t> count() const;

    /// With its parts; what is not there is no error.
    [[nodiscard]] base::Result<void> remove(const std::vector<RunId>& ids);

    [[nodiscard]] std::filesystem::path file() const;

private:
    explicit RunHistory(std::unique_ptr<database::Database> database);
    std::unique_ptr<database::Database> m_database;
};

} // namespace fe::history
