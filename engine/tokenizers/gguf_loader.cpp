// SPDX-License-Identifier: Apache-2.0
// The tokenizer in a GGUF's metadata. It becomes the same stages that a tokenizer.json of the same
// vocabulary would name, so that both give the same ids.
#include "tokenizers/gguf_sentencepiece.h"
#include "tokenizers/gguf_splits.h"
#include "tokenizers/gguf_vocabulary.h"
#include "tokenizers/models/bpe.h"
#include "tokenizers/pipeline.h"
#include "tokenizers/sentencepiece_stages.h"
#include "tokenizers/stages.h"
#include "tokenizers/vocabulary_files.h"

#include <algorithm>
#include <cmath>

namespace fe::tokenizers {
namespace {

using base::Json;

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
        } else if (model == "t5") {
            m_isUnigram = true;
            m_addEos = true;
            FE_CHECK(readUnigram());
        } else if (model == "bert") {
            FE_CHECK(readWordPiece());
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
        FE_TRY(SentencePieceModel model, ggufScoredTokens(m_spec, m_vocabulary));
        model.type = SentencePieceModel::Type::Bpe;
        FE_TRY(m_parts.model, makeSentencePieceModel(model, m_spec.file));
        SentencePieceText text;
        FE_TRY(text.addDummyPrefix, m_spec.flagOr("tokenizer.ggml.add_space_prefix", true));
        return makeStages(sentencePieceStages(text));
    }

    base::Result<void> readUnigram()
    {
        FE_TRY(SentencePieceModel model, ggufScoredTokens(m_spec, m_vocabulary));
        model.byteFallback
            = std::any_of(model.tokens.begin(), model.tokens.end(), [](const auto& token) {
                  return token.kind == SentencePieceToken::Kind::Byte;
              });
        FE_TRY(m_parts.model, makeSentencePieceModel(model, m_spec.file));
        FE_TRY(const std::string charsmap, ggufCharsmap(m_spec));
        SentencePieceText text;
        text.charsmap = charsmap;
        text.byteFallback = model.byteFallback;
        FE_TRY(text.addDummyPrefix, m_spec.flagOr("tokenizer.ggml.add_space_prefix", true));
        FE_TRY(text.removeExtraSpaces,
               m_spec.flagOr("tokenizer.ggml.remove_extra_whitespaces", false));
        return makeStages(sentencePieceStages(text));
    }

    base::Result<void> readWordPiece()
    {
        m_vocabulary.respellWordPieces();
        m_isWordPiece = true;
        m_addBos = true;
        m_addEos = true;
        Json tokens = Json::object();
        auto& members = *tokens.asObject();
        for (const std::string& token : m_vocabulary.tokens()) {
            members.emplace_back(token, Json(static_cast<std::int64_t>(members.size())));
        }
        const auto unknown = m_vocabulary.idIfAny(m_spec, "tokenizer.ggml.unknown_token_id");
        const Json model(Json::Object {
            { "type", "WordPiece" },
            { "unk_token",
              unknown ? m_vocabulary.tokens()[static_cast<std::size_t>(*unknown)] : "[UNK]" },
            { "continuing_subword_prefix", "##" },
            { "max_input_chars_per_word", 100 },
            { "vocab", std::move(tokens) } });
        FE_TRY(m_parts.model, makeModel(m_spec.child(model, "tokenizer.ggml.tokens")));
        FE_TRY(const bool lowercase, m_spec.flagOr("tokenizer.ggml.normalizer.lowercase", true));
        FE_TRY(const bool stripAccents,
               m_spec.flagOr("tokenizer.ggml.normalizer.strip_accents", lowercase));
        return makeStages(Json(Json::Object {
            { "normalizer",
              Json(Json::Object { { "type", "BertNormalizer" },
                                  { "clean_text", true },
                                  { "handle_chinese_chars", true },
                                  { "strip_accents", stripAccents },
                                  { "lowercase", lowercase } }) },
            { "pre_tokenizer", Json(Json::Object { { "type", "BertPreTokenizer" } }) },
            { "decoder",
              Json(Json::Object {
                  { "type", "WordPiece" }, { "prefix", "##" }, { "cleanup", true } }) } }));
    }

    base::Result<void> makeStages(const Json& stages)
    {
        constexpr std::string_view kKey = "tokenizer.ggml.model";
        if (const Json* json = stages.find("normalizer")) {
            FE_TRY(m_parts.normalizer, makeNormalizer(m_spec.child(*json, kKey)));
        }
        if (const Json* json = stages.find("pre_tokenizer")) {
            FE_TRY(m_parts.preTokenizer, makePreTokenizer(m_spec.child(*json, kKey)));
        }
        FE_TRY(m_parts.decoder, makeDecoder(m_spec.child(*stages.find("decoder"), kKey)));
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
        FE_CHECK(readEnds());
        FE_TRY(const bool addBos, m_spec.flagOr("tokenizer.ggml.add_bos_token", m_addBos));
        FE_TRY(const bool addEos, m_spec.flagOr("tokenizer.ggml.add_eos_token", m_addEos));
        if (addBos && !m_bos) {
            return m_spec.malformed("tokenizer.ggml.bos_token_id",
                                    "the token that begins a text is missing");
        }
        if (addEos && !m_eos) {
            return m_spec.malformed("tokenizer.ggml.eos_token_id",
                                    "the token that ends a text is missing");
        }
        const auto item = [this](TokenId id, int type) {
            return TemplateItem { m_vocabulary.tokens()[static_cast<std::size_t>(id)], false,
                                  type };
        };
        std::vector<TemplateItem> pair;
        std::vector<TemplateItem> single;
        for (const int type : { 0, 1 }) {
            if (addBos && !(m_isWordPiece && type == 1)) {
                pair.push_back(item(*m_bos, type));
            }
            pair.push_back({ type == 0 ? "A" : "B", true, type });
            if (addEos) {
                pair.push_back(item(*m_eos, type));
            }
            if (type == 0) {
                single = pair;
            }
        }
        const auto findId
            = [this](std::string_view token) { return m_parts.model->vocabulary().find(token); };
        FE_TRY(const Json processor, templateProcessing(single, pair, m_spec.file, findId));
        FE_TRY(m_parts.postProcessor,
               makePostProcessor(m_spec.child(processor, "tokenizer.ggml.model")));
        return {};
    }

    /// The tokens that begin and end a text. BERT's are its classifier's and separator's.
    base::Result<void> readEnds()
    {
        if (!m_isWordPiece) {
            m_bos = idOr("tokenizer.ggml.bos_token_id", 1);
            m_eos = idOr("tokenizer.ggml.eos_token_id", m_isUnigram ? 1 : 2);
            return {};
        }
        const auto first
            = [this](std::initializer_list<std::string_view> keys, std::string_view token) {
                  std::optional<TokenId> id;
                  for (const std::string_view key : keys) {
                      id = id ? id : m_vocabulary.idIfAny(m_spec, key);
                  }
                  return id ? id : m_parts.model->vocabulary().find(token);
              };
        m_bos = first({ "tokenizer.ggml.cls_token_id", "tokenizer.ggml.bos_token_id" }, "[CLS]");
        // The first is how the key is spelled in published files.
        m_eos = first({ "tokenizer.ggml.seperator_token_id", "tokenizer.ggml.separator_token_id",
                        "tokenizer.ggml.eos_token_id" },
                      "[SEP]");
        return {};
    }

    [[nodiscard]] TokenizerFacts readFacts() const
    {
        TokenizerFacts facts;
        facts.bosId = m_bos;
        facts.eosId = m_eos;
        facts.padId = m_vocabulary.idIfAny(m_spec, "tokenizer.ggml.padding_token_id");
        if (facts.padId) {
            facts.batch.padding.emplace().id = *facts.padId;
        }
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
    bool m_addEos = false;
    bool m_isWordPiece = false;
    bool m_isUnigram = false;
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
