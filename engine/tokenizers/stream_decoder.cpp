// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/tokenizer.h"

namespace fe::tokenizers {
namespace {

/// Knows nothing of how the tokenizer decodes.
class WholeRun final : public DecodeRun
{
public:
    WholeRun(const Tokenizer& tokenizer, const DecodeOptions& options)
        : m_tokenizer(tokenizer), m_options(options)
    {
    }
    std::string push(TokenId id) override
    {
        m_ids.push_back(id);
        return {};
    }
    std::string finish() override { return m_tokenizer.decode(m_ids, m_options); }

private:
    const Tokenizer& m_tokenizer;
    DecodeOptions m_options;
    std::vector<TokenId> m_ids;
};

} // namespace

std::unique_ptr<DecodeRun> Tokenizer::startDecoding(const DecodeOptions& options) const
{
    return std::make_unique<WholeRun>(*this, options);
}

StreamDecoder::StreamDecoder(TokenizerPtr tokenizer, DecodeOptions options)
    : m_tokenizer(std::move(tokenizer)), m_run(m_tokenizer->startDecoding(options))
{
}

std::string StreamDecoder::push(TokenId id)
{
    return m_run->push(id);
}

std::string StreamDecoder::finish()
{
    return m_run->finish();
}

} // namespace fe::tokenizers
