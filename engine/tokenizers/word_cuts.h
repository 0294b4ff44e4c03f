// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"

#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// Cuts valid UTF-8 into matches and gaps that together cover it, appended to the vector.
using CutText = void (*)(std::string_view text, std::vector<Match>& matches);

/// What cuts a text exactly as the regular expression does, without an engine: for the few
/// expressions that most published tokenizers have. Null for all others.
[[nodiscard]] CutText knownCut(std::string_view pattern);

/// BERT's words: white space is matches, words and single punctuation marks are the gaps.
void cutBertWords(std::string_view text, std::vector<Match>& matches);

} // namespace fe::tokenizers
