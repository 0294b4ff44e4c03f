// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/text_replace.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

/// Puts a space before every token that does not continue a word.
class WordPieceDecoder final : public TokenwiseDecoder
{
public:
    WordPieceDecoder(std::string prefix, bool cleanup)
        : m_prefix(std::move(prefix)), m_cleanup(cleanup)
    {
    }

private:
    std::string decodeToken(std::string token, bool isFirst) const override
    {
        if (!isFirst) {
            token = token.starts_with(m_prefix) ? token.substr(m_prefix.size()) : " " + token;
        }
        return m_cleanup ? cleanUpSpaces(std::move(token)) : token;
    }

    std::string m_prefix;
    bool m_cleanup;
};

} // namespace

base::Result<DecoderPtr> makeWordPieceDecoder(const StageSpec& spec)
{
    FE_TRY(std::string prefix, spec.text("prefix"));
    FE_TRY(const bool cleanup, spec.flag("cleanup"));
    return DecoderPtr(std::make_unique<WordPieceDecoder>(std::move(prefix), cleanup));
}

} // namespace fe::tokenizers
