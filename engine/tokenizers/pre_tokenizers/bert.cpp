// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/word_cuts.h"

namespace fe::tokenizers {
namespace {

/// Words between white space, punctuation by itself.
class BertPreTokenizer final : public PreTokenizer
{
public:
    base::Result<void> apply(PieceList& pieces) const override
    {
        const auto cut
            = [](std::string_view text, std::vector<Match>& matches) -> base::Result<void> {
            cutBertWords(text, matches);
            return {};
        };
        return pieces.split(cut, SplitBehavior::Removed);
    }
};

} // namespace

base::Result<PreTokenizerPtr> makeBertPreTokenizer(const StageSpec&)
{
    return PreTokenizerPtr(std::make_unique<BertPreTokenizer>());
}

} // namespace fe::tokenizers
