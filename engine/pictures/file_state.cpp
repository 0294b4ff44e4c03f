// SPDX-License-Identifier: Apache-2.0
#include "pictures/file_state.h"

#include <chrono>

#include <sys/stat.h>

namespace fe::pictures {

std::optional<FileState> stateOf(const std::filesystem::path& file)
{
    struct stat status {
    };
    if (::stat(file.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return FileState { status.st_size,
                       std::int64_t { status.st_mtim.tv_sec } * 1'000'000'000
                           + status.st_mtim.tv_nsec };
}

bool isSettled(const FileState& state)
{
    constexpr std::int64_t kResolutionNs = 2'000'000'000;
    const std::int64_t now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count();
    return state.changed < now - kResolutionNs;
}

} // namespace fe::pictures
