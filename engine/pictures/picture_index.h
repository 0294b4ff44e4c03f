// SPDX-License-Identifier: Apache-2.0
//
// Vectors of pictures on the disk, so that a picture is encoded once, whatever it is called and
// wherever it is moved.
#pragma once

#include "formats/sha256.h"
#include "pictures/picture_encoder.h"
#include "pictures/picture_files.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace fe::database {
class Database;
}

namespace fe::pictures {

using database::Database;

/// Vectors of the pictures of folders, in memory.
struct FolderVectors {
    std::int64_t dimensions = 0;
    std::vector<std::string> files; ///< paths of those that have a vector, sorted by folder
    std::vector<float> values; ///< [files, dimensions], unit length
    std::vector<SkippedPicture> skipped; ///< those that have none
    std::size_t waiting = 0; ///< files that were found but not encoded yet

    [[nodiscard]] std::span<const float> vector(std::size_t file) const
    {
        const auto width = static_cast<std::size_t>(dimensions);
        return std::span(values).subspan(file * width, width);
    }
};

/// Most values that FolderVectors holds: 1 GiB, two million pictures of 128 dimensions or 349,525
/// of 768.
inline constexpr std::int64_t kMostIndexedValues = std::int64_t { 1 } << 28;

/// An index file, open. It holds
///
///   models   what made a vector: modelKey()
///   vectors  by SHA-256 of a file's bytes and model: the vector, or why there is none
///   files    by folder and path in it: size, time of change and SHA-256
///
/// Damaged files, those of other programs and of newer versions are refused and left as they are.
/// A batch is a transaction, so a kill at any moment loses that batch at most. Two programs may
/// have the file open. One thread at a time.
class PictureIndex
{
public:
    /// pictures.sqlite in the user's cache folder; empty if there is none.
    [[nodiscard]] static std::filesystem::path defaultFile();
    /// Opens the file, or makes it with its folder.
    [[nodiscard]] static base::Result<PictureIndex> open(const std::filesystem::path& file);
    /// Moves a file that cannot be opened to a new name beside it, so that open() makes a new one.
    /// @return that name
    [[nodiscard]] static base::Result<std::filesystem::path> setAside(
        const std::filesystem::path& file);

    PictureIndex(PictureIndex&&) noexcept;
    PictureIndex& operator=(PictureIndex&&) noexcept;
    ~PictureIndex();

    /// What tells the vectors of one model from those of any other: SHA-256 over its weights, its
    /// configuration, preprocessing, pooling and arithmetic. The weights are hashed once: the index
    /// remembers the hash by the files' paths, sizes and times. Progress counts bytes.
    [[nodiscard]] base::Result<std::string> modelKey(const PictureModel& model,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

    /// What is known of the pictures of folders, whether or not updates are finished. A file that
    /// lies in several of the folders comes once. A vector that a damaged disk has spoiled
    /// (values that are no numbers, another length than most have) counts as waiting, and is
    /// forgotten for the next update to make again.
    [[nodiscard]] base::Result<FolderVectors> vectors(std::span<const std::string> folders,
                                                      const std::string& modelKey) const;

    [[nodiscard]] std::filesystem::path file() const;
    /// For the room's own files.
    [[nodiscard]] const Database& database() const { return *m_database; }

private:
    explicit PictureIndex(std::unique_ptr<Database> database);
    std::unique_ptr<Database> m_database;
};

/// The name under which a folder is kept: absolute, without links, "." and "..".
[[nodiscard]] base::Result<std::string> folderName(const std::filesystem::path& folder);

} // namespace fe::pictures
