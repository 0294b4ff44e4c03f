// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/added_tokens.h"
#include "tokenizers/stage.h"
#include "tokenizers/tokenizer.h"
#include "tokenizers/word_cache.h"

namespace fe::tokenizers {

/// The stages of a tokenizer; all but the model may be missing.
struct PipelineParts {
    NormalizerPtr normalizer;
    PreTokenizerPtr preTokenizer;
    ModelPtr model;
    PostProcessorPtr postProcessor;
    DecoderPtr decoder; ///< none: tokens are joined with spaces
    AddedTokens added;
};

/// What the files say beside the stages.
struct TokenizerFacts {
    std::optional<TokenId> bosId;
    std::optional<TokenId> eosId;
    std::optional<TokenId> padId;
    std::vector<TokenId> stopIds;
    std::optional<std::string> chatTemplate;
    BatchSettings batch;
};

class Pipeline final : public Tokenizer
{
public:
    Pipeline(PipelineParts parts, TokenizerFacts facts)
        : m_parts(std::move(parts)), m_facts(std::move(facts))
    {
    }

    [[nodiscard]] base::Result<Encoding> encode(std::string_view text,
                                                const EncodeOptions& options) const override;
    [[nodiscard]] base::Result<Encoding> encodePair(std::string_view first, std::string_view second,
                                                    const EncodeOptions& options) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids,
                                     const DecodeOptions& options) const override;
    [[nodiscard]] std::unique_ptr<DecodeRun> startDecoding(
        const DecodeOptions& options) const override;
    [[nodiscard]] std::size_t vocabSize() const override;
    [[nodiscard]] std::string token(TokenId id) const override;
    [[nodiscard]] std::string tokenBytes(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view token) const override;
    [[nodiscard]] bool isSpecial(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> bosId() const override { return m_facts.bosId; }
    [[nodiscard]] std::optional<TokenId> eosId() const override { return m_facts.eosId; }
    [[nodiscard]] std::optional<TokenId> padId() const override { return m_facts.padId; }
    [[nodiscard]] const BatchSettings& batchSettings() const override { return m_facts.batch; }
    [[nodiscard]] const std::vector<TokenId>& stopIds() const override { return m_facts.stopIds; }
    [[nodiscard]] const std::optional<std::string>& chatTemplate() const override
    {
        return m_facts.chatTemplate;
    }
    [[nodiscard]] std::string description() const override;

    /// The spelling that goes into the decoder; null for an unused id.
    [[nodiscard]] const std::string* decoderInput(TokenId id, const DecodeOptions& options) const;
    [[nodiscard]] const Decoder* decoder() const { return m_parts.decoder.get(); }

private:
    [[nodiscard]] base::Result<Encoding> encodeText(std::string_view text,
                                                    const EncodeOptions& options) const;
    [[nodiscard]] base::Result<Encoding> finish(std::vector<Segment> segments,
                                                const EncodeOptions& options) const;

    PipelineParts m_parts;
    TokenizerFacts m_facts;
    WordCache m_words;
};

/// The end-of-turn tokens by which published chat models are known, as far as they are special.
[[nodiscard]] std::vector<TokenId> wellKnownStopIds(const AddedTokens& added);

} // namespace fe::tokenizers
