// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"
#include "tokenizers/stages.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

/// All bytes become one token; what is no UTF-8 becomes U+FFFD.
class ByteLevelSink final : public WholeTokenSink
{
public:
    using WholeTokenSink::WholeTokenSink;

private:
    void token(std::string whole) override
    {
        m_pending += spelledBytes(whole).value_or(whole);
        const std::size_t complete = base::completeUtf8Prefix(m_pending);
        if (complete > 0) {
            next().write(base::toValidUtf8(std::string_view(m_pending).substr(0, complete)), false);
            m_pending.erase(0, complete);
        }
    }
    void end() override { next().write(base::toValidUtf8(m_pending), true); }

    std::string m_pending; ///< the beginning of a code point
};

class ByteLevelDecoder final : public Decoder
{
public:
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<ByteLevelSink>(std::move(next));
    }
    std::string inside(std::string token) const override
    {
        return spelledBytes(token).value_or(token);
    }
    bool isByteLevel() const override { return true; }
};

} // namespace

base::Result<DecoderPtr> makeByteLevelDecoder(const StageSpec&)
{
    return DecoderPtr(std::make_unique<ByteLevelDecoder>());
}

} // namespace fe::tokenizers
