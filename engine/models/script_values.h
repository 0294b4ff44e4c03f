// SPDX-License-Identifier: Apache-2.0
//
// Values on their way into a foreign module and out of it. Includes libtorch; private to models/.
#pragma once

#include "models/script_module.h"

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/method.h>

#include <functional>
#include <vector>

namespace fe::models {

/// Runs `function` and turns what a foreign module makes libtorch throw into an Error that gives
/// the reason alone: not our fault, and no stack of libtorch's.
/// @param what for the user: "cannot load the module".
[[nodiscard]] base::Result<void> guardedScript(const std::string& what,
                                               const std::function<base::Result<void>()>& function);

/// The inputs in the order of the method's arguments, on the device; an argument that is not given
/// has its default.
[[nodiscard]] base::Result<std::vector<c10::IValue>> bindArguments(
    const torch::jit::Method& method, const ScriptMethod& signature,
    const std::vector<ScriptInput>& inputs, c10::Device device);

/// float32 on the CPU, whatever real type and place the tensor has. Unsupported for complex
/// numbers.
[[nodiscard]] base::Result<NamedArray> toArray(std::string name, const at::Tensor& tensor);

/// See ScriptModule::run.
[[nodiscard]] base::Result<std::vector<NamedArray>> flattened(const c10::IValue& value);

} // namespace fe::models
