// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fe::tensor {

/// Threads of every product, process-wide; 0: one per physical core. Not while a model runs.
void setThreads(int threads);
[[nodiscard]] int threads();

/// "cpu", then "cuda:0" .. if this libtorch has its CUDA half beside it and a driver answers. The
/// half is loaded on the first call; the answer does not change afterwards.
[[nodiscard]] const std::vector<std::string>& availableDevices();

/// "2.15.0".
[[nodiscard]] std::string torchVersion();

} // namespace fe::tensor
