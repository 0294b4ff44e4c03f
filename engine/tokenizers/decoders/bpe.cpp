// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/text_replace.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

/// The suffix that ends a word is a space, but nothing at the end of the text: a token waits for
/// the one after it.
class BpeSink final : public WholeTokenSink
{
public:
    BpeSink(std::unique_ptr<TextSink> next, const std::string& suffix)
        : WholeTokenSink(std::move(next)), m_suffix(suffix)
    {
    }

private:
    void token(std::string whole) override
    {
        if (m_waiting) {
            next().write(replaceAll(*m_waiting, m_suffix, " "), true);
        }
        m_waiting = std::move(whole);
    }
    void end() override
    {
        if (m_waiting) {
            next().write(replaceAll(*m_waiting, m_suffix, ""), true);
        }
    }

    const std::string& m_suffix;
    std::optional<std::string> m_waiting;
};

class BpeDecoder final : public Decoder
{
public:
    explicit BpeDecoder(std::string suffix) : m_suffix(std::move(suffix)) { }
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<BpeSink>(std::move(next), m_suffix);
    }
    std::string inside(std::string token) const override
    {
        return replaceAll(token, m_suffix, " ");
    }

private:
    std::string m_suffix;
};

} // namespace

base::Result<DecoderPtr> makeBpeDecoder(const StageSpec& spec)
{
    FE_TRY(std::string suffix, spec.text("suffix"));
    return DecoderPtr(std::make_unique<BpeDecoder>(std::move(suffix)));
}

} // namespace fe::tokenizers
