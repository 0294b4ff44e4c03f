// SPDX-License-Identifier: Apache-2.0
// Inside the engine, beside torch_bridge.h.
#pragma once

namespace fe::tensor {

/// TorchScript runs as it is written: no profiling runs, no slow first calls. The optimising
/// executor also loses gradients by values that a method only stores. libtorch keeps this setting
/// by thread, so whatever runs a script says it each time; it costs nothing.
void useSimpleExecutor();

} // namespace fe::tensor
