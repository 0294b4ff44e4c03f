// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.h"
#include "formats/sha256.h"
#include "pictures/file_state.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// Inside the room: the rows of one folder and one model in an index.

namespace fe::pictures {

using database::Database;

/// A time that no file has: the next update reads the file again.
inline constexpr std::int64_t kUnsettled = -1;

/// What the index knows of a file.
struct KnownFile {
    FileState state;
    bool isUsable = false; ///< its vector, or a lasting reason why it has none, is known
};

/// A file on its way into the index.
struct FileEntry {
    std::string path; ///< within the folder
    FileState state;
    std::optional<formats::Sha256Digest> content; ///< nothing: it could not be read
    std::optional<base::Error> problem; ///< why; what is wrong with bytes is a ContentEntry's
};

/// Bytes on their way into the index: their vector, or a lasting reason why they have none.
struct ContentEntry {
    formats::Sha256Digest content {};
    base::Result<std::vector<float>> outcome;
};

class IndexRows
{
public:
    /// Within a transaction: makes the rows of the model and the folder if they are new.
    [[nodiscard]] static base::Result<IndexRows> of(const Database& database,
                                                    const std::string& modelKey,
                                                    const std::string& folderName);

    /// By path within the folder.
    [[nodiscard]] base::Result<std::unordered_map<std::string, KnownFile>> files() const;
    [[nodiscard]] base::Result<bool> knows(const formats::Sha256Digest& content) const;

    // Within a transaction:
    [[nodiscard]] base::Result<void> erase(const std::string& path) const;
    [[nodiscard]] base::Result<void> write(const std::vector<FileEntry>& entries) const;
    [[nodiscard]] base::Result<void> write(const std::vector<ContentEntry>& entries) const;

private:
    IndexRows(const Database& database, std::int64_t model, std::int64_t folder)
        : m_database(&database), m_model(model), m_folder(folder)
    {
    }

    const Database* m_database;
    std::int64_t m_model;
    std::int64_t m_folder;
};

} // namespace fe::pictures
