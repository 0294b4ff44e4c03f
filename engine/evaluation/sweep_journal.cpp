// SPDX-License-Identifier: Apache-2.0
#include "evaluation/sweep_journal.h"

#include "base/guarded.h"
#include "evaluation/json_reading.h"
#include "formats/model_package.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>

namespace fe::evaluation {
namespace {

using base::Json;
using base::Result;
namespace fs = std::filesystem;

constexpr const char* kFormat = "foundation-explorer/sweep-journal";
constexpr std::int64_t kVersion = 1;
constexpr std::uint64_t kLargestJournal = std::uint64_t { 4 } << 30U;
constexpr std::chrono::milliseconds kBetweenFlushes { 100 };

base::Error systemError(const char* what, const fs::path& path)
{
    return { base::ErrorCode::Unreadable, what, path.string(), {}, std::strerror(errno), {} };
}

base::Error cannotResume(const fs::path& path, std::string why)
{
    return { base::ErrorCode::InvalidArgument,
             "cannot continue the sweep",
             path.string(),
             {},
             std::move(why),
             "name another file, or repeat the command that began it" };
}

Json headerOf(const SweepRecord& record)
{
    Json json = Json::object();
    json.set("format", kFormat);
    json.set("version", kVersion);
    json.set("fingerprint", planFingerprint(record.plan));
    json.set("provenance", toJson(record.provenance));
    json.set("plan", toJson(record.plan));
    return json;
}

Result<void> readHeader(const Json& json, const std::string& file, JournalContent& content)
{
    JsonReading reading(&json, file, {});
    if (reading.text("format") != kFormat) {
        return base::malformed(file, "line 1", "it is no journal of a sweep");
    }
    if (reading.integer("version") > kVersion) {
        return base::unsupported(file, "version",
                                 "it was written by a later version of this program");
    }
    content.fingerprint = reading.text("fingerprint");
    FE_CHECK(reading.result());
    FE_TRY(content.record.provenance, provenanceFromJson(json.find("provenance"), file));
    const Json* plan = json.find("plan");
    FE_TRY(content.record.plan, sweepPlanFromJson(plan == nullptr ? Json() : *plan, file));
    return {};
}

Result<JournalContent> read(const fs::path& path)
{
    const std::string file = path.string();
    FE_TRY(const std::string text, formats::readTextFile(path, kLargestJournal));
    JournalContent content;
    std::map<std::tuple<std::size_t, std::int64_t, std::uint64_t>, SweepCell> cells;
    std::size_t begin = 0;
    for (std::size_t line = 1;; ++line) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string::npos) {
            break;
        }
        auto json = base::parseJson(std::string_view(text).substr(begin, end - begin), file);
        if (!json) {
            return base::malformed(file, "line " + std::to_string(line), json.error().why);
        }
        if (line == 1) {
            FE_CHECK(readHeader(*json, file, content));
        } else {
            const Json* cellJson = json->find("cell");
            FE_TRY(SweepCell cell,
                   sweepCellFromJson(cellJson == nullptr ? Json() : *cellJson, file));
            const std::tuple key(cell.query, cell.shots, cell.seed);
            cells.insert_or_assign(key, std::move(cell));
        }
        begin = end + 1;
        content.soundBytes = begin;
    }
    if (content.soundBytes == 0) {
        return base::malformed(file, "line 1", "it holds no whole line");
    }
    for (auto& [key, cell] : cells) {
        content.record.cells.push_back(std::move(cell));
    }
    content.record.complete = cells.size() == cellCount(content.record.plan);
    return content;
}

/// Says what of a journal is not as it is now; empty: it fits.
std::string difference(const JournalContent& found, const SweepRecord& record)
{
    const SweepProvenance& then = found.record.provenance;
    const SweepProvenance& now = record.provenance;
    if (found.fingerprint != planFingerprint(record.plan)) {
        return "it belongs to other data, another pattern, other labels or another scoring";
    }
    if (then.model != now.model && then.modelSha256.empty()) {
        return "it was begun with the model " + then.model;
    }
    if (then.modelSha256 != now.modelSha256) {
        return "it was begun with other weights (SHA-256 " + then.modelSha256 + ')';
    }
    if (then.weights != now.weights || then.device != now.device) {
        return "it was begun with weights \"" + then.weights + "\" on \"" + then.device + '"';
    }
    return {};
}

/// A sweep that grows keeps its cells; one that shrank leaves out those that it no longer has.
void keepPlanned(const SweepPlan& plan, std::vector<SweepCell>& cells)
{
    std::erase_if(cells, [&](const SweepCell& cell) { return !isPlanned(plan, cell); });
}

} // namespace

Result<JournalContent> readJournal(const fs::path& path)
{
    return base::guarded("readJournal", [&] { return read(path); });
}

SweepJournal::SweepJournal(fs::path path, int descriptor)
    : m_path(std::move(path)), m_descriptor(descriptor)
{
}

SweepJournal::SweepJournal(SweepJournal&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_flushed(other.m_flushed)
{
}

SweepJournal::~SweepJournal()
{
    if (m_descriptor >= 0) {
        ::fdatasync(m_descriptor);
        ::close(m_descriptor);
    }
}

Result<SweepJournal> SweepJournal::create(const fs::path& path, const SweepRecord& record)
{
    return base::guarded("SweepJournal::create", [&]() -> Result<SweepJournal> {
        const int descriptor
            = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno == EEXIST) {
            return base::Error { base::ErrorCode::InvalidArgument,
                                 "cannot begin the sweep",
                                 path.string(),
                                 {},
                                 "the file exists",
                                 "continue it with --resume, or name another file" };
        }
        if (descriptor < 0) {
            return systemError("cannot write the file", path);
        }
        SweepJournal journal(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            return cannotResume(path, "another process writes it");
        }
        FE_CHECK(journal.writeLine(headerOf(record)));
        FE_CHECK(journal.flush());
        return journal;
    });
}

Result<SweepJournal> SweepJournal::resume(const fs::path& path, const SweepRecord& record,
                                          JournalContent& found)
{
    return base::guarded("SweepJournal::resume", [&]() -> Result<SweepJournal> {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        if (descriptor < 0) {
            base::Error error = systemError("cannot continue the sweep", path);
            error.code = errno == ENOENT ? base::ErrorCode::NotFound : error.code;
            return error;
        }
        SweepJournal journal(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            return cannotResume(path, "another process writes it");
        }
        FE_TRY(found, read(path));
        if (std::string why = difference(found, record); !why.empty()) {
            return cannotResume(path, std::move(why));
        }
        keepPlanned(record.plan, found.record.cells);
        if (::ftruncate(descriptor, static_cast<off_t>(found.soundBytes)) != 0) {
            return systemError("cannot write the file", path);
        }
        return journal;
    });
}

Result<void> SweepJournal::writeLine(const Json& line)
{
    const std::string text = base::toText(line) + '\n';
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(m_descriptor, text.data() + written, text.size() - written);
        if (count < 0 && errno != EINTR) {
            return systemError("cannot write the file", m_path);
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return {};
}

Result<void> SweepJournal::append(const SweepCell& cell)
{
    return base::guarded("SweepJournal::append", [&]() -> Result<void> {
        Json line = Json::object();
        line.set("cell", toJson(cell));
        FE_CHECK(writeLine(line));
        if (std::chrono::steady_clock::now() - m_flushed >= kBetweenFlushes) {
            return flush();
        }
        return {};
    });
}

Result<void> SweepJournal::flush()
{
    if (::fdatasync(m_descriptor) != 0) {
        return systemError("cannot write the file", m_path);
    }
    m_flushed = std::chrono::steady_clock::now();
    return {};
}

} // namespace fe::evaluation
