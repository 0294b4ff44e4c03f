// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/run_record.h"

#include <QString>

namespace fe::prompting {

/// Why an answer ended, in a word or two for tables: "end", "limit", "stop string", "stopped".
[[nodiscard]] QString endText(generation::StopReason reason);

/// One line under the answer, in the language of now: why it ended, tokens, speed, likelihood,
/// seed.
[[nodiscard]] QString statusText(const RunRecord& record);

/// The same while it runs.
/// @param seconds since the first token.
[[nodiscard]] QString statusText(std::size_t tokens, double seconds);

} // namespace fe::prompting
