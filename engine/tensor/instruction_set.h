// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace fe::tensor {

/// What kernels of our own are written for. Every kernel exists for each of them and gives the same
/// result within rounding; which one runs is found out when the program runs.
enum class InstructionSet {
    Portable,
    Avx2, ///< with FMA and half-precision conversion
    Avx512, ///< with VNNI: F, BW, DQ, VL
};

/// Those that this processor has, the plainest first.
[[nodiscard]] std::span<const InstructionSet> supportedInstructionSets();

/// The last of them: what kernels use unless a caller says otherwise.
[[nodiscard]] InstructionSet bestInstructionSet();

/// "portable", "AVX2", "AVX-512 VNNI".
[[nodiscard]] const char* nameOf(InstructionSet set);

} // namespace fe::tensor
