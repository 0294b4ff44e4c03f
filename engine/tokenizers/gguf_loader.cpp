// SPDX-License-Identifier: Apache-2.0
// The tokenizer in a GGUF's metadata. It becomes the same stages that a tokenizer.json of the same
// vocabulary would name, so that both give the same ids.
#include "tokenizers/gguf_splits.h"
#include "tokenizers/gguf_vocabulary.h"
#include "tokenizers/models/bpe.h"
#include "tokenizers/models/sentencepiece_bpe.h"
#include "tokenizers/pipeline.h"
#include "tokenizers/stages.h"

#include <algorithm>
#include <cmath>

namespace fe::tokenizers {
namespace {

using base::Json;

constexpr std::string_view kSpaceSign = "\xE2\x96\x81"; // U+2581

class GgufReader
{
public:
    GgufReader(const Json& metadata, const std::string& file) : m_spec { metadata, {}, file } { }

    base::Result<TokenizerPtr> read()
    {
        FE_TRY(const std::string model, m_spec.text("tokenizer.ggml.model"));
        FE_TRY(m_vocabulary, GgufVocabulary::read(m_spec));
        if (model == "llama") {
            m_addBos = true;
            FE_CHECK(readSentencePiece());
        } else if (model == "gpt2") {
            FE_CHECK(readByteLevel());
        } else {
            return m_spec.unsupported("tokenizer.ggml.model",
                                      "there is no tokenizer \"" + model + "\" here");
        }
        FE_TRY(m_parts.added,
               AddedTokens::build(m_vocabulary.addedTokens(m_spec), m_parts.model->vocabulary(),
                                  m_parts.normalizer.get(), m_spec));
        FE_CHECK(readPostProcessor());
        return TokenizerPtr(std::make_shared<Pipeline>(std::move(m_parts), readFacts()));
    }

private:
    base::Result<void> readSentencePiece()
    {
        FE_TRY(const Json::Array* scores,
               ggufArray(m_spec, "tokenizer.ggml.scores", m_vocabulary.tokens().size()));
        if (scores == nullptr) {
            return m_spec.malformed("tokenizer.ggml.scores", "it is missing");
        }
        std::vector<ScoredToken> tokens;
        for (std::size_t i = 0; i < m_vocabulary.tokens().size(); ++i) {
            const auto score = (*scores)[i].asDouble();
            if (!score || std::isnan(*score)) {
                return m_spec.malformed("tokenizer.ggml.scores",
                                        "the score of token " + std::to_string(i)
                                            + " is no number");
            }
            const bool inText = m_vocabulary.type(i) != Control && m_vocabulary.type(i) != Unknown
                && m_vocabulary.type(i) != Byte;
            tokens.push_back({ m_vocabulary.tokens()[i], static_cast<float>(*score), inText });
        }
        std::optional<TokenId> unknown
            = m_vocabulary.idIfAny(m_spec, "tokenizer.ggml.unknown_token_id");
        if (!unknown && m_vocabulary.type(0) == Unknown) {
            unknown = 0;
        }
        m_parts.model = std::make_unique<SentencePieceBpe>(std::move(tokens), unknown);
        FE_TRY(const bool addSpace, m_spec.flagOr("tokenizer.ggml.add_space_prefix", true));
        return makeSentencePieceStages(addSpace);
    }

    base::Result<void> makeSentencePieceStages(bool addSpace)
    {
        const auto replace = [](std::string_view from, std::string_view to) {
            Json pattern = Json::object();
            pattern.set("String", from);
            return Json(Json::Object {
                { "type", "Replace" }, { "pattern", std::move(pattern) }, { "content", to } });
        };
        Json::Array normalizers;
        Json::Array decoders { replace(kSpaceSign, " "),
                               Json(Json::Object { { "type", "ByteFallback" } }),
                               Json(Json::Object { { "type", "Fuse" } }) };
        if (addSpace) {
            normalizers.push_back(
                Json(Json::Object { { "type", "Prepend" }, { "prepend", kSpaceSign } }));
            decoders.push_back(Json(Json::Object {
                { "type", "Strip" }, { "content", " " }, { "start", 1 }, { "stop", 0 } }));
        }
        normalizers.push_back(replace(" ", kSpaceSign));
        const Json normalizer(
            Json::Object { { "type", "Sequence" }, { "normalizers", std::move(normalizers) } });
        const Json decoder(
            Json::Object { { "type", "Sequence" }, { "decoders", std::move(decoders) } });
        FE_TRY(m_parts.normalizer,
               makeNormalizer(m_spec.child(normalizer, "tokenizer.ggml.model")));
        FE_TRY(m_parts.decoder, makeDecoder(m_spec.child(decoder, "tokenizer.ggml.model")));
        return {};
    }

    base::Result<void> readByteLevel()
    {
        FE_TRY(const auto name, m_spec.textIfAny("tokenizer.ggml.pre"));
        const auto split = ggufSplit(name.value_or("default"));
        if (!split) {
            return m_spec.unsupported("tokenizer.ggml.pre",
                                      "there is no pre-tokenizer \"" + *name + "\" here");
        }
        m_addBos = split->addBos;
        FE_CHECK(makeByteLevelStages(*split));
        FE_TRY(const Json::Array* merges, ggufArray(m_spec, "tokenizer.ggml.merges", 0));
        if (merges == nullptr) {
            return m_spec.malformed("tokenizer.ggml.merges", "it is missing");
        }
        Vocabulary vocabulary = Vocabulary::fromList(m_vocabulary.tokens());
        MergeReader reader(vocabulary, merges->size(), 0);
        for (const Json& merge : *merges) {
            // A part may begin with a space, so the one that parts them is looked for behind it.
            const std::string* line = merge.asString();
            const std::size_t space = line == nullptr ? std::string::npos : line->find(' ', 1);
            if (space == std::string::npos) {
                return m_spec.malformed("tokenizer.ggml.merges",
                                        "a merge has two parts with a space between them");
            }
            FE_CHECK(reader.add(line->substr(0, space), line->substr(space + 1), m_spec,
                                "tokenizer.ggml.merges"));
        }
        MergeTable table = reader.take();
        BpeOptions options;
        options.ignoreMerges = split->ignoreMerges;
        m_parts.model
            = std::make_unique<Bpe>(std::move(vocabulary), std::move(table), std::move(options));
        return {};
    }

    base::Result<void> makeByteLevelStages(const GgufSplit& split)
    {
        Json::Array steps;
        for (const std::string_view pattern : split.patterns) {
            Json regex = Json::object();
            regex.set("Regex", pattern);
            steps.push_back(Json(Json::Object { { "type", "Split" },
                                                { "pattern", std::move(regex) },
                                                { "behavior", "Isolated" },
                                                { "invert", false } }));
        }
        const Json byteLevel(Json::Object { { "type", "ByteLevel" },
                                            { "add_prefix_space", false },
                                            { "trim_offsets", false },
                                            { "use_regex", false } });
        steps.push_back(byteLevel);
        const Json sequence(
            Json::Object { { "type", "Sequence" }, { "pretokenizers", std::move(steps) } });
        FE_TRY(m_parts.preTokenizer,
               makePreTokenizer(m_spec.child(sequence, "tokenizer.ggml.pre")));
        FE_TRY(m_parts.decoder, makeDecoder(m_spec.child(byteLevel, "tokenizer.ggml.model")));
        return {};
    }

    /// Files for "llama" may leave out the ids that SentencePiece gives these tokens.
    [[nodiscard]] std::optional<TokenId> idOr(std::string_view key, std::size_t standard) const
    {
        const auto id = m_vocabulary.idIfAny(m_spec, key);
        const bool isControl
            = standard < m_vocabulary.tokens().size() && m_vocabulary.type(standard) == Control;
        return id || m_parts.preTokenizer || !isControl
            ? id
            : std::optional(static_cast<TokenId>(standard));
    }

    base::Result<void> readPostProcessor()
    {
        m_bos = idOr("tokenizer.ggml.bos_token_id", 1);
        m_eos = idOr("tokenizer.ggml.eos_token_id", 2);
        FE_TRY(const bool addBos, m_spec.flagOr("tokenizer.ggml.add_bos_token", m_addBos));
        FE_TRY(const bool addEos, m_spec.flagOr("tokenizer.ggml.add_eos_token", false));
        if (addBos && !m_bos) {
            return m_spec.malformed("tokenizer.ggml.bos_token_id",
                                    "the token that begins a text is missing");
        }
        if (addEos && !m_eos) {
            return m_spec.malformed("tokenizer.ggml.eos_token_id",
                                    "the token that ends a text is missing");
        }
        Json parts = Json::array();
        Json specials = Json::object();
        const auto addPart = [&](TokenId id) {
            const std::string& token = m_vocabulary.tokens()[static_cast<std::size_t>(id)];
            parts.push(
                Json(Json::Object { { "SpecialToken", Json(Json::Object { { "id", token } }) } }));
            specials.set(token,
                         Json(Json::Object { { "ids", Json(Json::Array { Json(id) }) },
                                             { "tokens", Json(Json::Array { Json(token) }) } }));
        };
        if (addBos) {
            addPart(*m_bos);
        }
        parts.push(Json(Json::Object { { "Sequence", Json(Json::Object { { "id", "A" } }) } }));
        if (addEos) {
            addPart(*m_eos);
        }
        const Json processor(Json::Object { { "type", "TemplateProcessing" },
                                            { "single", parts },
                                            { "pair", parts },
                                            { "special_tokens", specials } });
        FE_TRY(m_parts.postProcessor,
               makePostProcessor(m_spec.child(processor, "tokenizer.ggml.model")));
        return {};
    }

    [[nodiscard]] ChatFacts readFacts() const
    {
        ChatFacts facts;
        facts.bosId = m_bos;
        std::vector<std::optional<TokenId>> stops {
            m_eos, m_vocabulary.idIfAny(m_spec, "tokenizer.ggml.eot_token_id"),
            m_vocabulary.idIfAny(m_spec, "tokenizer.ggml.eom_token_id")
        };
        for (const TokenId id : wellKnownStopIds(m_parts.added)) {
            stops.emplace_back(id);
        }
        for (const auto& id : stops) {
            if (id
                && std::find(facts.stopIds.begin(), facts.stopIds.end(), *id)
                    == facts.stopIds.end()) {
                facts.stopIds.push_back(*id);
            }
        }
        const Json* chatTemplate = m_spec.json.findNonNull("tokenizer.chat_template");
        if (chatTemplate != nullptr && chatTemplate->asString() != nullptr) {
            facts.chatTemplate = *chatTemplate->asString();
        }
        return facts;
    }

    StageSpec m_spec;
    GgufVocabulary m_vocabulary;
    bool m_addBos = false;
    std::optional<TokenId> m_bos;
    std::optional<TokenId> m_eos;
    PipelineParts m_parts;
};

} // namespace

base::Result<TokenizerPtr> loadTokenizer(const base::Json& ggufMetadata, const std::string& file)
{
    return GgufReader(ggufMetadata, file).read();
}

} // namespace fe::tokenizers
