// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/dtype.h"
#include "base/progress.h"
#include "base/result.h"
#include "base/shape.h"
#include "formats/model_package.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fe::models {

using TokenId = std::int32_t;

/// How weights lie in memory and which arithmetic the products use.
enum class WeightForm {
    Stored, ///< as in the file; quantised blocks stay quantised
    F32, ///< dequantised or upcast, every product in float32: the reference
    BF16, ///< bfloat16 weights, float32 sums
    Int8, ///< blocks of 8 bits (Q8_0); CPU only
    Int4, ///< blocks of 4 bits (Q4_1); CPU only
};

struct LoadOptions {
    WeightForm weights = WeightForm::Stored;
    std::string device = "cpu"; ///< "cpu", "cuda" or "cuda:N"
};

/// One stack of layers, as analyses see it.
struct StackInfo {
    std::string name; ///< "", "encoder", "decoder", "text" or "vision"; before "_" in result names
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t intermediateSize = 0;
    bool causal = false;
};

/// What a model that reads pictures wants.
struct PictureInfo {
    std::int64_t imageSize = 0; ///< pixels each side; 0: it reads none
    std::int64_t patchSize = 0; ///< pixels
    std::int64_t prefixTokens = 0; ///< class and register tokens before the patches
};

/// What a model is, for people and for other rooms. Where there are two stacks, the numbers are
/// those of the text stack or of the encoder.
struct ModelInfo {
    std::string architecture; ///< registry id, "llama"
    std::string kind; ///< "decoder", "encoder", "encoder-decoder", "vision", "vision-language"
    std::uint64_t parameters = 0;
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t context = 0; ///< longest sequence the model was made for, tokens
    std::int64_t vocabSize = 0; ///< 0: it reads no text
    /// Texts are padded to the whole context and padding counts (SigLIP was trained so).
    bool padsTexts = false;
    std::int64_t embeddingSize = 0; ///< dual encoders: of image and text vectors
    /// Dual encoders, once loaded: logit = exp(logitScale) image . text + logitBias.
    float logitScale = 0;
    float logitBias = 0;
    std::int64_t tokenTypes = 1; ///< encoders: values of token_type_ids
    TokenId decoderStart = 0; ///< encoder-decoders: first id of every answer
    PictureInfo picture;
    std::vector<std::string> labels; ///< of a classification head, by index
    std::vector<StackInfo> stacks;

    [[nodiscard]] bool readsText() const { return vocabSize > 0; }
    [[nodiscard]] bool readsPictures() const { return picture.imageSize > 0; }
};

/// One row of next-token scores, natural units, before any temperature.
using Logits = std::span<const float>; // [vocab]

/// Called with logits of consecutive positions; return false to stop early.
using LogitSink = std::function<bool(std::size_t position, Logits logits)>;

/// One running text: the KV cache and how far it is filled. One thread at a time. After an Error
/// other than Cancelled it is poisoned: every call fails until reset(). After Cancelled it stands
/// where it stood before the call.
class Session
{
public:
    virtual ~Session() = default;

    /// Tokens in the cache.
    [[nodiscard]] virtual std::int64_t position() const = 0;
    /// Most tokens it can hold.
    [[nodiscard]] virtual std::int64_t capacity() const = 0;

    /// Reads `ids` (not empty) after what is there, in chunks, and gives the scores of the token
    /// that follows the last of them. The span is valid until the next call. Cancel is checked
    /// between chunks and, within a chunk, between layers. Progress counts tokens.
    [[nodiscard]] virtual base::Result<Logits> append(std::span<const TokenId> ids,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress)
        = 0;
    /// The same, giving the scores after every one of `ids` to `sink` (position counted in the
    /// session). Memory stays that of one chunk.
    [[nodiscard]] virtual base::Result<void> appendScored(std::span<const TokenId> ids,
                                                          const LogitSink& sink,
                                                          const base::CancelToken& cancel,
                                                          base::Progress& progress)
        = 0;
    /// Forgets all tokens after the first `length`, so that a shared beginning is read once.
    [[nodiscard]] virtual base::Result<void> truncate(std::int64_t length) = 0;
    /// Forgets everything, poison included.
    virtual void reset() = 0;
};

/// A float32 array with a name, as `fexp run --dump` writes it.
struct NamedArray {
    std::string name;
    base::Shape shape;
    std::vector<float> values;
};

/// Pictures ready for a model: [count, 3, height, width], float32, row-major.
struct Pixels {
    std::int64_t count = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::vector<float> values;
};

/// What is switched off (or scaled) in one stack during a pass; empty members switch nothing.
struct Switches {
    std::vector<std::vector<float>> heads; ///< [layers][heads], multiplies each head's output
    std::vector<bool> layersOff; ///< [layers], a layer passes its input on
    std::vector<bool> mlpsOff; ///< [layers], a layer's MLP adds nothing
};

/// One whole forward pass over a batch; every row has the same length. Members that a model does
/// not read are refused.
struct ForwardInput {
    std::vector<std::vector<TokenId>> ids; ///< [batch][sequence]
    std::vector<std::vector<std::int64_t>>
        attentionMask; ///< same shape, 1 = counts; empty = all count
    std::vector<std::vector<std::int64_t>> tokenTypes; ///< same shape; empty = all 0
    std::vector<std::vector<TokenId>> decoderIds; ///< encoder-decoders: [batch][answer]
    Pixels pixels; ///< vision: as many as rows of ids, or any number without ids
    std::map<std::string, Switches> switches; ///< by StackInfo::name
    bool hiddenStates = true; ///< hidden_states.0 .. L, final_norm_input
    bool attentions = true; ///< attentions.0 .. L-1, [batch, head, query, key], rows sum to 1
    bool outputs = true; ///< logits, pooler_output, embeddings; else last_hidden_state alone
};

/// A loaded model of any kind: weights are constant and shared, any number of threads may run it.
class Model
{
public:
    virtual ~Model() = default;

    [[nodiscard]] virtual const ModelInfo& info() const = 0;
    [[nodiscard]] virtual const LoadOptions& options() const = 0;
    /// Bytes of memory its weights occupy.
    [[nodiscard]] virtual std::uint64_t weightBytes() const = 0;

    /// Results with the names and values of transformers' output classes (see CLI.md, `run`).
    /// Refused beforehand if they would not fit.
    [[nodiscard]] virtual base::Result<std::vector<NamedArray>> forward(
        const ForwardInput& input, const base::CancelToken& cancel,
        base::Progress& progress) const = 0;
};

using ModelPtr = std::shared_ptr<const Model>;

/// A model that writes text: a decoder, or an encoder-decoder. Any number of sessions may run (one
/// thread at a time each).
class LanguageModel : public Model
{
public:
    /// Bytes of KV cache for one token of one session.
    [[nodiscard]] virtual std::uint64_t cacheBytesPerToken() const = 0;

    /// @param maxTokens most tokens the session will hold; at most info().context. Refused with
    /// OutOfMemory if the cache cannot fit.
    [[nodiscard]] virtual base::Result<std::unique_ptr<Session>> newSession(
        std::int64_t maxTokens) const = 0;

    /// Encoder-decoders: reads `source` (not empty) with the encoder; the session is the answer's
    /// and its first id is info().decoderStart. Other models have no encoder and refuse.
    [[nodiscard]] virtual base::Result<std::unique_ptr<Session>> newAnswerSession(
        std::span<const TokenId> source, std::int64_t maxTokens, const base::CancelToken& cancel,
        base::Progress& progress) const;
    [[nodiscard]] bool hasEncoder() const { return info().kind == "encoder-decoder"; }
};

using LanguageModelPtr = std::shared_ptr<const LanguageModel>;

/// What the package says the model is, without loading it; names the field or tensor that refuses
/// (every tensor's presence, type and shape is checked).
[[nodiscard]] base::Result<ModelInfo> describe(const formats::ModelPackage& package);

/// Bytes needed to load with these options and to run one session of `sessionTokens`.
[[nodiscard]] base::Result<std::uint64_t> memoryNeed(const formats::ModelPackage& package,
                                                     const LoadOptions& options,
                                                     std::int64_t sessionTokens);

/// Reads and binds the weights of a model of any kind; progress counts bytes. Refused with
/// OutOfMemory before reading if memoryNeed exceeds what the machine has free.
[[nodiscard]] base::Result<ModelPtr> loadModel(const formats::PackagePtr& package,
                                               const LoadOptions& options,
                                               const base::CancelToken& cancel,
                                               base::Progress& progress);
/// The same for a model that must write text; others are Unsupported.
[[nodiscard]] base::Result<LanguageModelPtr> loadLanguageModel(const formats::PackagePtr& package,
                                                               const LoadOptions& options,
                                                               const base::CancelToken& cancel,
                                                               base::Progress& progress);

/// Threads for products, process-wide; 0 = physical cores. Not while a model runs.
void setThreads(int threads);
[[nodiscard]] int threads();

/// "cpu" and, with a CUDA libtorch and a driver, "cuda:0" .. Loads the CUDA half on first use.
[[nodiscard]] std::vector<std::string> availableDevices();

/// Rows of the registry: id and what it covers, for `fexp list` and README.
struct ArchitectureRow {
    std::string id;
    std::string kind;
    std::string covers; ///< "LlamaForCausalLM; GGUF llama"
};
[[nodiscard]] std::vector<ArchitectureRow> supportedArchitectures();

} // namespace fe::models
