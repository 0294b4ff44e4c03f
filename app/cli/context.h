// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/result.h"
#include "cli/options.h"
#include "models/language_model.h"

#include <string>

namespace fe::cli {

/// What a command works with besides its arguments.
struct Context {
    const models::LoadOptions& load; ///< --device and --weights, checked
    base::CancelToken& cancel; ///< set by SIGINT and SIGTERM
    base::Progress& progress; ///< shown on the terminal
};

/// One command: a row of the registry.
struct Command {
    const CommandSpec& (*spec)();
    base::Result<void> (*run)(const Arguments& arguments, Context& context);
};

/// Every command, in the order of the help.
[[nodiscard]] std::span<const Command> commands();

/// 0 done, 2 usage, 3 input refused, 4 cancelled, 5 memory, 1 anything else (CLI.md).
[[nodiscard]] int exitStatus(base::ErrorCode code);

/// One document on standard output with a trailing newline. An Error if it cannot be written.
[[nodiscard]] base::Result<void> print(const base::Json& document);
/// Text as it is, flushed.
[[nodiscard]] base::Result<void> printText(const std::string& text);

/// An error about a file that is known only here: named unless the error names one already. What is
/// wrong with a file's content is never wrong usage.
[[nodiscard]] base::Error blame(base::Error error, const std::string& file);

} // namespace fe::cli
