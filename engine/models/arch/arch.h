// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"

namespace fe::models {

// One function per file of arch/, one row each in registry.cpp.
[[nodiscard]] Architecture llamaArchitecture();
[[nodiscard]] Architecture mistralArchitecture();
[[nodiscard]] Architecture qwen2Architecture();
[[nodiscard]] Architecture qwen3Architecture();
[[nodiscard]] Architecture gemmaArchitecture();
[[nodiscard]] Architecture gpt2Architecture();
[[nodiscard]] Architecture gptNeoxArchitecture();
[[nodiscard]] Architecture optArchitecture();
[[nodiscard]] Architecture bertArchitecture();
[[nodiscard]] Architecture robertaArchitecture();
[[nodiscard]] Architecture distilbertArchitecture();
[[nodiscard]] Architecture vitArchitecture();
[[nodiscard]] Architecture dinov2Architecture();
[[nodiscard]] Architecture t5Architecture();
[[nodiscard]] Architecture clipArchitecture();
[[nodiscard]] Architecture siglipArchitecture();

} // namespace fe::models
