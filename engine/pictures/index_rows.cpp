// SPDX-License-Identifier: Apache-2.0
#include "pictures/index_rows.h"

#include "pictures/index_schema.h"
#include "pictures/picture_reader.h"
#include "pictures/vector_blob.h"

namespace fe::pictures {
namespace {

using base::Result;
using database::Statement;

Result<std::int64_t> idOf(const Database& database, const char* table, const char* column,
                          std::string_view value, bool isText)
{
    const std::string name(table);
    FE_TRY(auto insert,
           database.prepare("INSERT OR IGNORE INTO " + name + " (" + column + ") VALUES (?)"));
    FE_TRY(auto select, database.prepare("SELECT id FROM " + name + " WHERE " + column + " = ?"));
    static_cast<void>(isText ? insert.bindText(1, value) : insert.bind(1, value));
    static_cast<void>(isText ? select.bindText(1, value) : select.bind(1, value));
    FE_CHECK(insert.run());
    FE_TRY(const bool found, select.step());
    return found ? select.integer(0) : std::int64_t { 0 };
}

constexpr const char* kKnownFiles = R"sql(
SELECT files.path, files.size, files.changed, files.problem, vectors.id
FROM files
LEFT JOIN vectors ON vectors.content = files.content AND vectors.model = ?
WHERE files.folder = ?
)sql";

} // namespace

Result<IndexRows> IndexRows::of(const Database& database, const std::string& modelKey,
                                const std::string& folderName)
{
    FE_TRY(const std::int64_t model, idOf(database, "models", "key", modelKey, true));
    FE_TRY(const std::int64_t folder, idOf(database, "folders", "path", folderName, false));
    return IndexRows(database, model, folder);
}

Result<std::unordered_map<std::string, KnownFile>> IndexRows::files() const
{
    std::unordered_map<std::string, KnownFile> known;
    FE_TRY(auto rows, m_database->prepare(kKnownFiles));
    rows.bind(1, m_model).bind(2, m_folder);
    for (;;) {
        FE_TRY(const bool found, rows.step());
        if (!found) {
            return known;
        }
        KnownFile file { { rows.integer(1), rows.integer(2) }, !rows.isNull(4) };
        if (!rows.isNull(3)) {
            file.isUsable = isLasting(problemOf(rows.text(3), {}).code);
        }
        known.emplace(rows.text(0), file);
    }
}

Result<bool> IndexRows::knows(const formats::Sha256Digest& content) const
{
    FE_TRY(auto find, m_database->prepare("SELECT 1 FROM vectors WHERE model = ? AND content = ?"));
    return find.bind(1, m_model).bind(2, std::span<const std::byte>(content)).step();
}

Result<void> IndexRows::erase(const std::string& path) const
{
    FE_TRY(auto erase, m_database->prepare("DELETE FROM files WHERE folder = ? AND path = ?"));
    return erase.bind(1, m_folder).bind(2, path).run();
}

Result<void> IndexRows::write(const std::vector<FileEntry>& entries) const
{
    FE_TRY(
        auto insert,
        m_database->prepare("INSERT OR REPLACE INTO files (folder, path, size, changed, content, "
                            "problem) VALUES (?, ?, ?, ?, ?, ?)"));
    for (const FileEntry& entry : entries) {
        insert.bind(1, m_folder).bind(2, entry.path);
        insert.bind(3, entry.state.size).bind(4, entry.state.changed).bindNull(5).bindNull(6);
        std::string problem;
        if (entry.content) {
            insert.bind(5, std::span<const std::byte>(*entry.content));
        }
        if (entry.problem) {
            problem = problemText(*entry.problem);
            insert.bindText(6, problem);
        }
        FE_CHECK(insert.run());
    }
    return {};
}

Result<void> IndexRows::write(const std::vector<ContentEntry>& entries) const
{
    FE_TRY(auto insert,
           m_database->prepare("INSERT OR REPLACE INTO vectors (model, content, vector, problem) "
                               "VALUES (?, ?, ?, ?)"));
    for (const ContentEntry& entry : entries) {
        insert.bind(1, m_model).bind(2, std::span<const std::byte>(entry.content));
        insert.bindNull(3).bindNull(4);
        std::string problem;
        if (entry.outcome) {
            insert.bind(3, blobOf(*entry.outcome));
        } else {
            problem = problemText(entry.outcome.error());
            insert.bindText(4, problem);
        }
        FE_CHECK(insert.run());
    }
    return {};
}

} // namespace fe::pictures
