// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/language_model.h"

#include <memory>
#include <string>
#include <vector>

namespace fe::models {

/// A TorchScript module that somebody traced or scripted, run as it is: what it means is known to
/// its author alone, so inputs go by the names of its arguments and results by their order.

struct ScriptArgument {
    std::string name;
    std::string type; ///< as TorchScript writes it: "Tensor", "Optional[Tensor]", "int"
    bool required = true; ///< it has no default
};

struct ScriptMethod {
    std::string name;
    std::vector<ScriptArgument> arguments; ///< without self
};

/// "ids: Tensor, mask: Optional[Tensor]".
[[nodiscard]] std::string argumentsText(const ScriptMethod& method);

/// A tensor for an argument; of rank 0 for int, float and bool ones.
struct ScriptInput {
    std::string name; ///< of the argument
    base::DType type = base::DType::F32; ///< F32: `floats`; I64 and Bool: `integers`
    base::Shape shape;
    std::vector<float> floats = {};
    std::vector<std::int64_t> integers = {};
};

/// Loaded and ready; weights are constant, any number of threads may run it.
class ScriptModule
{
public:
    virtual ~ScriptModule() = default;

    /// Its public methods, forward first if there is one.
    [[nodiscard]] virtual const std::vector<ScriptMethod>& methods() const = 0;
    /// Null if there is no method of that name.
    [[nodiscard]] const ScriptMethod* method(std::string_view name) const;
    [[nodiscard]] virtual std::uint64_t weightBytes() const = 0;
    /// The values of a tensor attribute of the module itself, float32; NotFound if it has none of
    /// that name.
    [[nodiscard]] virtual base::Result<NamedArray> attribute(const std::string& name) const = 0;

    /// Runs a method. Tensors of the result, which may lie in tuples, lists and dictionaries, come
    /// in order as "output.0", "output.1" ..., float32; numbers as tensors of rank 0.
    /// InvalidArgument for inputs that do not fit the arguments (the error lists them), Unsupported
    /// for what the module itself refuses. Cancel is seen before and after the run, not within it.
    [[nodiscard]] virtual base::Result<std::vector<NamedArray>> run(
        const std::string& method, const std::vector<ScriptInput>& inputs,
        const base::CancelToken& cancel, base::Progress& progress) const = 0;
};

using ScriptModulePtr = std::shared_ptr<const ScriptModule>;

/// True for a TorchScript archive that is not one of our exports.
[[nodiscard]] bool isForeignScript(const formats::ModelPackage& package);

/// From headers alone: architecture "torchscript", kind "module"; or "vision-language" with its
/// sizes where the names and shapes of the tensors are those of CLIP (see script_clip.h).
[[nodiscard]] ModelInfo describeScript(const formats::ModelPackage& package);

/// Loads the code and weights of an archive. Only after the user has trusted the file: the code may
/// do anything that TorchScript can. Constants that were fixed to a device or, on the CPU, to half
/// precision are rewritten for the device in use, and half-precision weights become float32 there.
/// On CUDA they stay unless WeightForm::F32 is asked for.
[[nodiscard]] base::Result<ScriptModulePtr> loadScriptModule(const formats::PackagePtr& package,
                                                             const LoadOptions& options,
                                                             const base::CancelToken& cancel,
                                                             base::Progress& progress);

} // namespace fe::models
