// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "models/architecture.h"

namespace fe::models {

/// A plan as an archive of ours carries it, sources included.
[[nodiscard]] base::Json toJson(const ModelPlan& plan);
/// @param file for errors. Every number is checked; names of tensors are not looked up here.
[[nodiscard]] base::Result<ModelPlan> planFromJson(const base::Json& json, const std::string& file);

} // namespace fe::models
