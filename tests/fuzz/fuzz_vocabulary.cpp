// SPDX-License-Identifier: GPL-3.0-or-later
//
// Vocabularies in the forms that came before tokenizer.json. The input's beginning says which one
// it is, and its length how the model's class would use it.
#include "fuzz/target.h"
#include "fuzz/tokenizer_checks.h"

#include <array>
#include <string>

namespace {

using namespace fe;

constexpr std::string_view kVocab = R"({"t":0,"h":1,"e":2,"th":3,"the":4,"<|endoftext|>":5})";
constexpr std::string_view kMerges = "#version: 0.2\nt h\nth e\n";

std::span<const std::uint8_t> bytesOf(std::string_view text)
{
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

std::filesystem::path writeConfig(const fuzz::Folder& folder, std::string_view tokenizerClass)
{
    return folder.write("tokenizer_config.json",
                        bytesOf(R"({"tokenizer_class":")" + std::string(tokenizerClass) + "\"}"));
}

/// The files that are loaded together, the input among them.
tokenizers::TokenizerFiles placeInput(std::span<const std::uint8_t> bytes)
{
    static const fuzz::Folder folder;
    constexpr std::array kSentencePiece
        = { "LlamaTokenizer",  "T5Tokenizer",    "XLMRobertaTokenizer",
            "AlbertTokenizer", "GemmaTokenizer", "SiglipTokenizer" };
    constexpr std::array kByteLevel = { "GPT2Tokenizer", "RobertaTokenizer", "CLIPTokenizer" };
    const std::string text(bytes.begin(),
                           bytes.begin() + std::min<std::ptrdiff_t>(8, std::ssize(bytes)));
    const bool isMerges = text.starts_with("#version");
    tokenizers::TokenizerFiles files;
    if (isMerges || text.starts_with('{')) {
        files.tokenizerConfig = writeConfig(folder, kByteLevel[bytes.size() % kByteLevel.size()]);
        files.vocabJson = folder.write("vocab.json", isMerges ? bytesOf(kVocab) : bytes);
        files.mergesTxt = folder.write("merges.txt", isMerges ? bytes : bytesOf(kMerges));
    } else if (text.starts_with('\n')) { // the first field of a protobuf message
        files.tokenizerConfig
            = writeConfig(folder, kSentencePiece[bytes.size() % kSentencePiece.size()]);
        files.sentencePiece = folder.write("spiece.model", bytes);
    } else {
        files.tokenizerConfig = writeConfig(folder, "BertTokenizer");
        files.vocabTxt = folder.write("vocab.txt", bytes);
    }
    return files;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto tokenizer = tokenizers::loadTokenizer(placeInput(std::span(data, size)));
    if (tokenizer) {
        fuzz::checkTokenizer(*tokenizer);
    } else {
        fuzz::require(!tokenizer.error().oneLine().empty(), "a refusal has its reason");
    }
    return 0;
}
