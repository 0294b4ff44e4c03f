// SPDX-License-Identifier: Apache-2.0
#include "tensor/row_kernels.h"

#define FE_KERNELS kPortableRowKernels
#define FE_VECTOR_BYTES 16
#include "tensor/row_kernels_source.h"
