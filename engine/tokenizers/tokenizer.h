// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

using TokenId = std::int32_t;

/// Bytes [begin, end) of the original UTF-8 text.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// A tokenised text. The three vectors have one entry per token.
struct Encoding {
    std::vector<TokenId> ids;
    std::vector<std::string> tokens; ///< the vocabulary's own spelling ("Ġworld")
    /// Slices of the original text; a token that is part of a code point covers all of it, a
    /// special token added by the post-processor has [0, 0].
    std::vector<ByteRange> ranges;
};

struct EncodeOptions {
    bool addSpecialTokens = true; ///< run the post-processor (BOS, EOS, [CLS] ...)
    /// Special tokens spelled in the text become their ids. Chat prompts switch this off for what
    /// the user typed.
    bool parseSpecialTokens = true;
};

struct DecodeOptions {
    bool skipSpecialTokens = false;
};

/// One decoding of a growing id sequence, see StreamDecoder.
class DecodeRun
{
public:
    virtual ~DecodeRun() = default;
    /// The text that became certain with this id; may be empty.
    [[nodiscard]] virtual std::string push(TokenId id) = 0;
    /// What is left; nothing can be pushed afterwards.
    [[nodiscard]] virtual std::string finish() = 0;
};

/// Immutable pipeline: normalise, pre-tokenise, model, post-process; and back. Thread-safe.
/// Truncation and padding set in the file are ignored.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// Refuses text that is not valid UTF-8, and an unknown word if the vocabulary has no unknown
    /// token. Never longer than O(n log n) in the text, whatever the file's regular expressions.
    [[nodiscard]] virtual base::Result<Encoding> encode(std::string_view text,
                                                        const EncodeOptions& options
                                                        = {}) const = 0;
    /// Ids outside the vocabulary are skipped. Bytes that are no UTF-8 become U+FFFD.
    [[nodiscard]] virtual std::string decode(std::span<const TokenId> ids,
                                             const DecodeOptions& options = {}) const = 0;
    /// A run whose pieces together equal decode() of all ids. The run borrows the tokenizer. The
    /// default holds everything back until finish().
    [[nodiscard]] virtual std::unique_ptr<DecodeRun> startDecoding(
        const DecodeOptions& options) const;
    /// Number of ids (largest id + 1).
    [[nodiscard]] virtual std::size_t vocabSize() const = 0;
    /// The vocabulary's spelling ("Ġthe", "<0x0A>", "<|im_end|>"); empty for an unused id.
    [[nodiscard]] virtual std::string token(TokenId id) const = 0;
    /// The bytes the token stands for inside a text (" the", "\n"), not always valid UTF-8 by
    /// themselves; a special token's spelling.
    [[nodiscard]] virtual std::string tokenBytes(TokenId id) const = 0;
    [[nodiscard]] virtual std::optional<TokenId> idOf(std::string_view token) const = 0;
    [[nodiscard]] virtual bool isSpecial(TokenId id) const = 0;
    /// From GGUF metadata or tokenizer_config.json; nothing if the model has none.
    [[nodiscard]] virtual std::optional<TokenId> bosId() const = 0;
    /// Every id that ends a turn or a text (eos, eot: "<|im_end|>", "<|eot_id|>", "<end_of_turn>").
    [[nodiscard]] virtual const std::vector<TokenId>& stopIds() const = 0;
    /// Jinja source of the chat template, if the files hold one.
    [[nodiscard]] virtual const std::optional<std::string>& chatTemplate() const = 0;
    /// "byte-level BPE", for people.
    [[nodiscard]] virtual std::string description() const = 0;
};

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

/// Where the parts of a tokenizer lie in a Hugging Face folder.
struct TokenizerFiles {
    std::filesystem::path tokenizerJson;
    std::filesystem::path tokenizerConfig; ///< may be empty
    std::filesystem::path specialTokensMap; ///< may be empty
    std::filesystem::path
        generationConfig; ///< may be empty; its eos_token_id (one or a list) are stop ids
    std::filesystem::path chatTemplate; ///< chat_template.jinja; may be empty
};

/// Only tokenizerJson is needed. Refuses stages and options that this program does not have, by
/// name and field.
[[nodiscard]] base::Result<TokenizerPtr> loadTokenizer(const TokenizerFiles& files);

/// From the metadata of a GGUF (keys "tokenizer.ggml.model", ".tokens", ".merges", ".scores",
/// ".token_type", ".pre", "tokenizer.chat_template" ...). @param file names it in errors.
[[nodiscard]] base::Result<TokenizerPtr> loadTokenizer(const base::Json& ggufMetadata,
                                                       const std::string& file);

/// The stages that tokenizer.json may name: "pre_tokenizers/Digits", ... sorted by kind and name.
[[nodiscard]] std::vector<std::string> supportedStages();

/// Turns a growing id sequence into text, piece by piece: every piece is valid UTF-8, no code point
/// is split, and all pieces together equal decode() of all ids. Text comes as soon as no later id
/// can change it: byte tokens wait for the end of their run.
class StreamDecoder
{
public:
    StreamDecoder(TokenizerPtr tokenizer, DecodeOptions options);

    /// The text that became certain with this id; may be empty.
    [[nodiscard]] std::string push(TokenId id);
    /// What is left; incomplete bytes become U+FFFD.
    [[nodiscard]] std::string finish();

private:
    TokenizerPtr m_tokenizer;
    std::unique_ptr<DecodeRun> m_run;
};

} // namespace fe::tokenizers
