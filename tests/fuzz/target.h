// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

// A target is one file, fuzz_NAME.cpp, that defines LLVMFuzzerTestOneInput: it hands the bytes to
// the public entry that reads such files and holds what comes out against its contract. The bytes
// are anybody's: whatever they are, no crash, no more than kInputSeconds, no more memory than
// heapLimit(size).

/// The target's entry. Returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fe::fuzz {

inline constexpr unsigned kInputSeconds = 5;

/// Most heap that an input of so many bytes may take at once: four times itself, beyond what any
/// small file may take.
[[nodiscard]] constexpr std::uint64_t heapLimit(std::uint64_t size)
{
    constexpr std::uint64_t kFree = std::uint64_t { 16 } << 20U;
    return kFree + 4 * size;
}

/// Ends the process, saying what was broken, unless it holds.
void require(bool holds, const char* what);

/// A folder of this process, removed at exit.
class Folder
{
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Writes a file into it. @return its path
    std::filesystem::path write(const std::string& name, std::span<const std::uint8_t> bytes) const;
    /// Makes `name` stand for another file.
    void link(const std::string& name, const std::filesystem::path& file) const;

private:
    std::filesystem::path m_path;
};

} // namespace fe::fuzz
