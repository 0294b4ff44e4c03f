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
#include <vector>

namespace fe::tensor {

/// How a WeightMatrix keeps its numbers.
enum class MatrixForm { Stored, F32, BF16 };

/// The weights of one linear operator, y = x W^T, with their own product: the only matrix type of
/// the program. Rows are output features. It is a list of segments, since matrices that are read
/// together (query, key and value; gate and up) are kept as one but may differ in type.
///
/// Stored: Q4_0, Q4_1 and Q8_0 as packed tiles and multiplied in 8-bit integers; F32 and BF16
/// dense; every other type as its file's rows, decoded on the fly. F32 and BF16: dense. On CUDA:
/// dense, bfloat16 unless F32 was asked for. Immutable once built; any number of threads may
/// multiply.
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

private:
    friend class MatrixBuilder;
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

/// Shape of an attention block; the same for every layer of a model.
struct AttentionShape {
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    double scale = 0; ///< of query . key, usually headDim^-0.5
    std::int64_t window = 0; ///< a query sees the last `window` keys, itself included; 0: all
};

/// Everything that layers of one forward pass share: where in the sequence it stands, the KV cache,
/// the rotation tables, and what it records. One thread at a time.
class ForwardPass : public torch::CustomClassHolder
{
public:
    AttentionShape shape;
    std::int64_t batch = 1;
    std::int64_t length = 0; ///< tokens per row in this pass
    std::int64_t start = 0; ///< tokens already in the cache
    std::vector<at::Tensor> keys; ///< per layer [batch, kvHeads, capacity, headDim], after rotation
    std::vector<at::Tensor> values; ///< the same
    at::Tensor cosines; ///< [capacity, rotated / 2] float32
    at::Tensor sines;
    at::Tensor keyMask; ///< [batch, 1, 1, start + length] additive, or undefined: all keys count
    at::Tensor headScale; ///< [layers, heads] multiplies each head's output, or undefined
    bool recordAttention = false;
    std::vector<at::Tensor> attentions; ///< per layer [batch, heads, length, start + length]
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
    ///   fe.linear(x, w, bias)       [n, in] -> [n, out]
    ///   fe.embedding(ids, w)        [n] -> [n, hidden]
    ///   fe.rms_norm(x, weight, eps) Zhang & Sennrich 2019, arXiv:1910.07467
    ///   fe.rotary(qkv, run)         rotates the query and key heads of [n, (heads + 2 kvHeads)
    ///   headDim] fe.attention(qkv, run, layer)  appends keys and values to the cache; [n, heads
    ///   headDim] fe.swiglu(gate_up)          silu(gate) * up (Shazeer 2020, arXiv:2002.05202)
    /// Throws torch's errors; only our own source is compiled here.
    [[nodiscard]] static Script compile(const std::string& name, const std::string& source,
                                        const std::vector<Attribute>& attributes);
    /// Another instance of the compiled class with other attributes: no second compilation.
    [[nodiscard]] Script withAttributes(const std::vector<Attribute>& attributes) const;

    /// Calls a method of one tensor (and a pass) that gives a tensor. Throws.
    [[nodiscard]] at::Tensor call(const char* method, const at::Tensor& x) const;
    [[nodiscard]] at::Tensor call(const char* method, const at::Tensor& x,
                                  const PassPtr& pass) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> m_impl;
};

/// Runs `function` and turns what libtorch and the standard library throw into an Error.
/// @param what for the user: "cannot run the model".
[[nodiscard]] base::Result<void> guarded(const std::string& what,
                                         const std::function<base::Result<void>()>& function);

/// "cpu", "cuda", "cuda:1" -> device; refused if it is not there.
[[nodiscard]] base::Result<c10::Device> findDevice(const std::string& name);

// Operators, also callable from C++ -------------------------------------------------------------

[[nodiscard]] at::Tensor linear(const at::Tensor& x, const MatrixPtr& w,
                                const std::optional<at::Tensor>& bias);
[[nodiscard]] at::Tensor embedding(const at::Tensor& ids, const MatrixPtr& w);
[[nodiscard]] at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);
[[nodiscard]] at::Tensor rotary(const at::Tensor& qkv, const PassPtr& pass);
[[nodiscard]] at::Tensor attention(const at::Tensor& qkv, const PassPtr& pass, std::int64_t layer);
[[nodiscard]] at::Tensor swiglu(const at::Tensor& gateUp);

} // namespace fe::tensor
