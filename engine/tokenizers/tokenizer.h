// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "formats/model_package.h"

#include <concepts>
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

/// A tokenised text, or two of them. The vectors have one entry per token.
struct Encoding {
    std::vector<TokenId> ids;
    std::vector<std::string> tokens; ///< the vocabulary's own spelling ("Ġworld")
    /// Slices of the original text (of a pair: of the text that the token is from); a token that is
    /// part of a code point covers all of it, a special token added by the post-processor has
    /// [0, 0].
    std::vector<ByteRange> ranges;
    /// Which text of a pair the token belongs to, as the post-processor says: 0 or 1, always 0 in
    /// models that do not tell them apart.
    std::vector<std::int32_t> typeIds;
};

enum class Side { Left, Right };

/// How a text that is too long is cut.
struct Truncation {
    /// Which text of a pair is cut.
    enum class Strategy { LongestFirst, OnlyFirst, OnlySecond };

    std::size_t maxLength = 512; ///< tokens, with the special ones that are added
    Side side = Side::Right; ///< where tokens are cut off
    Strategy strategy = Strategy::LongestFirst;
};

/// How the texts of a batch are brought to one length.
struct Padding {
    std::optional<std::size_t> fixedLength; ///< tokens; nothing: as long as the longest text
    std::size_t multipleOf = 1; ///< the length is rounded up to one
    Side side = Side::Right; ///< where padding is put
    TokenId id = 0;
    std::int32_t typeId = 0;
};

/// What a model's files say about batches of texts; encode() does nothing of it by itself.
struct BatchSettings {
    std::optional<Truncation> truncation; ///< tokenizer.json's
    std::optional<std::size_t> modelMaxLength; ///< tokenizer_config.json's, tokens
    std::optional<Padding> padding; ///< nothing if the model has no padding token
};

struct EncodeOptions {
    bool addSpecialTokens = true; ///< run the post-processor (BOS, EOS, [CLS] ...)
    /// Special tokens spelled in the text become their ids. Chat prompts switch this off for what
    /// the user typed.
    bool parseSpecialTokens = true;
    std::optional<Truncation> truncation {}; ///< nothing: the whole text
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
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// Refuses text that is not valid UTF-8, and an unknown word if the vocabulary has no unknown
    /// token. Never longer than O(n log n) in the text, whatever the file's regular expressions.
    [[nodiscard]] virtual base::Result<Encoding> encode(std::string_view text,
                                                        const EncodeOptions& options
                                                        = {}) const = 0;
    /// Two texts in one sequence (premise and hypothesis, question and passage), as the
    /// post-processor joins them.
    [[nodiscard]] virtual base::Result<Encoding> encodePair(std::string_view first,
                                                            std::string_view second,
                                                            const EncodeOptions& options
                                                            = {}) const;
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
    [[nodiscard]] virtual std::optional<TokenId> eosId() const { return std::nullopt; }
    [[nodiscard]] virtual std::optional<TokenId> padId() const { return std::nullopt; }
    [[nodiscard]] virtual const BatchSettings& batchSettings() const;
    /// Every id that ends a turn or a text (eos, eot: "<|im_end|>", "<|eot_id|>", "<end_of_turn>").
    [[nodiscard]] virtual const std::vector<TokenId>& stopIds() const = 0;
    /// Jinja source of the chat template, if the files hold one.
    [[nodiscard]] virtual const std::optional<std::string>& chatTemplate() const = 0;
    /// "byte-level BPE", for people.
    [[nodiscard]] virtual std::string description() const = 0;
};

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

/// Texts of one length, row-major: what a model's batch takes.
struct Batch {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<TokenId> ids;
    std::vector<std::uint8_t> attentionMask; ///< 0 where there is padding
    std::vector<std::int32_t> typeIds;
};

/// Pads encodings to one length. One that is longer than a fixed length makes all as long as it.
[[nodiscard]] Batch padBatch(std::span<const Encoding> encodings, const Padding& padding);

/// One file of a tokenizer: on the disk, or the text of one that lies inside an archive.
class TokenizerFile
{
public:
    TokenizerFile() = default;
    /// Anything that is a path: the usual case needs no naming of the class.
    template<typename Path>
    requires std::convertible_to<Path, std::filesystem::path> TokenizerFile(Path&& path)
        : m_path(std::forward<Path>(path))
    {
    }
    /// @param name for errors.
    TokenizerFile(std::filesystem::path name, std::string text)
        : m_path(std::move(name)), m_text(std::move(text))
    {
    }

    [[nodiscard]] bool empty() const { return m_path.empty(); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::string string() const { return m_path.string(); }
    /// Nothing if it lies on the disk.
    [[nodiscard]] const std::optional<std::string>& text() const { return m_text; }

private:
    std::filesystem::path m_path;
    std::optional<std::string> m_text;
};

/// The parts of a tokenizer as they are published.
struct TokenizerFiles {
    TokenizerFile tokenizerJson;
    TokenizerFile tokenizerConfig; ///< may be empty
    TokenizerFile specialTokensMap; ///< may be empty
    TokenizerFile generationConfig; ///< may be empty; its eos_token_id (one or a list) are stop ids
    TokenizerFile chatTemplate; ///< chat_template.jinja; may be empty
    TokenizerFile modelConfig {}; ///< config.json, whose model_type names a tokenizer
    // What models without a tokenizer.json have in its place.
    TokenizerFile vocabJson {}; ///< byte-level BPE, with
    TokenizerFile mergesTxt {};
    TokenizerFile vocabTxt {}; ///< WordPiece
    TokenizerFile sentencePiece {}; ///< spiece.model, tokenizer.model ...
    TokenizerFile addedTokens {}; ///< added_tokens.json; may be empty
};

/// The tokenizer's files in a folder, by the names under which they are published.
[[nodiscard]] TokenizerFiles tokenizerFilesIn(const std::filesystem::path& folder);

/// From tokenizerJson, or else from a vocabulary in an older form: then the files' tokenizer_class
/// or model_type says how it is used. Refuses stages, options and classes that this program does
/// not have, by name and field.
[[nodiscard]] base::Result<TokenizerPtr> loadTokenizer(const TokenizerFiles& files);

/// The tokenizer of a model package, whatever its format. NotFound if it has none.
[[nodiscard]] base::Result<TokenizerPtr> loadTokenizer(const formats::ModelPackage& package);

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
