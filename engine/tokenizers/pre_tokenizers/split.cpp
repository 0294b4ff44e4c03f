// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/regex.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class Split final : public PreTokenizer
{
public:
    Split(FindMatches find, SplitBehavior behavior, bool invert) : m_behavior(behavior)
    {
        if (!invert) {
            m_find = std::move(find);
            return;
        }
        m_find = [find = std::move(find)](std::string_view text,
                                          std::vector<Match>& matches) -> base::Result<void> {
            FE_CHECK(find(text, matches));
            for (Match& match : matches) {
                match.isMatch = !match.isMatch;
            }
            return {};
        };
    }
    base::Result<void> apply(PieceList& pieces) const override
    {
        return pieces.split(m_find, m_behavior);
    }

private:
    FindMatches m_find;
    SplitBehavior m_behavior;
};

} // namespace

base::Result<PreTokenizerPtr> makeSplit(const StageSpec& spec)
{
    FE_TRY(FindMatches find, readPattern(spec, "pattern"));
    FE_TRY(const SplitBehavior behavior, spec.splitBehavior("behavior"));
    FE_TRY(const bool invert, spec.flag("invert"));
    return PreTokenizerPtr(std::make_unique<Split>(std::move(find), behavior, invert));
}

} // namespace fe::tokenizers
