// SPDX-License-Identifier: Apache-2.0
#include "pictures/picture_index.h"

#include "base/guarded.h"
#include "database/database.h"
#include "formats/file.h"
#include "formats/user_folders.h"
#include "pictures/index_schema.h"
#include "pictures/model_key.h"
#include "pictures/vector_blob.h"

#include <map>
#include <unordered_set>

namespace fe::pictures {
namespace {

namespace fs = std::filesystem;
using base::Result;
using database::Statement;

constexpr const char* kFilesOfFolder = R"sql(
SELECT files.path, files.problem, vectors.vector, vectors.problem, vectors.id
FROM files
LEFT JOIN vectors ON vectors.content = files.content
  AND vectors.model = (SELECT id FROM models WHERE key = ?)
WHERE files.folder = (SELECT id FROM folders WHERE path = ?)
ORDER BY files.path
)sql";

/// Vectors of one length, in the order of the rows.
struct Alike {
    std::vector<std::string> files;
    std::vector<float> values;
    std::vector<std::int64_t> rows; ///< ids
};

/// Gathers rows of several folders. A model's vectors have one length: the most frequent one, since
/// any row may be the spoiled one.
class Gatherer
{
public:
    Result<void> take(const Statement& row, const fs::path& folder)
    {
        std::string file = (folder / row.text(0)).string();
        if (!m_seen.insert(file).second) {
            return {};
        }
        if (!row.isNull(1) || !row.isNull(3)) {
            const std::string problem = row.text(row.isNull(1) ? 3 : 1);
            m_result.skipped.push_back({ file, problemOf(problem, file) });
            return {};
        }
        const auto vector = vectorOf(row.blob(2));
        if (!vector) {
            ++m_result.waiting;
            if (!row.isNull(4)) {
                m_damaged.push_back(row.integer(4));
            }
            return {};
        }
        m_values += static_cast<std::int64_t>(vector->size());
        if (m_values > kMostIndexedValues) {
            return tooMany();
        }
        Alike& alike = m_byLength[vector->size()];
        alike.values.insert(alike.values.end(), vector->begin(), vector->end());
        alike.files.push_back(std::move(file));
        alike.rows.push_back(row.integer(4));
        return {};
    }

    /// To be called once, after the last row.
    FolderVectors finish()
    {
        const std::size_t length = lengthOfMost();
        for (auto& [size, alike] : m_byLength) {
            if (size == length) {
                m_result.dimensions = static_cast<std::int64_t>(size);
                m_result.files = std::move(alike.files);
                m_result.values = std::move(alike.values);
            } else {
                m_result.waiting += alike.files.size();
                m_damaged.insert(m_damaged.end(), alike.rows.begin(), alike.rows.end());
            }
        }
        return std::move(m_result);
    }

    /// Rows of vectors that are none; complete after finish().
    [[nodiscard]] const std::vector<std::int64_t>& damaged() const { return m_damaged; }

private:
    /// 0 if two lengths are equally frequent: which is right cannot be told, so none is kept.
    [[nodiscard]] std::size_t lengthOfMost() const
    {
        std::size_t length = 0;
        std::size_t most = 0;
        for (const auto& [size, alike] : m_byLength) {
            if (alike.files.size() >= most) {
                length = alike.files.size() == most ? 0 : size;
                most = alike.files.size();
            }
        }
        return length;
    }

    [[nodiscard]] base::Error tooMany() const
    {
        std::size_t pictures = 0;
        for (const auto& [size, alike] : m_byLength) {
            pictures += alike.files.size();
        }
        return { base::ErrorCode::LimitExceeded,
                 "cannot search the folders",
                 {},
                 {},
                 "they hold more than " + base::grouped(pictures) + " pictures",
                 "search fewer folders at once" };
    }

    FolderVectors m_result;
    std::map<std::size_t, Alike> m_byLength;
    std::int64_t m_values = 0;
    std::unordered_set<std::string> m_seen;
    std::vector<std::int64_t> m_damaged;
};

} // namespace

PictureIndex::PictureIndex(std::unique_ptr<Database> database) : m_database(std::move(database)) { }
PictureIndex::PictureIndex(PictureIndex&&) noexcept = default;
PictureIndex& PictureIndex::operator=(PictureIndex&&) noexcept = default;
PictureIndex::~PictureIndex() = default;

fs::path PictureIndex::defaultFile()
{
    const fs::path folder = formats::cacheFolder();
    return folder.empty() ? fs::path() : folder / "pictures.sqlite";
}

Result<PictureIndex> PictureIndex::open(const fs::path& file)
{
    return base::guarded("PictureIndex::open", [&]() -> Result<PictureIndex> {
        FE_TRY(auto database, Database::open(file, indexSchema()));
        return PictureIndex(std::move(database));
    });
}

Result<fs::path> PictureIndex::setAside(const fs::path& file)
{
    return base::guarded("PictureIndex::setAside", [&]() -> Result<fs::path> {
        return Database::setAside(file, indexSchema());
    });
}

Result<std::string> PictureIndex::modelKey(const PictureModel& model,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress)
{
    return base::guarded("PictureIndex::modelKey", [&]() -> Result<std::string> {
        FE_TRY(const std::string weights,
               weightsHash(*m_database, *model.package, cancel, progress));
        const std::string text
            = weights + "\n" + vectorRecipe(model) + "\n" + base::toText(model.package->config());
        FE_TRY(const auto digest, formats::sha256(std::as_bytes(std::span(text))));
        return formats::hexText(digest);
    });
}

Result<FolderVectors> PictureIndex::vectors(std::span<const std::string> folders,
                                            const std::string& modelKey) const
{
    return base::guarded("PictureIndex::vectors", [&]() -> Result<FolderVectors> {
        Gatherer gatherer;
        FE_TRY(auto rows, m_database->prepare(kFilesOfFolder));
        for (const std::string& folder : folders) {
            FE_TRY(const std::string name, folderName(folder));
            rows.bindText(1, modelKey).bind(2, name);
            for (;;) {
                FE_TRY(const bool found, rows.step());
                if (!found) {
                    break;
                }
                FE_CHECK(gatherer.take(rows, folder));
            }
        }
        FolderVectors result = gatherer.finish();
        FE_TRY(auto erase, m_database->prepare("DELETE FROM vectors WHERE id = ?"));
        for (const std::int64_t row : gatherer.damaged()) {
            FE_CHECK(erase.bind(1, row).run()); // so that the next update makes it again
        }
        return result;
    });
}

fs::path PictureIndex::file() const
{
    return m_database->file();
}

Result<std::string> folderName(const fs::path& folder)
{
    std::error_code problem;
    const fs::path name = fs::canonical(folder, problem);
    if (problem) {
        return formats::systemError("cannot look into the folder", folder, problem.value());
    }
    if (!fs::is_directory(name, problem)) {
        return base::Error { base::ErrorCode::InvalidArgument,
                             "cannot look into the folder",
                             folder.string(),
                             {},
                             "it is no folder",
                             "name a folder" };
    }
    return name.string();
}

} // namespace fe::pictures
