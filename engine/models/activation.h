// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/config_reader.h"
#include "tensor/row_kernels.h"

#include <optional>
#include <string>

namespace fe::models {

/// TorchScript of `act(self, x: Tensor) -> Tensor` for one of transformers' activation names;
/// Unsupported, naming `key`, for one that we do not have.
[[nodiscard]] base::Result<std::string> activationSource(const ConfigReader& config,
                                                         const char* key, const std::string& name);

/// The same and `gated(self, gate_up: Tensor) -> Tensor`: act(gate) * up (Shazeer 2020,
/// arXiv:2002.05202), the halves of the last dimension.
[[nodiscard]] base::Result<std::string> gatedActivationSource(const ConfigReader& config,
                                                              const char* key,
                                                              const std::string& name);

/// The gate of the kernels that this activation is, if it is one.
[[nodiscard]] std::optional<tensor::Gate> gateOf(const std::string& name);

} // namespace fe::models
