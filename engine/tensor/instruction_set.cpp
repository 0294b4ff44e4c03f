// SPDX-License-Identifier: Apache-2.0
#include "tensor/instruction_set.h"

#include <vector>

namespace fe::tensor {

std::span<const InstructionSet> supportedInstructionSets()
{
    static const std::vector<InstructionSet> sets = [] {
        std::vector<InstructionSet> found { InstructionSet::Portable };
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
            found.push_back(InstructionSet::Avx2);
        }
        if (found.size() == 2 && __builtin_cpu_supports("avx512vnni")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vl")) {
            found.push_back(InstructionSet::Avx512);
        }
#endif
        return found;
    }();
    return sets;
}

InstructionSet bestInstructionSet()
{
    static const InstructionSet best = supportedInstructionSets().back();
    return best;
}

const char* nameOf(InstructionSet set)
{
    switch (set) {
    case InstructionSet::Avx512:
        return "AVX-512 VNNI";
    case InstructionSet::Avx2:
        return "AVX2";
    case InstructionSet::Portable:
        break;
    }
    return "portable";
}

} // namespace fe::tensor
