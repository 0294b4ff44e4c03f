// SPDX-License-Identifier: Apache-2.0
//
// Includes libtorch; private to models/.
#pragma once

#include <torch/csrc/jit/api/module.h>

namespace fe::models {

/// What a module is made to run on.
struct ScriptTarget {
    c10::Device device = c10::kCPU;
    bool singlePrecision = true; ///< half and bfloat16 become float32
};

/// Moves a module, with all tensors in its attributes, and rewrites its code: a traced module has
/// the device and number type that it was traced with written into it. In every method and
/// function, devices become the target's, `.cuda()` a move there, and, for single precision, half
/// types of conversions and new tensors float32. Once, before the first run. Throws torch's errors.
void retarget(torch::jit::Module& module, const ScriptTarget& target);

} // namespace fe::models
