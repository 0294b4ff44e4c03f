// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"
#include "tokenizers/stages.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

/// A run of byte tokens is text if all of it is valid UTF-8, else one U+FFFD a byte: nothing is
/// certain before the run ends.
class ByteFallbackSink final : public WholeTokenSink
{
public:
    using WholeTokenSink::WholeTokenSink;

private:
    void token(std::string whole) override
    {
        if (const auto byte = fallbackByte(whole)) {
            m_bytes.push_back(static_cast<char>(*byte));
            return;
        }
        end();
        next().write(whole, true);
    }
    void end() override
    {
        if (m_bytes.empty()) {
            return;
        }
        if (base::isValidUtf8(m_bytes)) {
            next().write(m_bytes, true);
        } else {
            for (std::size_t i = 0; i < m_bytes.size(); ++i) {
                next().write("\xEF\xBF\xBD", true);
            }
        }
        m_bytes.clear();
    }

    std::string m_bytes;
};

class ByteFallback final : public Decoder
{
public:
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<ByteFallbackSink>(std::move(next));
    }
    std::string inside(std::string token) const override
    {
        const auto byte = fallbackByte(token);
        return byte ? std::string(1, static_cast<char>(*byte)) : token;
    }
};

} // namespace

base::Result<DecoderPtr> makeByteFallback(const StageSpec&)
{
    return DecoderPtr(std::make_unique<ByteFallback>());
}

} // namespace fe::tokenizers
