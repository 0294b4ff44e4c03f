// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

#include <array>

namespace fe::tokenizers {

// Defined by the stage's own file: normalizers/prepend.cpp defines makePrepend.
NormalizerFactory makeBertNormalizer, makeByteLevelNormalizer, makeLowercase, makeNfc, makeNfd,
    makeNfkc, makeNfkd, makeNmt, makeNormalizerSequence, makePrecompiled, makePrepend, makeReplace,
    makeStrip, makeStripAccents;
PreTokenizerFactory makeBertPreTokenizer, makeByteLevel, makeCharDelimiterSplit, makeDigits,
    makeFixedLength, makeMetaspace, makePreTokenizerSequence, makePunctuation, makeSplit,
    makeUnicodeScripts, makeWhitespace, makeWhitespaceSplit;
ModelFactory makeBpe, makeUnigram, makeWordLevel, makeWordPiece;
PostProcessorFactory makeBertProcessing, makeByteLevelProcessor, makePostProcessorSequence,
    makeRobertaProcessing, makeTemplateProcessing;
DecoderFactory makeBpeDecoder, makeByteFallback, makeByteLevelDecoder, makeCtc, makeDecoderSequence,
    makeFuse, makeMetaspaceDecoder, makeReplaceDecoder, makeStripDecoder, makeWordPieceDecoder;

namespace {

template<typename Factory>
struct Row {
    std::string_view type;
    Factory* make;
};

constexpr std::array kNormalizers = {
    Row<NormalizerFactory> { "BertNormalizer", &makeBertNormalizer },
    Row<NormalizerFactory> { "ByteLevel", &makeByteLevelNormalizer },
    Row<NormalizerFactory> { "Lowercase", &makeLowercase },
    Row<NormalizerFactory> { "NFC", &makeNfc },
    Row<NormalizerFactory> { "NFD", &makeNfd },
    Row<NormalizerFactory> { "NFKC", &makeNfkc },
    Row<NormalizerFactory> { "NFKD", &makeNfkd },
    Row<NormalizerFactory> { "Nmt", &makeNmt },
    Row<NormalizerFactory> { "Precompiled", &makePrecompiled },
    Row<NormalizerFactory> { "Prepend", &makePrepend },
    Row<NormalizerFactory> { "Replace", &makeReplace },
    Row<NormalizerFactory> { "Sequence", &makeNormalizerSequence },
    Row<NormalizerFactory> { "Strip", &makeStrip },
    Row<NormalizerFactory> { "StripAccents", &makeStripAccents },
};

constexpr std::array kPreTokenizers = {
    Row<PreTokenizerFactory> { "BertPreTokenizer", &makeBertPreTokenizer },
    Row<PreTokenizerFactory> { "ByteLevel", &makeByteLevel },
    Row<PreTokenizerFactory> { "CharDelimiterSplit", &makeCharDelimiterSplit },
    Row<PreTokenizerFactory> { "Digits", &makeDigits },
    Row<PreTokenizerFactory> { "FixedLength", &makeFixedLength },
    Row<PreTokenizerFactory> { "Metaspace", &makeMetaspace },
    Row<PreTokenizerFactory> { "Punctuation", &makePunctuation },
    Row<PreTokenizerFactory> { "Sequence", &makePreTokenizerSequence },
    Row<PreTokenizerFactory> { "Split", &makeSplit },
    Row<PreTokenizerFactory> { "UnicodeScripts", &makeUnicodeScripts },
    Row<PreTokenizerFactory> { "Whitespace", &makeWhitespace },
    Row<PreTokenizerFactory> { "WhitespaceSplit", &makeWhitespaceSplit },
};

constexpr std::array kModels = {
    Row<ModelFactory> { "BPE", &makeBpe },
    Row<ModelFactory> { "Unigram", &makeUnigram },
    Row<ModelFactory> { "WordLevel", &makeWordLevel },
    Row<ModelFactory> { "WordPiece", &makeWordPiece },
};

constexpr std::array kPostProcessors = {
    Row<PostProcessorFactory> { "BertProcessing", &makeBertProcessing },
    Row<PostProcessorFactory> { "ByteLevel", &makeByteLevelProcessor },
    Row<PostProcessorFactory> { "RobertaProcessing", &makeRobertaProcessing },
    Row<PostProcessorFactory> { "Sequence", &makePostProcessorSequence },
    Row<PostProcessorFactory> { "TemplateProcessing", &makeTemplateProcessing },
};

constexpr std::array kDecoders = {
    Row<DecoderFactory> { "BPEDecoder", &makeBpeDecoder },
    Row<DecoderFactory> { "ByteFallback", &makeByteFallback },
    Row<DecoderFactory> { "ByteLevel", &makeByteLevelDecoder },
    Row<DecoderFactory> { "CTC", &makeCtc },
    Row<DecoderFactory> { "Fuse", &makeFuse },
    Row<DecoderFactory> { "Metaspace", &makeMetaspaceDecoder },
    Row<DecoderFactory> { "Replace", &makeReplaceDecoder },
    Row<DecoderFactory> { "Sequence", &makeDecoderSequence },
    Row<DecoderFactory> { "Strip", &makeStripDecoder },
    Row<DecoderFactory> { "WordPiece", &makeWordPieceDecoder },
};

template<typename Factory, std::size_t N>
auto makeByType(const std::array<Row<Factory>, N>& rows, const StageSpec& spec,
                std::string_view kind) -> decltype(rows[0].make(spec))
{
    if (spec.json.asObject() == nullptr) {
        return spec.malformed({}, std::string("an object expected, found ") + spec.json.typeName());
    }
    FE_TRY(const std::string type, spec.text("type"));
    for (const Row<Factory>& row : rows) {
        if (row.type == type) {
            return row.make(spec);
        }
    }
    return spec.unsupported("type", "there is no " + std::string(kind) + " \"" + type + "\" here");
}

template<typename Factory, std::size_t N>
void appendNames(std::vector<std::string>& names, std::string_view kind,
                 const std::array<Row<Factory>, N>& rows)
{
    for (const Row<Factory>& row : rows) {
        names.push_back(std::string(kind) + "/" + std::string(row.type));
    }
}

} // namespace

base::Result<NormalizerPtr> makeNormalizer(const StageSpec& spec)
{
    return makeByType(kNormalizers, spec, "normalizer");
}

base::Result<PreTokenizerPtr> makePreTokenizer(const StageSpec& spec)
{
    return makeByType(kPreTokenizers, spec, "pre-tokenizer");
}

/// Files older than the field "type" tell by the fields that they have.
base::Result<ModelPtr> makeModel(const StageSpec& spec)
{
    if (spec.json.find("type") == nullptr && spec.json.find("vocab") != nullptr) {
        if (spec.json.find("merges") != nullptr) {
            return makeBpe(spec);
        }
        if (spec.json.find("continuing_subword_prefix") != nullptr) {
            return makeWordPiece(spec);
        }
        return spec.json.find("unk_token") != nullptr ? makeWordLevel(spec) : makeUnigram(spec);
    }
    return makeByType(kModels, spec, "model");
}

base::Error unknownWord(std::string_view word, const std::string& unknownToken)
{
    return base::invalidArgument("cannot tokenise \"" + std::string(word) + "\"",
                                 "the vocabulary lacks it and lacks its unknown token \""
                                     + unknownToken + "\"");
}

base::Result<PostProcessorPtr> makePostProcessor(const StageSpec& spec)
{
    return makeByType(kPostProcessors, spec, "post-processor");
}

base::Result<DecoderPtr> makeDecoder(const StageSpec& spec)
{
    return makeByType(kDecoders, spec, "decoder");
}

std::vector<std::string> supportedStages()
{
    std::vector<std::string> names;
    appendNames(names, "normalizers", kNormalizers);
    appendNames(names, "pre_tokenizers", kPreTokenizers);
    appendNames(names, "models", kModels);
    appendNames(names, "processors", kPostProcessors);
    appendNames(names, "decoders", kDecoders);
    return names;
}

} // namespace fe::tokenizers
