// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

// Inside the room: by what a file is taken to be unchanged.

namespace fe::pictures {

struct FileState {
    std::int64_t size = 0; ///< bytes
    std::int64_t changed = 0; ///< time of the last change, nanoseconds since 1970

    friend bool operator==(const FileState&, const FileState&) = default;
};

/// Nothing if the file cannot be looked at. Links are followed.
[[nodiscard]] std::optional<FileState> stateOf(const std::filesystem::path& file);

/// Whether the last change lies far enough back that another one would show in its time (the
/// coarsest file systems count in steps of two seconds).
[[nodiscard]] bool isSettled(const FileState& state);

} // namespace fe::pictures
