// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace fe::formats {

/// A regular file open for reading at any offset. The descriptor stays with the file that was
/// opened, whatever is renamed over its path later. Movable; reading is const and thread-safe.
class File
{
public:
    /// Refuses folders, devices and pipes (which would block) as well as what is not there.
    [[nodiscard]] static base::Result<File> open(const std::filesystem::path& path);

    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// The path as errors give it.
    [[nodiscard]] std::string name() const { return m_path.string(); }
    /// Bytes, when it was opened.
    [[nodiscard]] std::uint64_t size() const { return m_size; }

    /// Fills `out` from `offset`; the file ending first is an Error.
    [[nodiscard]] base::Result<void> read(std::span<std::byte> out, std::uint64_t offset) const;

private:
    File(std::filesystem::path path, int descriptor, std::uint64_t size);

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

/// The Error for a call of the system that failed with `errnoValue` on `path`: NotFound if it is
/// not there, else Unreadable. @param what "cannot open the file"
[[nodiscard]] base::Error systemError(const char* what, const std::filesystem::path& path,
                                      int errnoValue);

} // namespace fe::formats
