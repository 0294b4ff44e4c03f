// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/side_files.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::tokenizers {

/// A tokenizer from before tokenizer.json, put into the form of one.
struct OlderTokenizer {
    base::Json stages; ///< the members of a tokenizer.json but added_tokens
    ModelPtr model; ///< stands in for stages' "model" if it is not null
    std::vector<AddedToken> added; ///< that the vocabulary itself has
    SideFiles side; ///< with the class's own special tokens where the files name none
    std::string file; ///< the vocabulary, for errors
};

/// From vocab.json and merges.txt, vocab.txt or a SentencePiece model. The tokenizer's class (or
/// else the model's type) says which, and what is done around it. NotFound if there is none.
[[nodiscard]] base::Result<OlderTokenizer> readOlderTokenizer(const TokenizerFiles& files,
                                                              SideFiles side);

// The kinds, each given the class: "RobertaTokenizer".
[[nodiscard]] base::Result<OlderTokenizer> readByteLevelFiles(const TokenizerFiles& files,
                                                              SideFiles side,
                                                              const std::string& tokenizerClass);
[[nodiscard]] base::Result<OlderTokenizer> readWordPieceFiles(const TokenizerFiles& files,
                                                              SideFiles side,
                                                              const std::string& tokenizerClass);
[[nodiscard]] base::Result<OlderTokenizer> readSentencePieceFile(const TokenizerFiles& files,
                                                                 SideFiles side,
                                                                 const std::string& tokenizerClass);

/// Names special tokens where the files do not: { "eos_token", "</s>" } ...
void setDefaultTokens(SideFiles& side,
                      std::initializer_list<std::pair<const char*, const char*>> defaults);

/// Finds the id of a token; nothing if there is none.
using FindId = std::function<std::optional<TokenId>(std::string_view)>;

/// A part of a template: a text ("A", "B") or a special token.
struct TemplateItem {
    std::string name;
    bool isText = false;
    int typeId = 0;
};

/// The JSON of a TemplateProcessing. Malformed if a special token is not in the vocabulary.
[[nodiscard]] base::Result<base::Json> templateProcessing(const std::vector<TemplateItem>& single,
                                                          const std::vector<TemplateItem>& pair,
                                                          const std::string& file,
                                                          const FindId& findId);

/// ["</s>", 2], as post-processors write a token. Malformed if it is not in the vocabulary.
[[nodiscard]] base::Result<base::Json> tokenWithId(const std::string& token,
                                                   const std::string& file, const FindId& findId);

} // namespace fe::tokenizers
