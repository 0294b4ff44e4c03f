// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.h"

#include <string>

// Inside the room: what stands in an index file.

namespace fe::pictures {

[[nodiscard]] const database::Schema& indexSchema();

/// A refusal as it is kept: all of the Error but the file.
[[nodiscard]] std::string problemText(const base::Error& error);
/// @param file which it is about
[[nodiscard]] base::Error problemOf(const std::string& text, const std::string& file);

} // namespace fe::pictures
