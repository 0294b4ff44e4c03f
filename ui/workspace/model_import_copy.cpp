// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_import.h"

#include "base/guarded.h"
#include "formats/atomic_file.h"
#include "formats/model_package.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>

namespace fe::workspace {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = std::size_t { 1 } << 20U;
constexpr const char* kStagingPrefix = ".importing-";
/// A staging folder in which nothing was written for so long belongs to a killed process.
constexpr auto kAbandonedAfter = std::chrono::hours(24);

Error systemError(const char* what, const fs::path& file, const std::error_code& why)
{
    return { .code = ErrorCode::Unreadable,
             .what = what,
             .file = file.string(),
             .field = {},
             .why = why.message(),
             .fix = "check the permissions and the free space of the disk" };
}

/// A folder that goes with everything in it.
class Staging
{
public:
    static Result<Staging> create(const fs::path& modelFolder)
    {
        static std::atomic<unsigned> counter { 0 };
        std::error_code failure;
        fs::create_directories(modelFolder, failure);
        for (int attempt = 0; !failure && attempt < 10'000; ++attempt) {
            const auto stamp = std::chrono::steady_clock::now().time_since_epoch().count();
            const fs::path folder = modelFolder
                / (kStagingPrefix + std::to_string(stamp) + "-" + std::to_string(counter++));
            if (fs::create_directory(folder, failure)) {
                return Staging(folder);
            }
        }
        return systemError("cannot write into the model folder", modelFolder, failure);
    }
    Staging(Staging&& other) noexcept : m_folder(std::exchange(other.m_folder, {})) { }
    Staging& operator=(Staging&&) = delete;
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    ~Staging()
    {
        if (!m_folder.empty()) {
            std::error_code ignored;
            fs::remove_all(m_folder, ignored);
        }
    }
    [[nodiscard]] const fs::path& folder() const { return m_folder; }

private:
    explicit Staging(fs::path folder) : m_folder(std::move(folder)) { }
    fs::path m_folder;
};

/// When something was last written there.
fs::file_time_type lastWrite(const fs::path& folder)
{
    std::error_code failure;
    fs::file_time_type newest = fs::last_write_time(folder, failure);
    for (fs::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        std::error_code ignored;
        newest = std::max(newest, entry->last_write_time(ignored));
    }
    return newest;
}

void removeAbandoned(const fs::path& modelFolder)
{
    std::error_code failure;
    std::vector<fs::path> abandoned;
    for (fs::directory_iterator entry(modelFolder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(kStagingPrefix)
            && lastWrite(entry->path()) < fs::file_time_type::clock::now() - kAbandonedAfter) {
            abandoned.push_back(entry->path());
        }
    }
    for (const fs::path& folder : abandoned) {
        fs::remove_all(folder, failure);
    }
}

Result<void> copyFile(const fs::path& from, const fs::path& to, const base::CancelToken& cancel,
                      base::Progress& progress)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(from.c_str(), "rb"),
                                                             &std::fclose);
    if (!in) {
        return systemError("cannot read the model", from,
                           std::error_code(errno, std::generic_category()));
    }
    FE_TRY(formats::AtomicFile out, formats::AtomicFile::create(to));
    std::vector<std::byte> chunk(kChunkBytes);
    for (;;) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), in.get());
        if (count == 0) {
            break;
        }
        FE_CHECK(out.write(std::span(chunk).first(count)));
        progress.advance(count);
    }
    if (std::ferror(in.get()) != 0) {
        return systemError("cannot read the model", from,
                           std::make_error_code(std::errc::io_error));
    }
    return out.commit();
}

Result<void> copyAll(const ImportPlan& plan, const fs::path& payload,
                     const base::CancelToken& cancel, base::Progress& progress)
{
    for (const fs::path& file : plan.files) {
        const fs::path to = file.empty() ? payload : payload / file;
        std::error_code failure;
        fs::create_directories(to.parent_path(), failure);
        if (failure) {
            return systemError("cannot write into the model folder", to, failure);
        }
        FE_CHECK(copyFile(file.empty() ? plan.source : plan.source / file, to, cancel, progress));
    }
    return {};
}

/// The source may have changed while it was copied.
Result<void> checkCopy(const ImportPlan& plan, const fs::path& payload)
{
    FE_TRY(const formats::PackagePtr copy, formats::openPackage(payload));
    FE_TRY(const models::ModelInfo info, models::describe(*copy));
    if (info.architecture != plan.info.architecture || info.parameters != plan.info.parameters) {
        return Error { .code = ErrorCode::Unreadable,
                       .what = "cannot import the model",
                       .file = plan.source.string(),
                       .field = {},
                       .why = "its files changed while they were copied",
                       .fix = "try again when nothing writes to them any more" };
    }
    return {};
}

/// @param old where the model of that name goes meanwhile; a failure brings it back.
Result<void> moveIntoPlace(const fs::path& payload, const fs::path& target, const fs::path& old)
{
    std::error_code failure;
    const bool replaces = fs::exists(fs::symlink_status(target, failure));
    if (replaces) {
        fs::rename(target, old, failure);
        if (failure) {
            return systemError("cannot replace the model", target, failure);
        }
    }
    fs::rename(payload, target, failure);
    if (failure) {
        std::error_code ignored;
        if (replaces) {
            fs::rename(old, target, ignored);
        }
        return systemError("cannot move the model into its place", target, failure);
    }
    return {};
}

Result<fs::path> importChecked(const ImportPlan& plan, ImportClash clash,
                               const base::CancelToken& cancel, base::Progress& progress)
{
    const fs::path target = clash == ImportClash::KeepBoth ? plan.freeTarget : plan.target;
    std::error_code ignored;
    if (clash != ImportClash::Replace && fs::exists(fs::symlink_status(target, ignored))) {
        return Error { .code = ErrorCode::InvalidArgument,
                       .what = "cannot import the model",
                       .file = target.string(),
                       .field = {},
                       .why = "a model of that name is installed already",
                       .fix = "replace it, or keep both" };
    }
    if (!plan.fits()) {
        return Error { .code = ErrorCode::LimitExceeded,
                       .what = "cannot import the model",
                       .file = plan.source.string(),
                       .field = {},
                       .why = "it needs " + base::bytesText(plan.bytes) + " but "
                           + base::bytesText(plan.freeBytes) + " are free",
                       .fix = "make room on the disk, or use the model where it is" };
    }
    removeAbandoned(target.parent_path());
    progress.begin("Copying", plan.bytes);
    FE_TRY(const Staging staging, Staging::create(target.parent_path()));
    // Its own name: what a file is may depend on the ending.
    const fs::path payload = staging.folder() / "new" / target.filename();
    FE_CHECK(copyAll(plan, payload, cancel, progress));
    FE_CHECK(checkCopy(plan, payload));
    if (cancel.isCancelled()) {
        return base::cancelled();
    }
    FE_CHECK(moveIntoPlace(payload, target, staging.folder() / "old"));
    return target;
}

} // namespace

Result<fs::path> importModel(const ImportPlan& plan, ImportClash clash,
                             const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("importModel",
                         [&] { return importChecked(plan, clash, cancel, progress); });
}

} // namespace fe::workspace
