// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/sentencepiece_stages.h"

#include "tokenizers/base64.h"
#include "tokenizers/models/sentencepiece_bpe.h"
#include "tokenizers/models/unigram.h"

namespace fe::tokenizers {
namespace {

using base::Json;
using Kind = SentencePieceToken::Kind;

constexpr std::string_view kSpaceSign = "\xE2\x96\x81"; // U+2581

Json stage(std::string_view type, Json::Object options = {})
{
    options.emplace(options.begin(), "type", type);
    return Json(std::move(options));
}

Json replace(std::string_view kind, std::string_view from, std::string_view to)
{
    Json pattern = Json::object();
    pattern.set(kind, from);
    return stage("Replace", { { "pattern", std::move(pattern) }, { "content", to } });
}

Json sequence(std::string_view key, Json::Array steps)
{
    Json whole = stage("Sequence");
    whole.set(key, Json(std::move(steps)));
    return whole;
}

bool isInText(Kind kind)
{
    return kind == Kind::Normal || kind == Kind::UserDefined || kind == Kind::Unused;
}

} // namespace

Json sentencePieceStages(const SentencePieceText& text, Json::Array before)
{
    Json::Array normalizers = std::move(before);
    if (!text.charsmap.empty()) {
        normalizers.push_back(
            stage("Precompiled", { { "precompiled_charsmap", toBase64(text.charsmap) } }));
    }
    if (text.removeExtraSpaces) {
        normalizers.push_back(stage("Strip", { { "strip_left", true }, { "strip_right", true } }));
        normalizers.push_back(replace("Regex", " {2,}", " "));
    }
    Json stages = Json::object();
    if (text.addDummyPrefix && text.prefixFirstOnly) {
        stages.set("pre_tokenizer",
                   stage("Metaspace",
                         { { "replacement", kSpaceSign },
                           { "prepend_scheme", "first" },
                           { "split", false } }));
    } else {
        if (text.addDummyPrefix) {
            normalizers.push_back(stage("Prepend", { { "prepend", kSpaceSign } }));
        }
        normalizers.push_back(replace("String", " ", kSpaceSign));
    }
    if (!normalizers.empty()) {
        stages.set("normalizer", sequence("normalizers", std::move(normalizers)));
    }
    Json::Array decoders { replace("String", kSpaceSign, " ") };
    if (text.byteFallback) {
        decoders.push_back(stage("ByteFallback"));
    }
    decoders.push_back(stage("Fuse"));
    if (text.addDummyPrefix) {
        decoders.push_back(stage("Strip", { { "content", " " }, { "start", 1 }, { "stop", 0 } }));
    }
    stages.set("decoder", sequence("decoders", std::move(decoders)));
    return stages;
}

base::Result<ModelPtr> makeSentencePieceModel(const SentencePieceModel& model,
                                              const std::string& file)
{
    std::optional<TokenId> unknown;
    for (std::size_t i = 0; i < model.tokens.size() && !unknown; ++i) {
        if (model.tokens[i].kind == Kind::Unknown) {
            unknown = static_cast<TokenId>(i);
        }
    }
    if (model.type == SentencePieceModel::Type::Bpe) {
        std::vector<ScoredToken> tokens;
        tokens.reserve(model.tokens.size());
        for (const SentencePieceToken& token : model.tokens) {
            tokens.push_back({ token.text, token.score, isInText(token.kind) });
        }
        return ModelPtr(std::make_unique<SentencePieceBpe>(std::move(tokens), unknown));
    }
    std::vector<UnigramPiece> pieces;
    pieces.reserve(model.tokens.size());
    for (const SentencePieceToken& token : model.tokens) {
        pieces.push_back({ token.text, token.score, isInText(token.kind) });
    }
    const Json nothing;
    return Unigram::make(std::move(pieces), { unknown, model.byteFallback },
                         StageSpec { nothing, {}, file }, {});
}

} // namespace fe::tokenizers
