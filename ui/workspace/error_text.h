// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QString>

namespace fe::workspace {

/// An Error in the user's language as far as that goes: the engine's own words are English data and
/// stay in `details`; what kind of failure it is and what helps is said in the language of now.
struct ErrorText {
    QString headline; ///< "The file is damaged: model.gguf"
    QString advice; ///< what to do next
    QString reason; ///< why, in the engine's words
    QString details; ///< the engine's line, for reading and copying
};

[[nodiscard]] ErrorText errorText(const base::Error& error);

} // namespace fe::workspace
