// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace fe::formats {

/// A file that appears under its name only when it is complete: written under a temporary name in
/// the same folder, flushed to the disk and renamed by commit(). Without commit() nothing is left.
class AtomicFile
{
public:
    /// Refuses a target that is there and no regular file (a device would be replaced by the
    /// rename). A symbolic link is kept: its target is replaced.
    [[nodiscard]] static base::Result<AtomicFile> create(const std::filesystem::path& target);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] base::Result<void> write(std::span<const std::byte> data);
    /// Once, last. After an Error the target is as it was before.
    [[nodiscard]] base::Result<void> commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary, int descriptor);

    std::filesystem::path m_target;
    std::filesystem::path m_temporary; ///< empty once there is nothing to remove
    int m_descriptor = -1;
};

[[nodiscard]] base::Result<void> writeFileAtomically(const std::filesystem::path& path,
                                                     std::string_view text);

} // namespace fe::formats
