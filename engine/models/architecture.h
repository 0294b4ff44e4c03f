// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"
#include "models/language_model.h"
#include "models/rope.h"
#include "tensor/row_kernels.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::models {

/// How the rows of a matrix lie in the file.
enum class RowOrder {
    Plain,
    /// Rotary pairs lie side by side within each head (GGUF of the llama family); they are read as
    /// first halves, then second halves, which is how every source here rotates.
    RotaryPairs,
    /// Query, key and value of a head follow each other, head by head (GPT-NeoX); they are read as
    /// all queries, all keys, all values.
    HeadByHead,
    /// The file holds the transpose, [columns, rows] (GPT-2); plain number types only.
    Transposed,
};

/// A tensor of the file that becomes (part of) an attribute of a module.
struct TensorPart {
    std::string name; ///< in the file
    std::int64_t rows = 0; ///< of a matrix; length of a vector
    RowOrder order = RowOrder::Plain;
    std::int64_t headDim = 0; ///< for RotaryPairs and HeadByHead
};

/// Weights of one linear operator: the parts are read one below the other.
struct MatrixBinding {
    std::string attribute;
    std::int64_t columns = 0;
    std::vector<TensorPart> parts;
};

/// A vector (norm weight, bias) or a small tensor of any shape, kept as float32; the parts are read
/// one after the other. Without parts the attribute is None.
struct VectorBinding {
    std::string attribute;
    std::vector<TensorPart> parts;
    bool optional = false; ///< declared Optional[Tensor] in the source
    base::Shape shape = {}; ///< of the file's one part, if it is no vector
    base::Shape as = {}; ///< in the module, if other than in the file
    float add = 0; ///< added to every element (Gemma's norms store w - 1)
};

struct NumberBinding {
    std::string attribute;
    double value = 0;
};

/// A TorchScript module: its source and what its attributes are bound to.
struct ModulePlan {
    std::vector<MatrixBinding> matrices;
    std::vector<VectorBinding> vectors;
    std::vector<NumberBinding> numbers; ///< float attributes
};

/// Something that is made of the last hidden states.
struct StackOutput {
    std::string name; ///< "logits", "pooler_output", "text_embeds"
    std::string method; ///< of the model source: (self, x: Tensor, run: Pass) -> Tensor
    bool perToken = false; ///< [batch * length, width], else [batch, width]
};

/// One stack of layers, with what goes in and comes out. A decoder or encoder has one, T5 an
/// "encoder" and a "decoder", CLIP a "text" and a "vision" stack. Methods of the sources, n = batch
/// x length:
///   model: embed(self, input: Tensor, run: Pass) -> Tensor   ids [n] or pixels [b, 3, H, W] -> [n,
///                                                            hidden]
///          norm(self, x: Tensor) -> Tensor                   final norm; x itself where none is
///          head(self, x: Tensor) -> Tensor                   [n, hidden] -> [n, vocab]; writers
///          position_bias(self, run: Pass) -> Tensor          if `positionBias`
///          and those that `outputs` name
///   layer: forward(self, x: Tensor, run: Pass) -> Tensor     [n, hidden] -> [n, hidden]
///          cross(self, memory: Tensor) -> Tensor             if `crossAttention`: keys and values
///                                                            [m, 2 heads headDim]
struct StackPlan {
    std::string name; ///< "", or before "_" in the names of results
    StackInfo info;
    Rope rope; ///< no frequencies: no rotation
    double attentionScale = 0; ///< of query . key
    std::vector<std::int64_t> windows; ///< by layer, 0: all earlier tokens; empty: 0 everywhere
    bool writes = false; ///< gives next-token logits and keeps a KV cache
    bool crossAttention = false;
    bool positionBias = false;
    /// The last of hidden_states is after the final norm (decoders, T5), else before it.
    bool lastHiddenIsNormed = false;
    std::string modelSource;
    std::string layerSource;
    /// The layers are those of a gated decoder (tensor/gated_layer.h), with the attributes that
    /// gated_decoder.h names; a few tokens then pass them without the source.
    std::optional<tensor::Gate> gate;
    ModulePlan model;
    std::vector<ModulePlan> layers; ///< same attributes each; the int attribute `layer` is added
    std::vector<StackOutput> outputs;
};

/// Everything that loads and runs a model, worked out from headers alone.
struct ModelPlan {
    ModelInfo info; ///< parameters and stacks are filled in by planModel
    std::vector<StackPlan> stacks;
    /// Dual encoders: logits = exp(scale) image . text + bias. Empty names: none.
    std::string logitScale;
    std::string logitBias;
};

/// A row of the registry: data, and functions that read files.
struct Architecture {
    const char* id;
    const char* kind;
    const char* covers;
    bool (*matches)(const formats::ModelPackage& package);
    /// Names the field or tensor that refuses.
    base::Result<ModelPlan> (*plan)(const formats::ModelPackage& package);
};

/// All architectures, the registry.
[[nodiscard]] std::span<const Architecture> architectures();

/// The architecture that takes this package, or why none does.
[[nodiscard]] base::Result<const Architecture*> findArchitecture(
    const formats::ModelPackage& package);

/// Every tensor that the plan names is there, of its shape, of a type we can read.
[[nodiscard]] base::Result<void> checkPlan(const formats::ModelPackage& package,
                                           const ModelPlan& plan);

/// Plans the package and checks every tensor by checkPlan (those of an archive of ours
/// are checked when it is loaded). Counts the parameters.
[[nodiscard]] base::Result<ModelPlan> planModel(const formats::ModelPackage& package);

} // namespace fe::models
