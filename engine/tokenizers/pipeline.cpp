// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/pipeline.h"

#include "base/utf8.h"
#include "tokenizers/added_specials.h"
#include "tokenizers/truncation.h"
#include "tokenizers/word_encoder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fe::tokenizers {
namespace {

/// Positions are 32-bit; three times the text is what spelling its bytes can take.
constexpr std::size_t kLongestText = std::size_t { 1 } << 30U;

/// Collects what comes out of the decoder.
class Collector final : public TextSink
{
public:
    explicit Collector(std::string& text) : m_text(text) { }
    void write(std::string_view part, bool) override { m_text += part; }
    void finish() override { }

private:
    std::string& m_text;
};

/// Without a decoder tokens are joined with spaces.
class JoiningSink final : public TextSink
{
public:
    explicit JoiningSink(std::string& text) : m_text(text) { }
    void write(std::string_view part, bool) override
    {
        m_text += m_isFirst ? "" : " ";
        m_text += part;
        m_isFirst = false;
    }
    void finish() override { }

private:
    std::string& m_text;
    bool m_isFirst = true;
};

class PipelineRun final : public DecodeRun
{
public:
    PipelineRun(const Pipeline& pipeline, const DecodeOptions& options)
        : m_pipeline(pipeline), m_options(options)
    {
        if (pipeline.decoder() != nullptr) {
            m_sink = pipeline.decoder()->start(std::make_unique<Collector>(m_text));
        } else {
            m_sink = std::make_unique<JoiningSink>(m_text);
        }
    }
    std::string push(TokenId id) override
    {
        if (const std::string* spelling = m_pipeline.decoderInput(id, m_options)) {
            m_sink->write(*spelling, true);
        }
        return std::exchange(m_text, {});
    }
    std::string finish() override
    {
        m_sink->finish();
        return std::exchange(m_text, {});
    }

private:
    const Pipeline& m_pipeline;
    DecodeOptions m_options;
    std::string m_text;
    std::unique_ptr<TextSink> m_sink;
};

} // namespace

base::Result<Encoding> Pipeline::encode(std::string_view text, const EncodeOptions& options) const
{
    FE_TRY(Encoding encoding, encodeText(text, options));
    std::vector<Segment> segments;
    segments.push_back({ std::move(encoding), text });
    return finish(std::move(segments), options);
}

base::Result<Encoding> Pipeline::encodePair(std::string_view first, std::string_view second,
                                            const EncodeOptions& options) const
{
    std::vector<Segment> segments;
    for (const std::string_view text : { first, second }) {
        FE_TRY(Encoding encoding, encodeText(text, options));
        encoding.typeIds.assign(encoding.ids.size(), static_cast<std::int32_t>(segments.size()));
        segments.push_back({ std::move(encoding), text });
    }
    return finish(std::move(segments), options);
}

base::Result<Encoding> Pipeline::finish(std::vector<Segment> segments,
                                        const EncodeOptions& options) const
{
    if (options.truncation) {
        const bool adds = m_parts.postProcessor && options.addSpecialTokens;
        const std::size_t added
            = adds ? m_parts.postProcessor->addedTokens(segments.size() > 1) : 0;
        FE_CHECK(truncate(segments, *options.truncation, added));
    }
    if (m_parts.postProcessor) {
        m_parts.postProcessor->process(segments, options.addSpecialTokens);
    }
    Encoding whole;
    for (Segment& segment : segments) {
        append(whole, std::move(segment.encoding));
    }
    return whole;
}

base::Result<Encoding> Pipeline::encodeText(std::string_view text,
                                            const EncodeOptions& options) const
{
    if (text.size() > kLongestText) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot tokenise the text",
                             {},
                             {},
                             "it has " + base::bytesText(text.size()) + ", more than "
                                 + base::bytesText(kLongestText),
                             "split it" };
    }
    if (!base::isValidUtf8(text)) {
        return base::invalidArgument("cannot tokenise the text", "it is not valid UTF-8");
    }
    PieceList pieces(text);
    FE_CHECK(m_parts.added.extract(pieces, m_parts.normalizer.get(), options.parseSpecialTokens));
    if (m_parts.preTokenizer) {
        FE_CHECK(m_parts.preTokenizer->apply(pieces));
    }
    Encoding encoding;
    WordEncoder encoder(*m_parts.model, m_words,
                        options.parseSpecialTokens ? nullptr : &m_parts.added.specialIds(), pieces,
                        encoding);
    for (const Piece& piece : pieces.pieces()) {
        FE_CHECK(encoder.append(piece));
    }
    encoding.typeIds.assign(encoding.ids.size(), 0);
    return encoding;
}

std::string Pipeline::decode(std::span<const TokenId> ids, const DecodeOptions& options) const
{
    PipelineRun run(*this, options);
    std::string text;
    for (const TokenId id : ids) {
        text += run.push(id);
    }
    return text + run.finish();
}

std::unique_ptr<DecodeRun> Pipeline::startDecoding(const DecodeOptions& options) const
{
    return std::make_unique<PipelineRun>(*this, options);
}

const std::string* Pipeline::decoderInput(TokenId id, const DecodeOptions& options) const
{
    const std::string* spelling = m_parts.added.decodedSpelling(id);
    if (spelling == nullptr) {
        spelling = m_parts.model->vocabulary().token(id);
    }
    const bool skip = spelling != nullptr && options.skipSpecialTokens
        && m_parts.added.isSpecialSpelling(*spelling);
    return skip ? nullptr : spelling;
}

std::size_t Pipeline::vocabSize() const
{
    return std::max(m_parts.model->vocabulary().idLimit(), m_parts.added.idLimit());
}

std::string Pipeline::token(TokenId id) const
{
    if (const AddedToken* added = m_parts.added.find(id)) {
        return added->content;
    }
    const std::string* spelling = m_parts.model->vocabulary().token(id);
    return spelling == nullptr ? std::string() : *spelling;
}

std::string Pipeline::tokenBytes(TokenId id) const
{
    if (const AddedToken* added = m_parts.added.find(id)) {
        return added->content;
    }
    const std::string* spelling = m_parts.model->vocabulary().token(id);
    if (spelling == nullptr) {
        return {};
    }
    return m_parts.decoder ? m_parts.decoder->inside(*spelling) : *spelling;
}

std::optional<TokenId> Pipeline::idOf(std::string_view token) const
{
    const auto added = m_parts.added.idOf(token);
    return added ? added : m_parts.model->vocabulary().find(token);
}

bool Pipeline::isSpecial(TokenId id) const
{
    return m_parts.added.specialIds().contains(id);
}

std::string Pipeline::description() const
{
    return m_parts.model->description(m_parts.decoder != nullptr && m_parts.decoder->isByteLevel());
}

std::vector<TokenId> wellKnownStopIds(const AddedTokens& added)
{
    constexpr std::array kEndsOfTurn
        = { "<|im_end|>", "<|eot_id|>",    "<|eom_id|>",     "<end_of_turn>",
            "<|end|>",    "<|endoftext|>", "<|end_of_text|>" };
    std::vector<TokenId> ids;
    for (const char* token : kEndsOfTurn) {
        const auto id = added.idOf(token);
        if (id && added.specialIds().contains(*id)) {
            ids.push_back(*id);
        }
    }
    return ids;
}

} // namespace fe::tokenizers
