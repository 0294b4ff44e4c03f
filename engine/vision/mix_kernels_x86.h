// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/mix_kernels.h"

#include <vector>

namespace fe::vision {

/// Appends those that this processor can run, slower ones first; none on other processors.
void addX86Kernels(std::vector<MixKernels>& kernels);

} // namespace fe::vision
