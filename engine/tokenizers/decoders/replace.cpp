// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/regex.h"
#include "tokenizers/stages.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

class ReplaceDecoder final : public TokenwiseDecoder
{
public:
    ReplaceDecoder(FindMatches find, std::string content)
        : m_find(std::move(find)), m_content(std::move(content))
    {
    }

private:
    /// A token on which the pattern takes too long stays as it is.
    std::string decodeToken(std::string token, bool) const override
    {
        std::vector<Match> matches;
        if (!base::isValidUtf8(token) || !m_find(token, matches)) {
            return token;
        }
        std::string decoded;
        for (const Match& match : matches) {
            decoded
                += match.isMatch ? m_content : token.substr(match.begin, match.end - match.begin);
        }
        return decoded;
    }

    FindMatches m_find;
    std::string m_content;
};

} // namespace

base::Result<DecoderPtr> makeReplaceDecoder(const StageSpec& spec)
{
    FE_TRY(FindMatches find, readPattern(spec, "pattern"));
    FE_TRY(std::string content, spec.text("content"));
    return DecoderPtr(std::make_unique<ReplaceDecoder>(std::move(find), std::move(content)));
}

} // namespace fe::tokenizers
