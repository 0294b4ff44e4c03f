// SPDX-License-Identifier: Apache-2.0
#include "formats/atomic_file.h"

#include "formats/file.h"

#include "base/guarded.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string>
#include <utility>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr const char* kCannotWrite = "cannot write the file";

/// Where the bytes will lie in the end: links are followed, so that they survive.
Result<fs::path> finalTarget(const fs::path& target)
{
    std::error_code failure;
    const fs::file_status status = fs::status(target, failure);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return Error { ErrorCode::InvalidArgument,
                       kCannotWrite,
                       target.string(),
                       {},
                       fs::is_directory(status) ? "it is a folder" : "it is not a regular file",
                       "name another file" };
    }
    if (fs::is_symlink(fs::symlink_status(target, failure))) {
        const fs::path followed = fs::weakly_canonical(target, failure);
        if (failure) {
            return systemError(kCannotWrite, target, failure.value());
        }
        return followed;
    }
    return target;
}

/// The rename itself must reach the disk; not every file system can flush a folder.
void flushFolder(const fs::path& file)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

} // namespace

Result<AtomicFile> AtomicFile::create(const fs::path& target)
{
    static std::atomic<unsigned> counter { 0 };
    FE_TRY(fs::path final, finalTarget(target));
    for (;;) {
        fs::path temporary = final;
        temporary += "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".part";
        const int descriptor
            = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            return AtomicFile(std::move(final), std::move(temporary), descriptor);
        }
        if (errno != EEXIST) { // left over from a killed process of the same id: take the next
            return systemError(kCannotWrite, target, errno);
        }
    }
}

AtomicFile::AtomicFile(fs::path target, fs::path temporary, int descriptor)
    : m_target(std::move(target)), m_temporary(std::move(temporary)), m_descriptor(descriptor)
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target)),
      m_temporary(std::exchange(other.m_temporary, fs::path())),
      m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
    if (!m_temporary.empty()) {
        ::unlink(m_temporary.c_str());
    }
}

Result<void> AtomicFile::write(std::span<const std::byte> data)
{
    constexpr std::size_t kLongestCall = std::size_t { 1 } << 30U;
    while (!data.empty()) {
        const ssize_t count
            = ::write(m_descriptor, data.data(), std::min(data.size(), kLongestCall));
        if (count < 0 && errno != EINTR) {
            return systemError(kCannotWrite, m_target, errno);
        }
        data = data.subspan(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return {};
}

Result<void> AtomicFile::commit()
{
    if (::fsync(m_descriptor) != 0) {
        return systemError(kCannotWrite, m_target, errno);
    }
    if (::close(std::exchange(m_descriptor, -1)) != 0) {
        return systemError(kCannotWrite, m_target, errno);
    }
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        return systemError(kCannotWrite, m_target, errno);
    }
    m_temporary.clear();
    flushFolder(m_target);
    return {};
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view text)
{
    return base::guarded("writeFileAtomically", [&]() -> Result<void> {
        FE_TRY(AtomicFile file, AtomicFile::create(path));
        FE_CHECK(file.write(std::as_bytes(std::span(text))));
        return file.commit();
    });
}

} // namespace fe::formats
