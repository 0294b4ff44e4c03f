// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/code_point_split.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {

base::Result<PreTokenizerPtr> makeDigits(const StageSpec& spec)
{
    FE_TRY(const bool individual, spec.flag("individual_digits"));
    const SplitBehavior behavior = individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous;
    return PreTokenizerPtr(std::make_unique<CodePointSplit>(&isNumeric, behavior));
}

} // namespace fe::tokenizers
