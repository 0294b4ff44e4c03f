// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// Cuts one text or two so that they have at most the length together, `added` special tokens
/// included. InvalidArgument if the text that the strategy names cannot be cut that much.
[[nodiscard]] base::Result<void> truncate(std::vector<Segment>& segments,
                                          const Truncation& truncation, std::size_t added);

} // namespace fe::tokenizers
