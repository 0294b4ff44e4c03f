// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace fe::database {

class Database;

/// One prepared statement. Indices of parameters begin at 1, of columns at 0. Spans and views that
/// bind() takes are borrowed until the next reset.
class Statement
{
public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value); ///< NaN as NULL
    Statement& bind(int parameter, std::span<const std::byte> blob);
    Statement& bind(int parameter, std::string_view bytes); ///< as a BLOB: names need not be UTF-8
    Statement& bindText(int parameter, std::string_view text);
    Statement& bindNull(int parameter);

    /// The next row: true if there is one. After the last the statement is reset.
    [[nodiscard]] base::Result<bool> step();
    /// For statements without rows: runs it and makes it ready for the next values.
    [[nodiscard]] base::Result<void> run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double number(int column) const; ///< NULL as NaN
    [[nodiscard]] bool isNull(int column) const;
    /// Borrowed until the next step. Of a BLOB or a text.
    [[nodiscard]] std::span<const std::byte> blob(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(const Database& database, sqlite3_stmt* statement);

    const Database* m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

/// What stands in a file of one kind. The texts outlive the databases opened with it.
struct Schema {
    const char* subject; ///< for errors: "the index of pictures"
    const char* ifDamaged; ///< what to do then
    std::int64_t application; ///< SQLite's application_id: tells the kind from all others
    /// SQL that brings a file from version i to i + 1; an empty file has version 0.
    std::span<const char* const> versions;
    /// Statements that must be understood: they name every table and column.
    std::span<const char* const> shape;
};

/// An open database file; one thread at a time. It does not move, its statements point to it. What
/// was committed survives a kill at any moment.
class Database
{
public:
    /// Opens or makes the file and the folders above it, and brings it to the schema's version, in
    /// one transaction. Refuses what is no regular file, what SQLite finds damaged, what cannot be
    /// written, files of other programs and of newer versions, and leaves them as they are.
    [[nodiscard]] static base::Result<std::unique_ptr<Database>> open(
        const std::filesystem::path& file, const Schema& schema);
    /// Moves a file that cannot be opened to a new name beside it, so that open() makes a new one.
    /// @return that name
    [[nodiscard]] static base::Result<std::filesystem::path> setAside(
        const std::filesystem::path& file, const Schema& schema);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() = default;

    [[nodiscard]] base::Result<Statement> prepare(std::string_view sql) const;
    /// One or more statements without values; rows are dropped.
    [[nodiscard]] base::Result<void> execute(const std::string& sql) const;
    /// The first number of the first row.
    [[nodiscard]] base::Result<std::int64_t> number(std::string_view sql) const;

    /// What SQLite says of its last failure, as an Error: "cannot use the index of pictures".
    [[nodiscard]] base::Error failure(const char* verb = "use") const;
    [[nodiscard]] const std::string& file() const { return m_file; }

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    Database(std::string file, sqlite3* handle, const Schema& schema)
        : m_file(std::move(file)), m_schema(schema), m_handle(handle)
    {
    }
    [[nodiscard]] base::Result<void> configure();
    [[nodiscard]] base::Result<void> upgrade() const;
    [[nodiscard]] base::Result<void> check() const;
    [[nodiscard]] base::Error refusal(base::ErrorCode code, std::string why, std::string fix) const;

    std::string m_file;
    Schema m_schema;
    std::unique_ptr<sqlite3, Close> m_handle;
};

/// What happens in it happens whole or not at all: rolled back unless committed.
class Transaction
{
public:
    /// Takes the write lock at once, so that it is not refused half-way.
    [[nodiscard]] static base::Result<Transaction> begin(const Database& database);
    Transaction(Transaction&& other) noexcept : m_database(other.m_database)
    {
        other.m_database = nullptr;
    }
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    [[nodiscard]] base::Result<void> commit();

private:
    explicit Transaction(const Database& database) : m_database(&database) { }
    const Database* m_database; ///< null once it is over
};

} // namespace fe::database
