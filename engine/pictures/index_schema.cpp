// SPDX-License-Identifier: Apache-2.0
#include "pictures/index_schema.h"

#include "base/json.h"

namespace fe::pictures {
namespace {

using base::ErrorCode;

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

constexpr const char* kVersions[] = { kTables };
constexpr const char* kShape[] = {
    "SELECT fingerprint, sha256 FROM packages",
    "SELECT id, key FROM models",
    "SELECT id, model, content, vector, problem FROM vectors",
    "SELECT id, path FROM folders",
    "SELECT folder, path, size, changed, content, problem FROM files",
};

} // namespace

const database::Schema& indexSchema()
{
    static constexpr database::Schema kSchema { "the index of pictures",
                                                "move the file away; the pictures are then encoded "
                                                "again",
                                                0x46455049, // "FEPI"
                                                kVersions, kShape };
    return kSchema;
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
