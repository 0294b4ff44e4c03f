// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"
#include "models/language_model.h"
#include "models/rope.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::models {

/// Order of a matrix's rows in the file.
enum class RowOrder {
    Plain,
    /// Rotary pairs lie side by side within each head (GGUF of the llama family); they are read as
    /// first halves, then second halves, which is how every source here rotates.
    RotaryPairs,
};

/// A tensor of the file that becomes (part of) an attribute of a module.
struct TensorPart {
    std::string name; ///< in the file
    std::int64_t rows = 0; ///< of a matrix; length of a vector
    RowOrder order = RowOrder::Plain;
    std::int64_t headDim = 0; ///< for RotaryPairs
};

/// Weights of one linear operator: the parts are read one below the other.
struct MatrixBinding {
    std::string attribute;
    std::int64_t columns = 0;
    std::vector<TensorPart> parts;
};

/// A vector (norm weight, bias) kept as float32; the parts are read one after the other. Without
/// parts the attribute is None.
struct VectorBinding {
    std::string attribute;
    std::vector<TensorPart> parts;
    bool optional = false; ///< declared Optional[Tensor] in the source
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

/// Everything that loads and runs a decoder, worked out from headers alone. Methods of the sources:
///   model: embed(self, ids: Tensor) -> Tensor            [n] -> [n, hidden]
///          norm(self, x: Tensor) -> Tensor               final norm
///          head(self, x: Tensor) -> Tensor               [n, hidden] -> [n, vocab]
///   layer: forward(self, x: Tensor, run: Pass) -> Tensor [n, hidden] -> [n, hidden]
struct DecoderPlan {
    ModelInfo info;
    Rope rope;
    double attentionScale = 0; ///< of query . key
    std::int64_t attentionWindow = 0; ///< 0: all earlier tokens
    const char* modelSource = nullptr;
    const char* layerSource = nullptr;
    ModulePlan model;
    std::vector<ModulePlan> layers; ///< same attributes each; the int attribute `layer` is added
};

/// A row of the registry: data, and functions that read files.
struct Architecture {
    const char* id;
    const char* kind;
    const char* covers;
    bool (*matches)(const formats::ModelPackage& package);
    /// Names the field or tensor that refuses.
    base::Result<DecoderPlan> (*plan)(const formats::ModelPackage& package);
};

/// All architectures, the registry.
[[nodiscard]] std::span<const Architecture> architectures();

/// The architecture that takes this package, or why none does.
[[nodiscard]] base::Result<const Architecture*> findArchitecture(
    const formats::ModelPackage& package);

/// Plans the package and checks every tensor that the plan names: there, of its shape, of a type we
/// can read. Counts the parameters.
[[nodiscard]] base::Result<DecoderPlan> planDecoder(const formats::ModelPackage& package);

} // namespace fe::models
