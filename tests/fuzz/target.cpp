// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/target.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace fe::fuzz {

namespace fs = std::filesystem;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

Folder::Folder()
{
    std::string name = (fs::temp_directory_path() / "fe-fuzz-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr, "no folder for temporary files");
    m_path = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

fs::path Folder::write(const std::string& name, std::span<const std::uint8_t> bytes) const
{
    const fs::path path = m_path / name;
    fs::remove(path); // some file systems flush a file that is truncated and written again
    std::ofstream file(path, std::ios::binary);
    for (const std::uint8_t byte : bytes) {
        file.put(static_cast<char>(byte));
    }
    file.close();
    require(!file.fail(), "a temporary file cannot be written");
    return path;
}

void Folder::link(const std::string& name, const fs::path& file) const
{
    fs::remove(m_path / name);
    fs::create_symlink(file, m_path / name);
}

} // namespace fe::fuzz
