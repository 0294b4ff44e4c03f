// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/regex.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class Replace final : public Normalizer
{
public:
    Replace(FindMatches find, std::string content)
        : m_find(std::move(find)), m_content(std::move(content))
    {
    }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        std::vector<Match> matches;
        FE_CHECK(m_find(source.text, matches));
        for (const Match& match : matches) {
            if (match.isMatch) {
                out.appendReplacement(source, match.end, m_content);
            } else {
                out.append(source, match.begin, match.end);
            }
        }
        return {};
    }

private:
    FindMatches m_find;
    std::string m_content;
};

} // namespace

base::Result<NormalizerPtr> makeReplace(const StageSpec& spec)
{
    FE_TRY(FindMatches find, readPattern(spec, "pattern"));
    FE_TRY(std::string content, spec.text("content"));
    return NormalizerPtr(std::make_unique<Replace>(std::move(find), std::move(content)));
}

} // namespace fe::tokenizers
