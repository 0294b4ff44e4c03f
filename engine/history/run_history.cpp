// SPDX-License-Identifier: Apache-2.0
#include "history/run_history.h"

#include "base/guarded.h"
#include "chat/unicode.h"
#include "database/database.h"
#include "formats/user_folders.h"

#include <sstream>

namespace fe::history {
namespace {

namespace fs = std::filesystem;
using base::Result;
using database::Database;
using database::Statement;
using database::Transaction;

// AUTOINCREMENT: an id that was removed never comes back. `words` is lower case.
constexpr const char* kTables = R"sql(
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, time TEXT NOT NULL,
  model TEXT NOT NULL, title TEXT NOT NULL, result TEXT NOT NULL, finished INTEGER NOT NULL,
  words TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE parts (
  run INTEGER NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (run, number)) WITHOUT ROWID;
)sql";

constexpr const char* kVersions[] = { kTables };
constexpr const char* kShape[] = {
    "SELECT id, kind, time, model, title, result, finished, words, document FROM runs",
    "SELECT run, number, document FROM parts",
};

const database::Schema& schema()
{
    static constexpr database::Schema kSchema {
        "the history of runs",
        "move the file away; a new history is then begun",
        0x46454849, // "FEHI"
        kVersions,
        kShape,
    };
    return kSchema;
}

base::Error noSuchRun(const Database& database, RunId id)
{
    return { base::ErrorCode::NotFound,
             "cannot open run " + std::to_string(id),
             database.file(),
             {},
             "it is not in the history any more",
             "look at the list again" };
}

std::string wordsOf(const RunSummary& summary, const std::string& text)
{
    return chat::toLower(summary.title + "\n" + summary.model + "\n" + summary.result + "\n"
                         + summary.kind + "\n" + text);
}

/// Parameters 1 to 6. Views of `summary` are borrowed until the statement ran.
void bindSummary(Statement& statement, const RunSummary& summary)
{
    statement.bindText(1, summary.kind)
        .bindText(2, summary.time)
        .bindText(3, summary.model)
        .bindText(4, summary.title)
        .bindText(5, summary.result)
        .bind(6, std::int64_t { summary.finished ? 1 : 0 });
}

/// Columns id, kind, time, model, title, result, finished.
RunEntry entryOf(const Statement& row)
{
    return { row.integer(0),
             { row.text(1), row.text(2), row.text(3), row.text(4), row.text(5),
               row.integer(6) != 0 } };
}

constexpr const char* kEntries
    = "SELECT id, kind, time, model, title, result, finished FROM runs WHERE ";

std::vector<std::string> split(const std::string& words)
{
    std::istringstream stream(chat::toLower(words));
    std::vector<std::string> result;
    for (std::string word; stream >> word;) {
        result.push_back(word);
    }
    return result;
}

/// "?, ?, ?".
std::string places(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "?" : ", ?";
    }
    return text;
}

} // namespace

RunHistory::RunHistory(std::unique_ptr<Database> database) : m_database(std::move(database)) { }
RunHistory::RunHistory(RunHistory&&) noexcept = default;
RunHistory& RunHistory::operator=(RunHistory&&) noexcept = default;
RunHistory::~RunHistory() = default;

fs::path RunHistory::defaultFile()
{
    const fs::path folder = formats::dataFolder();
    return folder.empty() ? fs::path() : folder / "history.sqlite";
}

Result<RunHistory> RunHistory::open(const fs::path& file)
{
    return base::guarded("RunHistory::open", [&]() -> Result<RunHistory> {
        FE_TRY(auto database, Database::open(file, schema()));
        return RunHistory(std::move(database));
    });
}

Result<fs::path> RunHistory::setAside(const fs::path& file)
{
    return base::guarded("RunHistory::setAside",
                         [&] { return Database::setAside(file, schema()); });
}

Result<RunId> RunHistory::add(const RunSummary& summary, const std::string& text,
                              const std::string& document)
{
    return base::guarded("RunHistory::add", [&]() -> Result<RunId> {
        FE_TRY(auto transaction, Transaction::begin(*m_database));
        FE_TRY(auto insert,
               m_database->prepare("INSERT INTO runs (kind, time, model, title, result, finished, "
                                   "words, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
        const std::string words = wordsOf(summary, text);
        bindSummary(insert, summary);
        FE_CHECK(insert.bindText(7, words).bindText(8, document).run());
        FE_TRY(const std::int64_t id, m_database->number("SELECT last_insert_rowid()"));
        FE_CHECK(transaction.commit());
        return id;
    });
}

Result<void> RunHistory::replace(RunId id, const RunSummary& summary, const std::string& text,
                                 const std::string& document)
{
    return base::guarded("RunHistory::replace", [&]() -> Result<void> {
        FE_TRY(auto transaction, Transaction::begin(*m_database));
        FE_TRY(auto update,
               m_database->prepare("UPDATE runs SET kind = ?, time = ?, model = ?, title = ?, "
                                   "result = ?, finished = ?, words = ?, document = ? "
                                   "WHERE id = ?"));
        const std::string words = wordsOf(summary, text);
        bindSummary(update, summary);
        FE_CHECK(update.bindText(7, words).bindText(8, document).bind(9, id).run());
        FE_TRY(const std::int64_t changed, m_database->number("SELECT changes()"));
        if (changed == 0) {
            return noSuchRun(*m_database, id);
        }
        return transaction.commit();
    });
}

Result<void> RunHistory::append(RunId id, const std::vector<std::string>& parts)
{
    return base::guarded("RunHistory::append", [&]() -> Result<void> {
        FE_TRY(auto transaction, Transaction::begin(*m_database));
        FE_CHECK(entry(id));
        FE_TRY(auto insert,
               m_database->prepare("INSERT INTO parts (run, number, document) SELECT ?1, "
                                   "ifnull(max(number), 0) + 1, ?2 FROM parts WHERE run = ?1"));
        for (const std::string& part : parts) {
            FE_CHECK(insert.bind(1, id).bindText(2, part).run());
        }
        return transaction.commit();
    });
}

Result<std::vector<RunEntry>> RunHistory::find(const RunQuery& query) const
{
    return base::guarded("RunHistory::find", [&]() -> Result<std::vector<RunEntry>> {
        const std::vector<std::string> words = split(query.words);
        std::string sql = std::string(kEntries) + "id < ?";
        if (!query.kinds.empty()) {
            sql += " AND kind IN (" + places(query.kinds.size()) + ")";
        }
        for (std::size_t i = 0; i < words.size(); ++i) {
            sql += " AND instr(words, ?) > 0";
        }
        sql += " ORDER BY id DESC LIMIT ?";
        FE_TRY(auto rows, m_database->prepare(sql));
        int parameter = 1;
        rows.bind(parameter++, query.before.value_or(std::numeric_limits<RunId>::max()));
        for (const std::string& kind : query.kinds) {
            rows.bindText(parameter++, kind);
        }
        for (const std::string& word : words) {
            rows.bindText(parameter++, word);
        }
        rows.bind(parameter, std::max(query.most, std::int64_t { 0 }));
        std::vector<RunEntry> entries;
        for (;;) {
            FE_TRY(const bool found, rows.step());
            if (!found) {
                return entries;
            }
            entries.push_back(entryOf(rows));
        }
    });
}

Result<RunEntry> RunHistory::entry(RunId id) const
{
    return base::guarded("RunHistory::entry", [&]() -> Result<RunEntry> {
        FE_TRY(auto row, m_database->prepare(std::string(kEntries) + "id = ?"));
        FE_TRY(const bool found, row.bind(1, id).step());
        return found ? Result<RunEntry>(entryOf(row)) : noSuchRun(*m_database, id);
    });
}

Result<std::string> RunHistory::document(RunId id) const
{
    return base::guarded("RunHistory::document", [&]() -> Result<std::string> {
        FE_TRY(auto row, m_database->prepare("SELECT document FROM runs WHERE id = ?"));
        FE_TRY(const bool found, row.bind(1, id).step());
        return found ? Result<std::string>(row.text(0)) : noSuchRun(*m_database, id);
    });
}

Result<std::vector<std::string>> RunHistory::parts(RunId id) const
{
    return base::guarded("RunHistory::parts", [&]() -> Result<std::vector<std::string>> {
        FE_CHECK(entry(id));
        FE_TRY(auto rows,
               m_database->prepare("SELECT document FROM parts WHERE run = ? ORDER BY number"));
        rows.bind(1, id);
        std::vector<std::string> parts;
        for (;;) {
            FE_TRY(const bool found, rows.step());
            if (!found) {
                return parts;
            }
            parts.push_back(rows.text(0));
        }
    });
}

Result<std::int64_t> RunHistory::count() const
{
    return base::guarded("RunHistory::count",
                         [&] { return m_database->number("SELECT count(*) FROM runs"); });
}

Result<void> RunHistory::remove(const std::vector<RunId>& ids)
{
    return base::guarded("RunHistory::remove", [&]() -> Result<void> {
        FE_TRY(auto transaction, Transaction::begin(*m_database));
        FE_TRY(auto run, m_database->prepare("DELETE FROM runs WHERE id = ?"));
        FE_TRY(auto parts, m_database->prepare("DELETE FROM parts WHERE run = ?"));
        for (const RunId id : ids) {
            FE_CHECK(run.bind(1, id).run());
            FE_CHECK(parts.bind(1, id).run());
        }
        return transaction.commit();
    });
}

fs::path RunHistory::file() const
{
    return m_database->file();
}

} // namespace fe::history
