// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace fe::base {

/// Bytes that a new allocation can take without swapping: what the kernel calls available, within
/// the limit of the control group we run in. 0 if the system does not say.
[[nodiscard]] std::uint64_t availableMemory();

} // namespace fe::base
