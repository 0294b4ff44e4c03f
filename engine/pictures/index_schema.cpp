// SPDX-License-Identifier: Apache-2.0
#include "pictures/index_schema.h"

#include "base/json.h"

namespace fe::pictures {
namespace {

using base::ErrorCode;
using base::Result;

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kApplication = 0x46455049; // "FEPI"

// Paths are BLOBs: names of files need not be UTF-8. Times are nanoseconds; -1 is a time that says
// nothing, because the file may have been changed again within the clock's resolution.
constexpr const char* kTables = R"sql(
CREATE TABLE packages (fingerprint TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE models (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE vectors (
  id INTEGER PRIMARY KEY, model INTEGER NOT NULL, content BLOB NOT NULL,
  vector BLOB,   -- float32, little endian
  problem TEXT,  -- why there is no vector
  UNIQUE (model, content));
CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
CREATE TABLE files (
  folder INTEGER NOT NULL, path BLOB NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL,
  content BLOB,  -- SHA-256; NULL: it could not be read
  problem TEXT,
  PRIMARY KEY (folder, path)) WITHOUT ROWID;
)sql";

base::Error refuse(const Database& database, ErrorCode code, std::string why, std::string fix)
{
    return { code,          "cannot use the index of pictures", database.file(), {}, std::move(why),
             std::move(fix) };
}

Result<void> createTables(const Database& database)
{
    FE_TRY(auto transaction, Transaction::begin(database));
    // Another program may have made them while we waited for the lock.
    FE_TRY(const std::int64_t tables, database.number("SELECT count(*) FROM sqlite_master"));
    if (tables == 0) {
        FE_CHECK(database.execute(kTables));
        FE_CHECK(database.execute("PRAGMA application_id = " + std::to_string(kApplication)
                                  + "; PRAGMA user_version = " + std::to_string(kVersion)));
    }
    return transaction.commit();
}

Result<void> checkTables(const Database& database)
{
    FE_TRY(const std::int64_t application, database.number("PRAGMA application_id"));
    FE_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
    if (application != kApplication) {
        return refuse(database, ErrorCode::Unsupported, "it is the database of another program",
                      "choose another file");
    }
    if (version > kVersion) {
        return refuse(database, ErrorCode::Unsupported,
                      "a newer version of this program made it (" + std::to_string(version)
                          + "; this one knows " + std::to_string(kVersion) + ")",
                      "update this program, or choose another file");
    }
    FE_TRY(auto check, database.prepare("PRAGMA quick_check(1)"));
    FE_TRY(const bool answered, check.step());
    const std::string verdict = answered ? check.text(0) : std::string();
    const bool tablesThere = database.prepare("SELECT fingerprint, sha256 FROM packages")
        && database.prepare("SELECT id, key FROM models")
        && database.prepare("SELECT id, model, content, vector, problem FROM vectors")
        && database.prepare("SELECT id, path FROM folders")
        && database.prepare("SELECT folder, path, size, changed, content, problem FROM files");
    if (version < kVersion || verdict != "ok" || !tablesThere) {
        return refuse(database, ErrorCode::Malformed,
                      verdict == "ok" ? "its tables are not those of an index"
                                      : "it is damaged: " + verdict,
                      "move the file away; the pictures are then encoded again");
    }
    return {};
}

} // namespace

Result<void> prepareSchema(const Database& database)
{
    FE_TRY(const std::int64_t tables, database.number("SELECT count(*) FROM sqlite_master"));
    if (tables == 0) {
        FE_CHECK(createTables(database));
    }
    FE_CHECK(checkTables(database));
    // Readers and a writer do not wait for each other, and a kill leaves a log that the next one
    // replays. Where the file system cannot do it, SQLite keeps to its rollback journal.
    return database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
}

std::string problemText(const base::Error& error)
{
    base::Json json = base::Json::object();
    json.set("code", static_cast<int>(error.code));
    json.set("what", error.what);
    json.set("field", error.field);
    json.set("why", error.why);
    json.set("fix", error.fix);
    return base::toText(json);
}

base::Error problemOf(const std::string& text, const std::string& file)
{
    const auto json = base::parseJson(text, file);
    const auto part = [&](const char* name) {
        const base::Json* found = json ? json->find(name) : nullptr;
        const std::string* value = found == nullptr ? nullptr : found->asString();
        return value == nullptr ? std::string() : *value;
    };
    const base::Json* code = json ? json->find("code") : nullptr;
    const std::int64_t number = code == nullptr ? -1 : code->asInt().value_or(-1);
    const bool known = number >= 0 && number < static_cast<int>(ErrorCode::Internal);
    return { known ? static_cast<ErrorCode>(number) : ErrorCode::Internal,
             part("what"),
             file,
             part("field"),
             part("why"),
             part("fix") };
}

} // namespace fe::pictures
