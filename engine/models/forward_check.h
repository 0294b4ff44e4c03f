// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/network.h"

namespace fe::models {

/// What a forward pass is given must be what this model reads, of matching shapes, with ids and
/// switches that exist, and its results must fit into memory.
[[nodiscard]] base::Result<void> checkForward(const Network& network, const ForwardInput& input);

} // namespace fe::models
