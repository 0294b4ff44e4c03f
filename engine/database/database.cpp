// SPDX-License-Identifier: Apache-2.0
#include "database/database.h"

#include "formats/file.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace fe::database {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Result;

/// Another program that writes holds the lock for one batch.
constexpr int kBusyMs = 10'000;
/// Longest value that is read: far above any vector, far below what would hurt.
constexpr int kLongestValue = 1 << 24;

struct Advice {
    ErrorCode code;
    const char* fix;
};

std::string cannot(const char* verb, const Schema& schema)
{
    return std::string("cannot ") + verb + " " + schema.subject;
}

base::Error systemError(const char* verb, const Schema& schema, const fs::path& file,
                        const std::error_code& problem)
{
    base::Error error = formats::systemError("", file, problem.value());
    error.what = cannot(verb, schema);
    return error;
}

Advice adviceFor(int sqliteCode, const Schema& schema)
{
    switch (sqliteCode & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return { ErrorCode::Malformed, schema.ifDamaged };
    case SQLITE_NOMEM:
        return { ErrorCode::OutOfMemory, "close other programs" };
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return { ErrorCode::Unreadable, "wait until the other program is done with it" };
    case SQLITE_FULL:
        return { ErrorCode::Unreadable, "make room on the disk" };
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return { ErrorCode::Unreadable, "check the permissions of its folder, or choose another" };
    default:
        return { ErrorCode::Internal, "" };
    }
}

/// Makes the folder, and refuses what would block or is no file.
Result<void> checkPlace(const fs::path& file, const Schema& schema)
{
    std::error_code problem;
    const fs::path folder = file.parent_path();
    if (!folder.empty()) {
        fs::create_directories(folder, problem);
        if (problem && !fs::is_directory(folder)) {
            return systemError("open", schema, folder, problem);
        }
    }
    const auto status = fs::status(file, problem);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return base::Error { ErrorCode::Unreadable, cannot("open", schema), file.string(), {},
                             "it is no file",       "choose another one" };
    }
    return {};
}

/// The first of FILE.damaged-1, FILE.damaged-2 ... that is free.
Result<fs::path> freeName(const fs::path& file, const Schema& schema)
{
    for (int number = 1; number <= 1000; ++number) {
        fs::path name = file;
        name += ".damaged-" + std::to_string(number);
        std::error_code problem;
        if (fs::symlink_status(name, problem).type() == fs::file_type::not_found) {
            return name;
        }
    }
    return base::Error { ErrorCode::LimitExceeded,
                         cannot("set aside", schema),
                         file.string(),
                         {},
                         "there are 1,000 such files",
                         "delete some" };
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Statement::Statement(const Database& database, sqlite3_stmt* statement)
    : m_database(&database), m_statement(statement)
{
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    sqlite3_bind_int64(m_statement.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, double value)
{
    sqlite3_bind_double(m_statement.get(), parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::byte> blob)
{
    // A null pointer would be bound as NULL.
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    sqlite3_bind_blob64(m_statement.get(), parameter, data, blob.size(), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view bytes)
{
    return bind(parameter, std::as_bytes(std::span(bytes)));
}

Statement& Statement::bindText(int parameter, std::string_view text)
{
    sqlite3_bind_text64(m_statement.get(), parameter, text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindNull(int parameter)
{
    sqlite3_bind_null(m_statement.get(), parameter);
    return *this;
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        const base::Error error = m_database->failure();
        reset();
        return error;
    }
    reset();
    return false;
}

Result<void> Statement::run()
{
    FE_CHECK(step());
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::number(int column) const
{
    return isNull(column) ? std::numeric_limits<double>::quiet_NaN()
                          : sqlite3_column_double(m_statement.get(), column);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::span<const std::byte> Statement::blob(int column) const
{
    const void* data = sqlite3_column_blob(m_statement.get(), column);
    const int bytes = sqlite3_column_bytes(m_statement.get(), column);
    return { static_cast<const std::byte*>(data),
             data == nullptr ? 0 : static_cast<std::size_t>(bytes) };
}

std::string Statement::text(int column) const
{
    const auto bytes = blob(column);
    std::string text(bytes.size(), '\0');
    if (!bytes.empty()) {
        std::memcpy(text.data(), bytes.data(), bytes.size());
    }
    return text;
}

void Database::Close::operator()(sqlite3* database) const
{
    sqlite3_close_v2(database);
}

Result<std::unique_ptr<Database>> Database::open(const fs::path& file, const Schema& schema)
{
    if (file.empty()) {
        return base::invalidArgument(cannot("open", schema),
                                     "there is no folder for it: HOME is not set");
    }
    FE_CHECK(checkPlace(file, schema));
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::unique_ptr<Database> database(new Database(file.string(), handle, schema));
    if (code != SQLITE_OK) {
        return database->failure("open");
    }
    FE_CHECK(database->configure());
    FE_TRY(const std::int64_t tables, database->number("SELECT count(*) FROM sqlite_master"));
    if (tables > 0) {
        FE_CHECK(database->check());
    }
    FE_CHECK(database->upgrade());
    FE_CHECK(database->check());
    // Readers and a writer do not wait for each other, and a kill leaves a log that the next one
    // replays. Where the file system cannot do it, SQLite keeps to its rollback journal.
    FE_CHECK(database->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"));
    return database;
}

Result<void> Database::configure()
{
    sqlite3* handle = m_handle.get();
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMs);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kLongestValue);
    // The file may come from anywhere: nothing that its schema could hide is run.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    FE_CHECK(execute("PRAGMA cell_size_check = ON; PRAGMA foreign_keys = OFF"));
    if (sqlite3_db_readonly(handle, "main") == 1) {
        return base::Error { ErrorCode::Unreadable,
                             cannot("open", m_schema),
                             m_file,
                             {},
                             "it cannot be written",
                             adviceFor(SQLITE_READONLY, m_schema).fix };
    }
    return {};
}

Result<void> Database::upgrade() const
{
    const auto newest = static_cast<std::int64_t>(m_schema.versions.size());
    FE_TRY(const std::int64_t before, number("PRAGMA user_version"));
    if (before == newest) {
        return {};
    }
    FE_TRY(auto transaction, Transaction::begin(*this));
    // Another program may have done it while we waited for the lock.
    FE_TRY(const std::int64_t version, number("PRAGMA user_version"));
    for (std::int64_t at = version; at < newest; ++at) {
        FE_CHECK(execute(m_schema.versions[static_cast<std::size_t>(at)]));
    }
    FE_CHECK(execute("PRAGMA application_id = " + std::to_string(m_schema.application)
                     + "; PRAGMA user_version = " + std::to_string(newest)));
    return transaction.commit();
}

/// Of a file that holds tables already: ours, of a version that we know, undamaged.
Result<void> Database::check() const
{
    FE_TRY(const std::int64_t application, number("PRAGMA application_id"));
    FE_TRY(const std::int64_t version, number("PRAGMA user_version"));
    const auto newest = static_cast<std::int64_t>(m_schema.versions.size());
    if (application != m_schema.application) {
        return refusal(ErrorCode::Unsupported, "it is the database of another program",
                       "choose another file");
    }
    if (version > newest) {
        return refusal(ErrorCode::Unsupported,
                       "a newer version of this program made it (" + std::to_string(version)
                           + "; this one knows " + std::to_string(newest) + ")",
                       "update this program, or choose another file");
    }
    FE_TRY(auto statement, prepare("PRAGMA quick_check(1)"));
    FE_TRY(const bool answered, statement.step());
    const std::string verdict = answered ? statement.text(0) : std::string();
    const bool shaped = version < newest
        || std::ranges::all_of(m_schema.shape,
                               [this](const char* sql) { return prepare(sql).hasValue(); });
    if (version < 1 || verdict != "ok" || !shaped) {
        return refusal(ErrorCode::Malformed,
                       verdict == "ok"
                           ? std::string("its tables are not those of ") + m_schema.subject
                           : "it is damaged: " + verdict,
                       m_schema.ifDamaged);
    }
    return {};
}

Result<fs::path> Database::setAside(const fs::path& file, const Schema& schema)
{
    FE_TRY(const fs::path name, freeName(file, schema));
    std::error_code problem;
    fs::rename(file, name, problem);
    if (problem) {
        return systemError("set aside", schema, file, problem);
    }
    // A log left beside a new file would be played into it.
    for (const char* ending : { "-wal", "-shm", "-journal" }) {
        fs::rename(file.string() + ending, name.string() + ending, problem);
    }
    return name;
}

Result<Statement> Database::prepare(std::string_view sql) const
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(m_handle.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                           nullptr)
        != SQLITE_OK) {
        return failure();
    }
    return Statement(*this, statement);
}

Result<void> Database::execute(const std::string& sql) const
{
    if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure();
    }
    return {};
}

Result<std::int64_t> Database::number(std::string_view sql) const
{
    FE_TRY(auto statement, prepare(sql));
    FE_TRY(const bool found, statement.step());
    return found ? statement.integer(0) : std::int64_t { 0 };
}

base::Error Database::failure(const char* verb) const
{
    const int code = m_handle ? sqlite3_extended_errcode(m_handle.get()) : SQLITE_NOMEM;
    const Advice advice = adviceFor(code, m_schema);
    const char* why = m_handle ? sqlite3_errmsg(m_handle.get()) : sqlite3_errstr(code);
    return { advice.code, cannot(verb, m_schema), m_file, {}, why, advice.fix };
}

base::Error Database::refusal(ErrorCode code, std::string why, std::string fix) const
{
    return { code, cannot("use", m_schema), m_file, {}, std::move(why), std::move(fix) };
}

Result<Transaction> Transaction::begin(const Database& database)
{
    FE_CHECK(database.execute("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::~Transaction()
{
    if (m_database != nullptr) {
        static_cast<void>(m_database->execute("ROLLBACK").hasValue());
    }
}

Result<void> Transaction::commit()
{
    FE_CHECK(m_database->execute("COMMIT"));
    m_database = nullptr;
    return {};
}

} // namespace fe::database
