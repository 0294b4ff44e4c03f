// SPDX-License-Identifier: Apache-2.0
#include "tensor/row_kernels.h"

namespace fe::tensor {

extern const RowKernels kPortableRowKernels;
#if defined(__x86_64__)
extern const RowKernels kAvx2RowKernels;
extern const RowKernels kAvx512RowKernels;
#endif

const RowKernels& rowKernels(InstructionSet set)
{
    switch (set) {
#if defined(__x86_64__)
    case InstructionSet::Avx512:
        return kAvx512RowKernels;
    case InstructionSet::Avx2:
        return kAvx2RowKernels;
#endif
    default:
        return kPortableRowKernels;
    }
}

} // namespace fe::tensor
