// SPDX-License-Identifier: Apache-2.0
// tokenizer.json and the files beside it, as Hugging Face's libraries write them.
#include "tokenizers/file_text.h"
#include "tokenizers/pipeline.h"
#include "tokenizers/side_files.h"
#include "tokenizers/stages.h"
#include "tokenizers/vocabulary_files.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

constexpr std::uintmax_t kLargestTokenizer = 512U << 20U;

base::Result<std::vector<AddedToken>> readAddedTokens(const StageSpec& root)
{
    std::vector<AddedToken> tokens;
    const base::Json* list = root.json.findNonNull("added_tokens");
    if (list == nullptr) {
        return tokens;
    }
    if (list->asArray() == nullptr) {
        return root.malformed("added_tokens",
                              std::string("an array expected, found ") + list->typeName());
    }
    for (const base::Json& item : *list->asArray()) {
        const StageSpec spec = root.child(item, "added_tokens", tokens.size());
        FE_TRY(const base::Json* id, spec.required("id"));
        FE_TRY([[maybe_unused]] const TokenId writtenId, readTokenId(*id, spec, "id"));
        FE_TRY(AddedToken token, readAddedToken(spec));
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// All but the added tokens. @param model stands in for the file's if it is not null.
base::Result<PipelineParts> readStages(const StageSpec& root, ModelPtr model)
{
    if (root.json.asObject() == nullptr) {
        return root.malformed({}, std::string("an object expected, found ") + root.json.typeName());
    }
    PipelineParts parts;
    if (const base::Json* json = root.json.findNonNull("normalizer")) {
        FE_TRY(parts.normalizer, makeNormalizer(root.child(*json, "normalizer")));
    }
    if (const base::Json* json = root.json.findNonNull("pre_tokenizer")) {
        FE_TRY(parts.preTokenizer, makePreTokenizer(root.child(*json, "pre_tokenizer")));
    }
    parts.model = std::move(model);
    if (!parts.model) {
        FE_TRY(const base::Json* json, root.required("model"));
        FE_TRY(parts.model, makeModel(root.child(*json, "model")));
    }
    if (const base::Json* json = root.json.findNonNull("post_processor")) {
        FE_TRY(parts.postProcessor, makePostProcessor(root.child(*json, "post_processor")));
    }
    if (const base::Json* json = root.json.findNonNull("decoder")) {
        FE_TRY(parts.decoder, makeDecoder(root.child(*json, "decoder")));
    }
    return parts;
}

} // namespace

base::Result<AddedToken> readAddedToken(const StageSpec& spec)
{
    if (spec.json.asObject() == nullptr) {
        return spec.malformed({}, std::string("an object expected, found ") + spec.json.typeName());
    }
    AddedToken token;
    FE_TRY(token.content, spec.text("content"));
    FE_TRY(token.singleWord, spec.flag("single_word"));
    FE_TRY(token.stripLeft, spec.flag("lstrip"));
    FE_TRY(token.stripRight, spec.flag("rstrip"));
    FE_TRY(token.normalized, spec.flag("normalized"));
    FE_TRY(token.special, spec.flag("special"));
    return token;
}

namespace {

/// What the post-processor adds to texts must be in the vocabulary: it names ids of its own.
base::Result<TokenizerPtr> checked(TokenizerPtr tokenizer, const std::string& file)
{
    const auto pair = tokenizer->encodePair({}, {});
    FE_TRY(const Encoding single, tokenizer->encode({}));
    for (const Encoding& encoding : { single, pair ? *pair : Encoding {} }) {
        for (const TokenId id : encoding.ids) {
            if (id < 0 || static_cast<std::size_t>(id) >= tokenizer->vocabSize()) {
                return base::malformed(file, "post_processor",
                                       "it adds id " + std::to_string(id)
                                           + ", which the vocabulary does not have");
            }
        }
    }
    return tokenizer;
}

/// @param find gives the first of some names that is there, or an empty file.
template<typename Find>
TokenizerFiles namedFiles(const Find& find)
{
    TokenizerFiles files;
    files.tokenizerJson = find({ "tokenizer.json" });
    files.tokenizerConfig = find({ "tokenizer_config.json" });
    files.specialTokensMap = find({ "special_tokens_map.json" });
    files.generationConfig = find({ "generation_config.json" });
    files.chatTemplate = find({ "chat_template.jinja" });
    files.modelConfig = find({ "config.json" });
    files.vocabJson = find({ "vocab.json" });
    files.mergesTxt = find({ "merges.txt" });
    files.vocabTxt = find({ "vocab.txt" });
    files.sentencePiece = find({ "spiece.model", "tokenizer.model", "sentencepiece.bpe.model",
                                 "sentencepiece.model", "spm.model" });
    files.addedTokens = find({ "added_tokens.json" });
    return files;
}

} // namespace

TokenizerFiles tokenizerFilesIn(const std::filesystem::path& folder)
{
    const auto find = [&folder](std::initializer_list<const char*> names) -> TokenizerFile {
        for (const char* name : names) {
            std::error_code ignored;
            if (std::filesystem::is_regular_file(folder / name, ignored)) {
                return folder / name;
            }
        }
        return TokenizerFile();
    };
    return namedFiles(find);
}

base::Result<TokenizerPtr> loadTokenizer(const formats::ModelPackage& package)
{
    const std::string where = package.path().string();
    // A GGUF, or an archive that was made of one.
    if (package.config().find("tokenizer.ggml.model") != nullptr
        || package.kind() == formats::PackageKind::Gguf) {
        return loadTokenizer(package.config(), where);
    }
    if (package.kind() == formats::PackageKind::Safetensors) {
        return base::unsupported(where, {}, "a lone weights file holds no tokenizer");
    }
    if (package.kind() == formats::PackageKind::HuggingFace) {
        return loadTokenizer(tokenizerFilesIn(package.path()));
    }
    const std::vector<std::string> present = package.sideFileNames();
    base::Result<void> read;
    const auto find = [&](std::initializer_list<const char*> names) -> TokenizerFile {
        for (const char* name : names) {
            if (std::find(present.begin(), present.end(), name) == present.end()) {
                continue;
            }
            auto text = package.readSideFile(name);
            if (text) {
                return { package.path() / name, *std::move(text) };
            }
            read = text.error();
        }
        return {};
    };
    TokenizerFiles files = namedFiles(find);
    FE_CHECK(read);
    files.modelConfig = { package.path() / "config.json", base::toText(package.config()) };
    return loadTokenizer(files);
}

base::Result<TokenizerPtr> loadTokenizer(const TokenizerFiles& files)
{
    if (!files.tokenizerJson.empty()) {
        const std::string name = files.tokenizerJson.string();
        FE_TRY(const base::Json json, readJsonFile(files.tokenizerJson, kLargestTokenizer));
        const StageSpec root { json, {}, name };
        FE_TRY(PipelineParts parts, readStages(root, nullptr));
        FE_TRY(std::vector<AddedToken> added, readAddedTokens(root));
        FE_TRY(const SideFiles side, SideFiles::read(files));
        FE_CHECK(addSideTokens(side, files.tokenizerConfig.string(), added));
        FE_TRY(parts.added,
               AddedTokens::build(std::move(added), parts.model->vocabulary(),
                                  parts.normalizer.get(),
                                  StageSpec { json, "added_tokens", name }));
        FE_TRY(TokenizerFacts facts, readFacts(side, files, &json, parts));
        return checked(std::make_shared<Pipeline>(std::move(parts), std::move(facts)), name);
    }
    FE_TRY(const SideFiles side, SideFiles::read(files));
    FE_TRY(OlderTokenizer older, readOlderTokenizer(files, side));
    const StageSpec root { older.stages, {}, older.file };
    FE_TRY(PipelineParts parts, readStages(root, std::move(older.model)));
    FE_CHECK(addSideTokens(older.side, files.tokenizerConfig.string(), older.added));
    FE_TRY(parts.added,
           AddedTokens::build(std::move(older.added), parts.model->vocabulary(),
                              parts.normalizer.get(), root));
    FE_TRY(TokenizerFacts facts, readFacts(older.side, files, nullptr, parts));
    return checked(std::make_shared<Pipeline>(std::move(parts), std::move(facts)), older.file);
}

} // namespace fe::tokenizers
