// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pictures/database.h"

#include <string>

// Inside the room: what stands in an index file.

namespace fe::pictures {

/// Makes the tables of an empty file; refuses any other than ours, of this version, undamaged.
[[nodiscard]] base::Result<void> prepareSchema(const Database& database);

/// A refusal as it is kept: all of the Error but the file.
[[nodiscard]] std::string problemText(const base::Error& error);
/// @param file which it is about
[[nodiscard]] base::Error problemOf(const std::string& text, const std::string& file);

} // namespace fe::pictures
