// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/vocabulary_files.h"

#include <algorithm>
#include <array>

namespace fe::tokenizers {
namespace {

using base::Json;

using Reader = base::Result<OlderTokenizer>(const TokenizerFiles&, SideFiles, const std::string&);

struct ClassRow {
    std::string_view name;
    Reader* read;
};

constexpr std::array kClasses = {
    ClassRow { "BertTokenizer", &readWordPieceFiles },
    ClassRow { "DistilBertTokenizer", &readWordPieceFiles },
    ClassRow { "ElectraTokenizer", &readWordPieceFiles },
    ClassRow { "MobileBertTokenizer", &readWordPieceFiles },
    ClassRow { "MPNetTokenizer", &readWordPieceFiles },
    ClassRow { "GPT2Tokenizer", &readByteLevelFiles },
    ClassRow { "GPTNeoXTokenizer", &readByteLevelFiles },
    ClassRow { "RobertaTokenizer", &readByteLevelFiles },
    ClassRow { "LongformerTokenizer", &readByteLevelFiles },
    ClassRow { "BartTokenizer", &readByteLevelFiles },
    ClassRow { "CLIPTokenizer", &readByteLevelFiles },
    ClassRow { "Qwen2Tokenizer", &readByteLevelFiles },
    ClassRow { "T5Tokenizer", &readSentencePieceFile },
    ClassRow { "MT5Tokenizer", &readSentencePieceFile },
    ClassRow { "LlamaTokenizer", &readSentencePieceFile },
    ClassRow { "GemmaTokenizer", &readSentencePieceFile },
    ClassRow { "XLMRobertaTokenizer", &readSentencePieceFile },
    ClassRow { "AlbertTokenizer", &readSentencePieceFile },
    ClassRow { "SiglipTokenizer", &readSentencePieceFile },
};

struct TypeRow {
    std::string_view modelType;
    const char* tokenizerClass;
};

constexpr std::array kModelTypes = {
    TypeRow { "bert", "BertTokenizer" },
    TypeRow { "distilbert", "DistilBertTokenizer" },
    TypeRow { "electra", "ElectraTokenizer" },
    TypeRow { "mobilebert", "MobileBertTokenizer" },
    TypeRow { "mpnet", "MPNetTokenizer" },
    TypeRow { "gpt2", "GPT2Tokenizer" },
    TypeRow { "opt", "GPT2Tokenizer" },
    TypeRow { "roberta", "RobertaTokenizer" },
    TypeRow { "longformer", "LongformerTokenizer" },
    TypeRow { "bart", "BartTokenizer" },
    TypeRow { "clip", "CLIPTokenizer" },
    TypeRow { "clip_text_model", "CLIPTokenizer" },
    TypeRow { "qwen2", "Qwen2Tokenizer" },
    TypeRow { "qwen3", "Qwen2Tokenizer" },
    TypeRow { "t5", "T5Tokenizer" },
    TypeRow { "mt5", "T5Tokenizer" },
    TypeRow { "llama", "LlamaTokenizer" },
    TypeRow { "mistral", "LlamaTokenizer" },
    TypeRow { "gemma", "GemmaTokenizer" },
    TypeRow { "xlm-roberta", "XLMRobertaTokenizer" },
    TypeRow { "albert", "AlbertTokenizer" },
    TypeRow { "siglip", "SiglipTokenizer" },
    TypeRow { "siglip_text_model", "SiglipTokenizer" },
};

/// Empty if the files name neither a class nor a known type of model.
std::string classOf(const SideFiles& side)
{
    std::string name = side.tokenizerClass();
    // The generic class says nothing; the model's type may.
    if (name.empty() || name == "PreTrainedTokenizer") {
        const auto* row = std::find_if(
            kModelTypes.begin(), kModelTypes.end(),
            [type = side.modelType()](const TypeRow& item) { return item.modelType == type; });
        name = row == kModelTypes.end() ? std::string() : row->tokenizerClass;
    }
    return name;
}

base::Error noVocabulary(const TokenizerFiles& files)
{
    const TokenizerFile& known
        = files.tokenizerConfig.empty() ? files.modelConfig : files.tokenizerConfig;
    return {
        base::ErrorCode::NotFound,
        "cannot turn text into tokens",
        known.path().parent_path().string(),
        "tokenizer.json",
        "there is neither this file nor a vocabulary (vocab.json and merges.txt, vocab.txt or a "
        "SentencePiece model)",
        "download it from where the model comes from"
    };
}

Json partsOf(const std::vector<TemplateItem>& items)
{
    Json parts = Json::array();
    for (const TemplateItem& item : items) {
        Json body(Json::Object { { "id", item.name }, { "type_id", item.typeId } });
        Json part = Json::object();
        part.set(item.isText ? "Sequence" : "SpecialToken", std::move(body));
        parts.push(std::move(part));
    }
    return parts;
}

} // namespace

base::Result<OlderTokenizer> readOlderTokenizer(const TokenizerFiles& files, SideFiles side)
{
    const bool isByteLevel = !files.vocabJson.empty() && !files.mergesTxt.empty();
    if (!isByteLevel && files.vocabTxt.empty() && files.sentencePiece.empty()) {
        return noVocabulary(files);
    }
    const std::string name = classOf(side);
    const auto* row = std::find_if(kClasses.begin(), kClasses.end(),
                                   [&name](const ClassRow& item) { return item.name == name; });
    if (row != kClasses.end()) {
        return row->read(files, std::move(side), name);
    }
    const TokenizerFile& config
        = files.tokenizerConfig.empty() ? files.modelConfig : files.tokenizerConfig;
    if (!name.empty()) {
        return base::unsupported(config.string(), "tokenizer_class",
                                 "there is no tokenizer \"" + name + "\" here without its "
                                     + "tokenizer.json");
    }
    const TokenizerFile& vocabulary = isByteLevel ? files.vocabJson
        : !files.vocabTxt.empty()                 ? files.vocabTxt
                                                  : files.sentencePiece;
    return base::unsupported(vocabulary.string(), "tokenizer_class",
                             "neither tokenizer_config.json nor config.json says how this "
                             "vocabulary is used");
}

void setDefaultTokens(SideFiles& side,
                      std::initializer_list<std::pair<const char*, const char*>> defaults)
{
    for (const auto& [key, token] : defaults) {
        if (!side.namedToken(key)) {
            side.config.set(key, token);
        }
    }
}

base::Result<Json> templateProcessing(const std::vector<TemplateItem>& single,
                                      const std::vector<TemplateItem>& pair,
                                      const std::string& file, const FindId& findId)
{
    Json specials = Json::object();
    for (const auto* items : { &single, &pair }) {
        for (const TemplateItem& item : *items) {
            if (item.isText || specials.find(item.name) != nullptr) {
                continue;
            }
            FE_TRY(const Json token, tokenWithId(item.name, file, findId));
            specials.set(
                item.name,
                Json(Json::Object { { "ids", Json(Json::Array { (*token.asArray())[1] }) },
                                    { "tokens", Json(Json::Array { Json(item.name) }) } }));
        }
    }
    return Json(Json::Object { { "type", "TemplateProcessing" },
                               { "single", partsOf(single) },
                               { "pair", partsOf(pair) },
                               { "special_tokens", std::move(specials) } });
}

base::Result<Json> tokenWithId(const std::string& token, const std::string& file,
                               const FindId& findId)
{
    const auto id = findId(token);
    if (!id) {
        return base::malformed(file, {}, "the special token \"" + token + "\" is missing");
    }
    return Json(Json::Array { Json(token), Json(*id) });
}

} // namespace fe::tokenizers
