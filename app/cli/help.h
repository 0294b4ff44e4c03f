// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options.h"

#include <string>

namespace fe::cli {

/// All commands with their summaries.
[[nodiscard]] std::string generalHelp();
/// One command: usage, options with their ranges, details.
[[nodiscard]] std::string commandHelp(const CommandSpec& spec);
/// "inspect, tokenize, run ...".
[[nodiscard]] std::string commandNames();

} // namespace fe::cli
