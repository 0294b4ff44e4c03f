// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <string>

namespace fe::chat {

/// Thrown inside this room only; compile() and render() turn it into an Error.
struct Failure {
    enum class Kind {
        Wrong, ///< what Python would raise: syntax, types, values
        Refused, ///< raise_exception: the template's own message
        Unsupported, ///< valid Jinja that this interpreter lacks
        Limit,
    };
    Kind kind = Kind::Wrong;
    std::string why;
    int line = 0; ///< 0: where the evaluation stands
};

} // namespace fe::chat
