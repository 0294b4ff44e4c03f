// SPDX-License-Identifier: Apache-2.0
#include "pictures/database.h"

#include "formats/file.h"

#include <sqlite3.h>

#include <cstring>

namespace fe::pictures {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Result;

constexpr const char* kOpening = "cannot open the index of pictures";
/// Another program that writes holds the lock for one batch.
constexpr int kBusyMs = 10'000;
/// Longest value that is read: far above any vector, far below what would hurt.
constexpr int kLongestValue = 1 << 24;

struct Advice {
    ErrorCode code;
    const char* fix;
};

Advice adviceFor(int sqliteCode)
{
    switch (sqliteCode & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return { ErrorCode::Malformed, "move the file away; the pictures are then encoded again" };
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
Result<void> checkPlace(const fs::path& file)
{
    std::error_code problem;
    const fs::path folder = file.parent_path();
    if (!folder.empty()) {
        fs::create_directories(folder, problem);
        if (problem && !fs::is_directory(folder)) {
            return formats::systemError(kOpening, folder, problem.value());
        }
    }
    const auto status = fs::status(file, problem);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return base::Error { ErrorCode::Unreadable, kOpening, file.string(), {}, "it is no file",
                             "choose another one" };
    }
    return {};
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
        const base::Error error = m_database->failure("cannot use the index of pictures");
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

Result<std::unique_ptr<Database>> Database::open(const fs::path& file)
{
    FE_CHECK(checkPlace(file));
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::unique_ptr<Database> database(new Database(file.string(), handle));
    if (code != SQLITE_OK) {
        return database->failure(kOpening);
    }
    FE_CHECK(database->configure());
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
        return base::Error {
            ErrorCode::Unreadable,         kOpening, m_file, {}, "it cannot be written",
            adviceFor(SQLITE_READONLY).fix
        };
    }
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) const
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(m_handle.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                           nullptr)
        != SQLITE_OK) {
        return failure("cannot use the index of pictures");
    }
    return Statement(*this, statement);
}

Result<void> Database::execute(const std::string& sql) const
{
    if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure("cannot use the index of pictures");
    }
    return {};
}

Result<std::int64_t> Database::number(std::string_view sql) const
{
    FE_TRY(auto statement, prepare(sql));
    FE_TRY(const bool found, statement.step());
    return found ? statement.integer(0) : std::int64_t { 0 };
}

base::Error Database::failure(const char* what) const
{
    const int code = m_handle ? sqlite3_extended_errcode(m_handle.get()) : SQLITE_NOMEM;
    const Advice advice = adviceFor(code);
    const char* why = m_handle ? sqlite3_errmsg(m_handle.get()) : sqlite3_errstr(code);
    return { advice.code, what, m_file, {}, why, advice.fix };
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

} // namespace fe::pictures
