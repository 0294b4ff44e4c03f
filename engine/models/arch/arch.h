// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"

namespace fe::models {

// One function per file of arch/, one row each in registry.cpp.
[[nodiscard]] Architecture llamaArchitecture();

} // namespace fe::models
