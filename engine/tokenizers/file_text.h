// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "tokenizers/tokenizer.h"

#include <string>

namespace fe::tokenizers {

/// The whole file, refused above `maxBytes` before anything is allocated.
[[nodiscard]] base::Result<std::string> readFile(const TokenizerFile& file,
                                                 std::uintmax_t maxBytes);
[[nodiscard]] base::Result<base::Json> readJsonFile(const TokenizerFile& file,
                                                    std::uintmax_t maxBytes);

} // namespace fe::tokenizers
