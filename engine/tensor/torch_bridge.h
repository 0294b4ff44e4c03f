// SPDX-License-Identifier: Apache-2.0
//
// Where libtorch is visible: included by .cpp files of tensor/ and models/ alone, never by a public
// header, so that the rest of the program neither compiles nor knows it.
#pragma once

#include "base/dtype.h"
#include "base/result.h"
#include "tensor/weight_arena.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tensor {

struct QuantisedRows;

/// How a WeightMatrix keeps its numbers. Only dense forms can lie on a GPU.
enum class MatrixForm {
    Stored,
    F32,
    BF16,
    Dense, ///< F32 as it is, every other type as BF16
    Int8, ///< Q8_0 made of every other type, where a row is whole blocks; else as Stored
    Int4, ///< the same with Q4_1
};

/// The weights of one linear operator, y = x W^T, with their own product: the only matrix type of
/// the program. Rows are output features. It is a list of segments, since matrices that are read
/// together (query, key and value; gate and up) are kept as one but may differ in type.
///
/// Stored: Q4_0, Q4_1 and Q8_0 as packed tiles and multiplied in 8-bit integers; F32 and BF16
/// dense; every other type as its file's rows, decoded on the fly. F32, BF16 and Dense: dense, the
/// only forms on CUDA. Immutable once built; any number of threads may multiply.
class WeightMatrix : public torch::CustomClassHolder
{
public:
    struct Segment {
        enum class Layout { Packed, Rows, DenseF32, DenseBF16 };
        Layout layout = Layout::DenseF32;
        base::DType type = base::DType::F32; ///< of the file, for Packed and Rows
        std::int64_t firstRow = 0;
        std::int64_t rows = 0;
        std::byte* data = nullptr; ///< inside the arena: tiles or rows
        at::Tensor dense; ///< [rows, columns], a view of data or on the GPU; the Dense layouts
    };

    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] std::int64_t columns() const { return m_columns; }

    /// x [n, columns] float32 -> [n, rows] float32.
    [[nodiscard]] at::Tensor multiply(const at::Tensor& x) const;
    /// ids [n] int64 -> rows [n, columns] float32.
    [[nodiscard]] at::Tensor gather(const at::Tensor& ids) const;
    /// y [n, rows] float32 -> y W [n, columns] float32: what a product gives back to its input.
    [[nodiscard]] at::Tensor multiplyBack(const at::Tensor& y) const;

    // Products of a few rows in pieces, for those who share them out themselves. CPU only.

    /// Pieces of at most MatrixBuilder::kRowGranule rows of one segment.
    [[nodiscard]] std::int64_t granules() const;
    /// Whether multiplyGranule wants the activations quantised.
    [[nodiscard]] bool takesQuantised() const;
    /// out[i * stride + row] for the rows of a granule. Neither allocates nor throws.
    /// @param x [n, columns]; `quantised` the same if takesQuantised().
    void multiplyGranule(std::int64_t granule, const float* x, std::int64_t n,
                         const QuantisedRows& quantised, float* out, std::int64_t stride) const;
    /// Rows [first, first + second) of a granule.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> rowsOf(std::int64_t granule) const;
    [[nodiscard]] std::size_t bytes() const;

private:
    friend class MatrixBuilder;
    void multiplyFewRows(const at::Tensor& x, const at::Tensor& out) const;
    /// The segment of a granule and its first row there.
    [[nodiscard]] std::pair<const Segment*, std::int64_t> locate(std::int64_t granule) const;

    std::int64_t m_rows = 0;
    std::int64_t m_columns = 0;
    std::vector<Segment> m_segments;
    std::shared_ptr<WeightArena> m_arena; ///< owns the memory
};

using MatrixPtr = c10::intrusive_ptr<WeightMatrix>;

/// Rows of one type that follow each other in a matrix.
struct MatrixPart {
    base::DType type = base::DType::F32;
    std::int64_t rows = 0;
};

/// Fills a WeightMatrix as rows come from the file, so that a matrix never lies in memory twice.
/// Throws c10::Error or std::bad_alloc.
class MatrixBuilder
{
public:
    /// Rows handed to append() at once, but for the last of a part, are a multiple of this.
    static constexpr std::int64_t kRowGranule = 16;

    MatrixBuilder(std::span<const MatrixPart> parts, std::int64_t columns, MatrixForm form,
                  c10::Device device, std::shared_ptr<WeightArena> arena);

    /// The next rows of the current part, as in the file; a part's end begins the next.
    void append(const std::byte* rowData, std::int64_t rows);
    [[nodiscard]] MatrixPtr finish();

    /// Bytes that the parts take of an arena.
    [[nodiscard]] static std::size_t bytesFor(std::span<const MatrixPart> parts,
                                              std::int64_t columns, MatrixForm form);

private:
    std::vector<MatrixPart> m_parts;
    c10::Device m_device;
    MatrixPtr m_matrix;
    std::size_t m_part = 0;
    std::size_t m_segment = 0;
    std::int64_t m_partFilled = 0; ///< rows of the current part
    std::int64_t m_segmentFilled = 0; ///< rows of the current segment
};

/// Shape of an attention block.
struct AttentionShape {
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    double scale = 0; ///< of query . key, usually headDim^-0.5
    bool causal = true; ///< a query sees no later key
    /// By layer: a query sees the last `window` keys, itself included; 0: all. Empty: 0 everywhere.
    std::vector<std::int64_t> windows = {};

    [[nodiscard]] std::int64_t windowOf(std::int64_t layer) const
    {
        return windows.empty() ? 0 : windows[static_cast<std::size_t>(layer)];
    }
};

/// Asks one layer of a pass for what its scores are made of.
struct ScoreProbe {
    std::int64_t layer = 0;
    bool cross = false; ///< attention to an encoder's states, else to itself
    at::Tensor queries; ///< [batch, heads, length, headDim], rotated
    at::Tensor keys; ///< [batch, kvHeads, keys, headDim], rotated
};

/// Attention of some queries of one head, as it is worked out.
struct AttentionBlock {
    std::int64_t layer = 0;
    bool cross = false; ///< to an encoder's states, else to itself
    std::int64_t head = 0;
    std::int64_t firstQuery = 0;
    /// [queries, keys] float32, valid during the call. Keys that none of the queries sees may be
    /// left out at the end.
    at::Tensor probabilities;
};

/// Everything that layers of one forward pass share: where in the sequence it stands, the KV cache,
/// the rotation tables, what is masked or switched off, and what it records. One thread at a time.
class ForwardPass : public torch::CustomClassHolder
{
public:
    AttentionShape shape;
    std::int64_t batch = 1;
    std::int64_t length = 0; ///< tokens per row in this pass
    std::int64_t start = 0; ///< tokens already in the cache
    at::Tensor ids; ///< [batch, length] int64, or undefined
    at::Tensor segments; ///< [batch, length] int64 token types, or undefined: all 0
    at::Tensor counts; ///< [batch, length] int64, 1 where a token counts, or undefined: all do

    /// Per layer [batch, kvHeads, capacity, headDim], keys after rotation; empty: nothing is kept.
    std::vector<at::Tensor> keys;
    std::vector<at::Tensor> values;
    at::Tensor cosines; ///< [capacity, rotated / 2] float32, or undefined
    at::Tensor sines;
    at::Tensor keyMask; ///< [batch, 1, 1, start + length] additive, or undefined: all keys count
    at::Tensor bias; ///< [1, heads, length, start + length] added to the scores, or undefined

    /// Cross attention: per layer [batch, heads, source, headDim].
    std::vector<at::Tensor> memoryKeys;
    std::vector<at::Tensor> memoryValues;
    at::Tensor memoryMask; ///< [batch, 1, 1, source] additive, or undefined

    at::Tensor headScale; ///< [layers, heads] multiplies each head's output, or undefined
    std::vector<float> mlpScale; ///< by layer, multiplies the MLP's output; empty: 1
    bool recordAttention = false;
    std::vector<at::Tensor> attentions; ///< per layer [batch, heads, length, start + length]
    std::vector<at::Tensor> crossAttentions; ///< per layer [batch, heads, length, source]
    /// Where it is set, passes of one row on the CPU hand their attention here instead of keeping
    /// it in the two above. Called by several threads at a time, once a block; each block once.
    std::function<void(const AttentionBlock& block)> attentionTaker;
    std::shared_ptr<ScoreProbe> probe; ///< or null
};

using PassPtr = c10::intrusive_ptr<ForwardPass>;

/// Tables for rotary position embedding (Su et al. 2021, arXiv:2104.09864), computed in float32 as
/// the reference does: angle = position x inverse frequency; `factor` scales both (YaRN).
void fillRotation(ForwardPass& pass, std::span<const float> inverseFrequencies, double factor,
                  std::int64_t capacity, c10::Device device);

/// An attribute of a script module; None is an absent optional tensor.
struct Attribute {
    enum class Kind { Matrix, Tensor, OptionalTensor, Float, Int };
    std::string name;
    Kind kind = Kind::Tensor;
    c10::IValue value;
};

/// Makes our classes and operators known to libtorch, once a process; before the first IValue of a
/// MatrixPtr or PassPtr is made.
void registerOperators();

/// A compiled TorchScript module with its attributes. Cheap to copy; any number of threads may
/// call.
class Script
{
public:
    Script() = default;

    /// Compiles source (methods with `self`) against attributes. In the source, `fe` names our
    /// operators and `Pass` the type of a forward pass:
    ///   fe.linear(x, w, bias)       [n, in] -> [n, out]; n = batch x length
    ///   fe.embedding(ids, w)        [n] -> [n, hidden]
    ///   fe.rms_norm(x, weight, eps) Zhang & Sennrich 2019, arXiv:1910.07467
    ///   fe.layer_norm(x, weight, bias, eps)
    ///   fe.rotary(qkv, run)         rotates queries and keys of [n, (heads + 2 kvHeads) headDim]
    ///   fe.qk_norm(qkv, query_norm, key_norm, run, eps)  RMS norm of each query and key head
    ///   fe.attention(qkv, run, layer)        keeps keys and values; [n, heads headDim]
    ///   fe.cross_attention(q, run, layer)    over the run's memory; [n, heads headDim]
    ///   fe.swiglu(gate_up)          silu(gate) * up (Shazeer 2020, arXiv:2002.05202)
    ///   fe.mlp(y, run, layer)       y, or what the run makes of this layer's MLP
    ///   fe.seen(p, run, name)       p, attention probabilities outside of layers, for those who
    ///                               record (differentiable.h)
    ///   fe.sequences(x, run)        [n, hidden] -> [batch, length, hidden]
    ///   fe.ids(run)                 [batch, length]
    ///   fe.positions(run), fe.counted_positions(run), fe.segments(run)   [n] int64: place in the
    ///                               row; the same counting only tokens that count; token types
    ///   fe.query_positions(run), fe.key_positions(run)   [length], [start + length]
    /// Throws torch's errors; only our own source is compiled here.
    [[nodiscard]] static Script compile(const std::string& name, const std::string& source,
                                        const std::vector<Attribute>& attributes);
    /// Another instance of the compiled class with other attributes: no second compilation.
    [[nodiscard]] Script withAttributes(const std::vector<Attribute>& attributes) const;

    /// Calls a method of a tensor and a pass, or of one of them, that gives a tensor. Throws.
    [[nodiscard]] at::Tensor call(const char* method, const at::Tensor& x) const;
    [[nodiscard]] at::Tensor call(const char* method, const PassPtr& pass) const;
    [[nodiscard]] at::Tensor call(const char* method, const at::Tensor& x,
                                  const PassPtr& pass) const;

    /// What it was compiled from, and its attributes (shared, not copied).
    [[nodiscard]] const std::string& source() const;
    [[nodiscard]] std::vector<Attribute> attributes() const;

private:
    struct Impl;
    std::shared_ptr<const Impl> m_impl;
};

/// Runs `function` and turns what libtorch and the standard library throw into an Error.
/// @param what for the user: "cannot run the model".
[[nodiscard]] base::Result<void> guarded(const std::string& what,
                                         const std::function<base::Result<void>()>& function);

/// The reason within a message of libtorch's: the exception under a traceback of the interpreter,
/// else the first line with text.
[[nodiscard]] std::string reasonOf(std::string_view message);
/// Whether such a message is of an allocation that failed, on whatever device.
[[nodiscard]] bool saysOutOfMemory(std::string_view message);

/// "cpu", "cuda", "cuda:1" -> device; refused if it is not there.
[[nodiscard]] base::Result<c10::Device> findDevice(const std::string& name);

/// Bytes that can still be had there: base::availableMemory(), or what is free on the card and what
/// libtorch holds of it without use. 0 if the system does not say.
[[nodiscard]] std::uint64_t availableMemory(c10::Device device);

// Operators, also callable from C++ -------------------------------------------------------------

[[nodiscard]] at::Tensor linear(const at::Tensor& x, const MatrixPtr& w,
                                const std::optional<at::Tensor>& bias);
[[nodiscard]] at::Tensor embedding(const at::Tensor& ids, const MatrixPtr& w);
[[nodiscard]] at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);
[[nodiscard]] at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight,
                                   const std::optional<at::Tensor>& bias, double eps);
[[nodiscard]] at::Tensor rotary(const at::Tensor& qkv, const PassPtr& pass);
[[nodiscard]] at::Tensor qkNorm(const at::Tensor& qkv, const at::Tensor& queryNorm,
                                const at::Tensor& keyNorm, const PassPtr& pass, double eps);
[[nodiscard]] at::Tensor attention(const at::Tensor& qkv, const PassPtr& pass, std::int64_t layer);
[[nodiscard]] at::Tensor crossAttention(const at::Tensor& q, const PassPtr& pass,
                                        std::int64_t layer);
[[nodiscard]] at::Tensor swiglu(const at::Tensor& gateUp);

} // namespace fe::tensor
