// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"
#include "tokenizers/stage_spec.h"
#include "tokenizers/vocabulary.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// First stage: changes the text (case, spaces, composition) and keeps the alignment. Immutable.
class Normalizer
{
public:
    virtual ~Normalizer() = default;
    /// Appends the normalised `source` to `out`, which may already hold other text.
    [[nodiscard]] virtual base::Result<void> normalize(const TextView& source,
                                                       AlignedText& out) const = 0;
};

/// Second stage: cuts the text into the words that the model sees one at a time. Immutable.
class PreTokenizer
{
public:
    virtual ~PreTokenizer() = default;
    [[nodiscard]] virtual base::Result<void> apply(PieceList& pieces) const = 0;
};

/// A token of one word: bytes [begin, end) of that word. They may reach beyond it where the
/// reference's do; who uses them clamps.
struct ModelToken {
    TokenId id = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool spelledAsText = false; ///< shown as the word's own text, not as the vocabulary's token
};

struct ModelOptions {
    /// Tokens that text must not become, even if it spells them; null allows all.
    const TokenSet* forbidden = nullptr;
};

/// Third stage: a word into tokens of the vocabulary. Immutable, thread-safe.
class Model
{
public:
    virtual ~Model() = default;
    [[nodiscard]] virtual base::Result<void> tokenize(std::string_view word,
                                                      const ModelOptions& options,
                                                      std::vector<ModelToken>& out) const = 0;
    [[nodiscard]] virtual const Vocabulary& vocabulary() const = 0;
    /// "byte-level BPE": for people; `byteLevel` says whether the pipeline spells bytes.
    [[nodiscard]] virtual std::string description(bool byteLevel) const = 0;
};

/// The refusal of a word for which the vocabulary has neither a token nor its unknown token.
[[nodiscard]] base::Error unknownWord(std::string_view word, const std::string& unknownToken);

/// A part of the result on its way through the post-processors: a text, or added tokens.
struct Segment {
    Encoding encoding;
    std::string_view original; ///< the text that was encoded
};

/// Fourth stage: adds special tokens, trims ranges, sets type ids. Immutable.
class PostProcessor
{
public:
    virtual ~PostProcessor() = default;
    /// @param segments one text or two, until a stage puts others between them; in the end they are
    /// joined. @param addSpecialTokens false: none are added, the rest is done.
    virtual void process(std::vector<Segment>& segments, bool addSpecialTokens) const = 0;
    /// How many special tokens it adds to one text, or to two.
    [[nodiscard]] virtual std::size_t addedTokens(bool isPair) const = 0;
};

/// Receives decoded text. A token may arrive in several parts; the last has `endsToken`.
class TextSink
{
public:
    virtual ~TextSink() = default;
    virtual void write(std::string_view part, bool endsToken) = 0;
    /// No more will come.
    virtual void finish() = 0;
};

/// Last stage: from tokens back to text. Immutable; `start` gives a run that passes on text as
/// soon as nothing that follows can change it, so whole and streamed decoding are the same code.
class Decoder
{
public:
    virtual ~Decoder() = default;
    /// A run that writes to `next`, which it owns.
    [[nodiscard]] virtual std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const = 0;
    /// What the token stands for in the middle of a text; bytes, not always valid UTF-8.
    [[nodiscard]] virtual std::string inside(std::string token) const = 0;
    /// Whether tokens are spelled in the byte alphabet.
    [[nodiscard]] virtual bool isByteLevel() const { return false; }
};

using NormalizerPtr = std::unique_ptr<const Normalizer>;
using PreTokenizerPtr = std::unique_ptr<const PreTokenizer>;
using ModelPtr = std::unique_ptr<const Model>;
using PostProcessorPtr = std::unique_ptr<const PostProcessor>;
using DecoderPtr = std::unique_ptr<const Decoder>;

// What a stage's file defines and stages.cpp lists: builds the stage from its JSON object.
using NormalizerFactory = base::Result<NormalizerPtr>(const StageSpec&);
using PreTokenizerFactory = base::Result<PreTokenizerPtr>(const StageSpec&);
using ModelFactory = base::Result<ModelPtr>(const StageSpec&);
using PostProcessorFactory = base::Result<PostProcessorPtr>(const StageSpec&);
using DecoderFactory = base::Result<DecoderPtr>(const StageSpec&);

} // namespace fe::tokenizers
