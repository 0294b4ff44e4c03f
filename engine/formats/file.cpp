// SPDX-License-Identifier: Apache-2.0
#include "formats/file.h"

#include "formats/model_package.h"

#include "base/guarded.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace fe::formats {

using base::Error;
using base::ErrorCode;
using base::Result;

base::Error systemError(const char* what, const std::filesystem::path& path, int errnoValue)
{
    const bool missing = errnoValue == ENOENT || errnoValue == ENOTDIR;
    return Error { missing ? ErrorCode::NotFound : ErrorCode::Unreadable,
                   what,
                   path.string(),
                   {},
                   std::generic_category().message(errnoValue),
                   missing ? "check the path" : std::string() };
}

Result<File> File::open(const std::filesystem::path& path)
{
    // Without O_NONBLOCK, opening a named pipe waits for a writer for ever.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return systemError("cannot open the file", path, errno);
    }
    struct stat status {
    };
    if (::fstat(descriptor, &status) != 0) {
        const int reason = errno;
        ::close(descriptor);
        return systemError("cannot open the file", path, reason);
    }
    File file(path, descriptor, static_cast<std::uint64_t>(status.st_size));
    if (!S_ISREG(status.st_mode)) {
        return Error { ErrorCode::Unreadable,
                       "cannot open the file",
                       path.string(),
                       {},
                       S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a regular file",
                       {} };
    }
    return file;
}

File::File(std::filesystem::path path, int descriptor, std::uint64_t size)
    : m_path(std::move(path)), m_descriptor(descriptor), m_size(size)
{
}

File::File(File&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size)
{
}

File& File::operator=(File&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    return *this;
}

File::~File()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<void> File::read(std::span<std::byte> out, std::uint64_t offset) const
{
    if (offset > m_size || out.size() > m_size - offset) {
        return base::malformed(name(), "byte " + base::grouped(offset),
                               base::grouped(out.size()) + " bytes are needed but "
                                   + base::grouped(m_size - std::min(offset, m_size)) + " remain");
    }
    constexpr std::size_t kLongestCall = std::size_t { 1 } << 30U;
    while (!out.empty()) {
        const ssize_t count = ::pread(m_descriptor, out.data(), std::min(out.size(), kLongestCall),
                                      static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return systemError("cannot read the file", m_path, errno);
        }
        if (count == 0) {
            return Error { ErrorCode::Unreadable,
                           "cannot read the file",
                           name(),
                           "byte " + base::grouped(offset),
                           "it has become shorter since it was opened",
                           "open it again" };
        }
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return base::guarded("readTextFile", [&]() -> Result<std::string> {
        FE_TRY(const File file, File::open(path));
        if (file.size() > maxBytes) {
            return Error { ErrorCode::LimitExceeded,
                           "file too large",
                           file.name(),
                           {},
                           "it has " + base::bytesText(file.size()) + ", the limit is "
                               + base::bytesText(maxBytes),
                           {} };
        }
        std::string text(static_cast<std::size_t>(file.size()), '\0');
        FE_CHECK(file.read(std::as_writable_bytes(std::span(text)), 0));
        return text;
    });
}

} // namespace fe::formats
