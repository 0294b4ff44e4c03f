// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

namespace fe::tokenizers {
namespace {

/// Words between white space, punctuation by itself.
class BertPreTokenizer final : public PreTokenizer
{
public:
    base::Result<void> apply(PieceList& pieces) const override
    {
        FE_CHECK(pieces.split(matchCodePoints(&isWhitespace), SplitBehavior::Removed));
        return pieces.split(matchCodePoints(&isPunctuation), SplitBehavior::Isolated);
    }
};

} // namespace

base::Result<PreTokenizerPtr> makeBertPreTokenizer(const StageSpec&)
{
    return PreTokenizerPtr(std::make_unique<BertPreTokenizer>());
}

} // namespace fe::tokenizers
