// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/text_replace.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

struct CtcOptions {
    std::string padToken;
    std::string wordDelimiter;
    bool cleanup = true;
};

std::string decodeCtc(const CtcOptions& options, std::string_view token)
{
    std::string decoded = replaceAll(token, options.padToken, "");
    return options.cleanup
        ? replaceAll(cleanUpSpaces(std::move(decoded)), options.wordDelimiter, " ")
        : decoded;
}

class CtcSink final : public WholeTokenSink
{
public:
    CtcSink(std::unique_ptr<TextSink> next, const CtcOptions& options)
        : WholeTokenSink(std::move(next)), m_options(options)
    {
    }

private:
    void token(std::string whole) override
    {
        if (m_previous == whole) {
            return;
        }
        const std::string decoded = decodeCtc(m_options, whole);
        m_previous = std::move(whole);
        if (!decoded.empty()) {
            next().write(decoded, true);
        }
    }

    const CtcOptions& m_options;
    std::optional<std::string> m_previous;
};

/// Connectionist temporal classification: repeated tokens count once, the padding token parts
/// real repetitions.
class Ctc final : public Decoder
{
public:
    explicit Ctc(CtcOptions options) : m_options(std::move(options)) { }
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<CtcSink>(std::move(next), m_options);
    }
    std::string inside(std::string token) const override { return decodeCtc(m_options, token); }

private:
    CtcOptions m_options;
};

} // namespace

base::Result<DecoderPtr> makeCtc(const StageSpec& spec)
{
    CtcOptions options;
    FE_TRY(options.padToken, spec.text("pad_token"));
    FE_TRY(options.wordDelimiter, spec.text("word_delimiter_token"));
    FE_TRY(options.cleanup, spec.flag("cleanup"));
    return DecoderPtr(std::make_unique<Ctc>(std::move(options)));
}

} // namespace fe::tokenizers
