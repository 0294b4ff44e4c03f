// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/run_record.h"

#include <QString>

namespace fe::prompting {

/// Why an answer ended, in a word or two for tables: "end", "limit", "stop string", "stopped".
[[nodiscard]] QString endText(generation::StopReason reason);

/// What the model thought of a token that it wrote, for a tool tip: "\"Paris\" · p 0.713 · rank 1".
/// Says so where an endpoint did not tell.
/// @param label as visibleToken() gives it.
[[nodiscard]] QString stepText(const generation::Step& step, const QString& label);

/// One line under the answer, in the language of now: why it ended, tokens, speed, likelihood,
/// seed. What an endpoint did not tell is said to be missing.
[[nodiscard]] QString statusText(const RunRecord& record);

/// "mean ln p -0.52", or that it is not known.
[[nodiscard]] QString meanText(const RunRecord& record);

/// The same while it runs.
/// @param seconds since the first token.
[[nodiscard]] QString statusText(std::size_t tokens, double seconds);

} // namespace fe::prompting
