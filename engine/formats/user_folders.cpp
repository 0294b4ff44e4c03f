// SPDX-License-Identifier: Apache-2.0
#include "formats/user_folders.h"

#include <cstdlib>

namespace fe::formats {
namespace {

namespace fs = std::filesystem;

fs::path absoluteFromEnvironment(const char* variable)
{
    const char* value = std::getenv(variable);
    fs::path path = value == nullptr ? fs::path() : fs::path(value);
    return path.is_absolute() ? path : fs::path();
}

/// @param fallback within the home folder.
fs::path userFolder(const char* variable, const fs::path& fallback)
{
    fs::path base = absoluteFromEnvironment(variable);
    if (base.empty()) {
        const fs::path home = absoluteFromEnvironment("HOME");
        if (home.empty()) {
            return {};
        }
        base = home / fallback;
    }
    return base / "foundation-explorer";
}

} // namespace

fs::path dataFolder()
{
    return userFolder("XDG_DATA_HOME", fs::path(".local") / "share");
}

fs::path configFolder()
{
    return userFolder("XDG_CONFIG_HOME", ".config");
}

fs::path cacheFolder()
{
    return userFolder("XDG_CACHE_HOME", ".cache");
}

} // namespace fe::formats
