// SPDX-License-Identifier: Apache-2.0
#include "tensor/row_kernels.h"

#if defined(__x86_64__)
#define FE_KERNELS kAvx512RowKernels
#define FE_VECTOR_BYTES 64
#include "tensor/row_kernels_source.h"
#endif
