// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/code_point_split.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {

base::Result<PreTokenizerPtr> makePunctuation(const StageSpec& spec)
{
    SplitBehavior behavior = SplitBehavior::Isolated;
    if (spec.json.find("behavior") != nullptr) {
        FE_TRY(behavior, spec.splitBehavior("behavior"));
    }
    return PreTokenizerPtr(std::make_unique<CodePointSplit>(&isPunctuation, behavior));
}

} // namespace fe::tokenizers
