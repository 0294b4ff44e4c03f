// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class CharDelimiterSplit final : public PreTokenizer
{
public:
    explicit CharDelimiterSplit(std::string delimiter) : m_find(matchLiteral(std::move(delimiter)))
    {
    }
    base::Result<void> apply(PieceList& pieces) const override
    {
        return pieces.split(m_find, SplitBehavior::Removed);
    }

private:
    FindMatches m_find;
};

} // namespace

base::Result<PreTokenizerPtr> makeCharDelimiterSplit(const StageSpec& spec)
{
    FE_TRY(std::string delimiter, spec.character("delimiter"));
    return PreTokenizerPtr(std::make_unique<CharDelimiterSplit>(std::move(delimiter)));
}

} // namespace fe::tokenizers
