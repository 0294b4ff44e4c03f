// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace fe::formats {

// The user's folders, as the XDG Base Directory Specification says. A variable that is unset or
// holds no absolute path counts as absent. Empty if HOME is absent as well.

/// $XDG_DATA_HOME (or ~/.local/share)/foundation-explorer.
[[nodiscard]] std::filesystem::path dataFolder();

/// $XDG_CONFIG_HOME (or ~/.config)/foundation-explorer.
[[nodiscard]] std::filesystem::path configFolder();

/// $XDG_CACHE_HOME (or ~/.cache)/foundation-explorer: what can be made again.
[[nodiscard]] std::filesystem::path cacheFolder();

} // namespace fe::formats
