// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>

namespace fe::formats {

// TorchScript is code. A file that the user has trusted is remembered by the SHA-256 of its
// content, so that another file under the same name is asked about again. Kept as text, a hash a
// line, in $XDG_CONFIG_HOME (or ~/.config)/foundation-explorer/trusted-files.

/// @param sha256 lower-case hex of the whole file.
[[nodiscard]] bool isTrusted(const std::string& sha256);

/// Remembers the file for good. Safe beside other processes that do the same.
[[nodiscard]] base::Result<void> trust(const std::string& sha256);

} // namespace fe::formats
