// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/token_sink.h"

#include <functional>

namespace fe::tokenizers {
namespace {

class TokenwiseSink final : public WholeTokenSink
{
public:
    TokenwiseSink(std::unique_ptr<TextSink> next,
                  std::function<std::string(std::string, bool)> decode)
        : WholeTokenSink(std::move(next)), m_decode(std::move(decode))
    {
    }

private:
    void token(std::string whole) override
    {
        next().write(m_decode(std::move(whole), m_isFirst), true);
        m_isFirst = false;
    }

    std::function<std::string(std::string, bool)> m_decode;
    bool m_isFirst = true;
};

} // namespace

std::unique_ptr<TextSink> TokenwiseDecoder::start(std::unique_ptr<TextSink> next) const
{
    return std::make_unique<TokenwiseSink>(
        std::move(next),
        [this](std::string token, bool isFirst) { return decodeToken(std::move(token), isFirst); });
}

} // namespace fe::tokenizers
