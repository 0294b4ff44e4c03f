// SPDX-License-Identifier: Apache-2.0
#include "formats/trust.h"

#include "formats/atomic_file.h"
#include "formats/file.h"
#include "formats/model_package.h"
#include "formats/user_folders.h"

#include "base/guarded.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kHashLetters = 64;
/// A quarter of a million files.
constexpr std::uint64_t kMaxListBytes = std::uint64_t { 16 } << 20U;
constexpr const char* kListName = "trusted-files";

bool isHash(std::string_view text)
{
    return text.size() == kHashLetters
        && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool isListed(std::string_view list, std::string_view sha256)
{
    while (!list.empty()) {
        const std::string_view line = list.substr(0, list.find('\n'));
        if (line == sha256) {
            return true;
        }
        list.remove_prefix(std::min(list.size(), line.size() + 1));
    }
    return false;
}

/// The list as it is; empty if there is none yet.
Result<std::string> readList(const fs::path& path)
{
    auto text = readTextFile(path, kMaxListBytes);
    if (!text && text.error().code == ErrorCode::NotFound) {
        return std::string();
    }
    return text;
}

/// Held by one process at a time, so that two that add to the list lose neither's line.
class Lock
{
public:
    static Result<Lock> take(const fs::path& path)
    {
        Lock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (lock.m_descriptor < 0) {
            return systemError("cannot remember the file", path, errno);
        }
        while (::flock(lock.m_descriptor, LOCK_EX) != 0) {
            if (errno != EINTR) {
                return systemError("cannot remember the file", path, errno);
            }
        }
        return lock;
    }

    Lock(Lock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) { }
    Lock& operator=(Lock&&) = delete;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }

private:
    explicit Lock(int descriptor) : m_descriptor(descriptor) { }
    int m_descriptor = -1;
};

} // namespace

bool isTrusted(const std::string& sha256)
{
    const fs::path folder = configFolder();
    if (folder.empty() || !isHash(sha256)) {
        return false;
    }
    const auto list = readList(folder / kListName);
    return list && isListed(*list, sha256);
}

Result<void> trust(const std::string& sha256)
{
    return base::guarded("trust", [&]() -> Result<void> {
        if (!isHash(sha256)) {
            return base::invalidArgument("cannot remember the file", "it has no SHA-256");
        }
        const fs::path folder = configFolder();
        if (folder.empty()) {
            return Error { ErrorCode::Unreadable,
                           "cannot remember the file",
                           {},
                           {},
                           "neither XDG_CONFIG_HOME nor HOME names a folder",
                           "set HOME" };
        }
        std::error_code failure;
        fs::create_directories(folder, failure);
        if (failure) {
            return systemError("cannot remember the file", folder, failure.value());
        }
        FE_TRY(const Lock lock, Lock::take(folder / (std::string(kListName) + ".lock")));
        FE_TRY(std::string list, readList(folder / kListName));
        if (isListed(list, sha256)) {
            return {};
        }
        if (!list.empty() && list.back() != '\n') {
            list += '\n';
        }
        return writeFileAtomically(folder / kListName, list + sha256 + '\n');
    });
}

} // namespace fe::formats
