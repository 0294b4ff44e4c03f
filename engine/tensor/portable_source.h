// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fe::tensor {

/// TorchScript of the operators that sources of architectures call as fe.*, in stock operators
/// alone. A Pass is a Dict[str, Tensor] here:
///   shape [6] int64: batch, length, heads, key heads, head dimensions, causal; scale []; windows
///   [layers] int64; and, where there are such: ids, counts, segments [batch, length], key_mask,
///   memory_mask [batch, 1, 1, keys], bias [1, heads, length, keys], cosines, sines [length,
///   rotated / 2], memory_keys.I, memory_values.I [batch, heads, source, dimensions].
/// They call seen(), which is one of kUnrecorded and kRecorded and is defined before them.
extern const char* const kPortableOperators;

/// seen(p, run, name) of attention probabilities: p; kRecorded keeps it in the run under that name.
extern const char* const kUnrecorded;
extern const char* const kRecorded;

/// linear() and embedding() of a matrix that is one Tensor [rows, columns].
extern const char* const kPortableMatrices;

/// The same of a matrix in the types of its file, a List[Tensor]: of each part the name of its type
/// as bytes, and its rows. Needs the operator fe::dense.
extern const char* const kBlockMatrices;

/// linear() of a Matrix, which libtorch can differentiate by x. Needs the operator fe::product.
extern const char* const kDifferentiableMatrices;

} // namespace fe::tensor
