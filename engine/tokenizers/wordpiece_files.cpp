// SPDX-License-Identifier: Apache-2.0
// vocab.txt: a token a line, its id is the number of the line from 0.
#include "tokenizers/file_text.h"
#include "tokenizers/vocabulary_files.h"

#include "base/utf8.h"

namespace fe::tokenizers {
namespace {

using base::Json;

constexpr std::uintmax_t kLargestVocabulary = 64U << 20U;

/// Of equal lines the later counts.
base::Result<Json> readLines(const TokenizerFile& path)
{
    FE_TRY(const std::string text, readFile(path, kLargestVocabulary));
    if (!base::isValidUtf8(text)) {
        return base::malformed(path.string(), {}, "it is not valid UTF-8");
    }
    Json::Object tokens;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        tokens.emplace_back(std::string(line), Json(static_cast<std::int64_t>(tokens.size())));
    }
    return Json(std::move(tokens));
}

} // namespace

base::Result<OlderTokenizer> readWordPieceFiles(const TokenizerFiles& files, SideFiles side,
                                                const std::string& tokenizerClass)
{
    if (files.vocabTxt.empty()) {
        return base::unsupported(files.tokenizerConfig.string(), "tokenizer_class",
                                 "a " + tokenizerClass + " needs vocab.txt, which is not there");
    }
    const bool isMpnet = tokenizerClass == "MPNetTokenizer";
    if (isMpnet) {
        setDefaultTokens(side,
                         { { "cls_token", "<s>" },
                           { "sep_token", "</s>" },
                           { "bos_token", "<s>" },
                           { "eos_token", "</s>" },
                           { "unk_token", "[UNK]" },
                           { "pad_token", "<pad>" },
                           { "mask_token", "<mask>" } });
    } else {
        setDefaultTokens(side,
                         { { "cls_token", "[CLS]" },
                           { "sep_token", "[SEP]" },
                           { "unk_token", "[UNK]" },
                           { "pad_token", "[PAD]" },
                           { "mask_token", "[MASK]" } });
    }
    OlderTokenizer older;
    older.file = files.vocabTxt.string();
    FE_TRY(Json tokens, readLines(files.vocabTxt));
    FE_TRY(const Vocabulary vocabulary,
           Vocabulary::fromObject(tokens, StageSpec { tokens, {}, older.file }, {}));
    const FindId findId = [&vocabulary](std::string_view token) { return vocabulary.find(token); };
    const std::string cls = *side.namedToken("cls_token");
    const std::string sep = *side.namedToken("sep_token");
    const std::vector<TemplateItem> single { { cls }, { "A", true }, { sep } };
    std::vector<TemplateItem> pair {
        { cls }, { "A", true }, { sep }, { "B", true, 1 }, { sep, false, 1 }
    };
    if (isMpnet) {
        pair = { { cls }, { "A", true }, { sep }, { sep }, { "B", true }, { sep } };
    }
    FE_TRY(Json processor, templateProcessing(single, pair, older.file, findId));
    Json normalizer(Json::Object {
        { "type", "BertNormalizer" },
        { "clean_text", true },
        { "handle_chinese_chars", side.flag("tokenize_chinese_chars").value_or(true) },
        { "lowercase", side.flag("do_lower_case").value_or(true) } });
    if (const auto strips = side.flag("strip_accents")) {
        normalizer.set("strip_accents", *strips);
    }
    Json model(Json::Object { { "type", "WordPiece" },
                              { "unk_token", *side.namedToken("unk_token") },
                              { "continuing_subword_prefix", "##" },
                              { "max_input_chars_per_word", 100 },
                              { "vocab", std::move(tokens) } });
    older.stages = Json(Json::Object {
        { "normalizer", std::move(normalizer) },
        { "pre_tokenizer", Json(Json::Object { { "type", "BertPreTokenizer" } }) },
        { "model", std::move(model) },
        { "post_processor", std::move(processor) },
        { "decoder",
          Json(Json::Object {
              { "type", "WordPiece" }, { "prefix", "##" }, { "cleanup", true } }) } });
    older.side = std::move(side);
    return older;
}

} // namespace fe::tokenizers
