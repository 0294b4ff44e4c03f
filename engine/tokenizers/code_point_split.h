// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// A pre-tokenizer whose matches are single code points.
class CodePointSplit final : public PreTokenizer
{
public:
    CodePointSplit(bool (*is)(char32_t), SplitBehavior behavior)
        : m_find(matchCodePoints(is)), m_behavior(behavior)
    {
    }
    base::Result<void> apply(PieceList& pieces) const override
    {
        return pieces.split(m_find, m_behavior);
    }

private:
    FindMatches m_find;
    SplitBehavior m_behavior;
};

} // namespace fe::tokenizers
