// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/code_point_split.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {

base::Result<PreTokenizerPtr> makeWhitespaceSplit(const StageSpec&)
{
    return PreTokenizerPtr(std::make_unique<CodePointSplit>(&isWhitespace, SplitBehavior::Removed));
}

} // namespace fe::tokenizers
