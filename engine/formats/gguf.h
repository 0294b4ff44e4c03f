// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"
#include "formats/gguf_cursor.h"
#include "formats/model_package.h"

#include <cstdint>
#include <vector>

// GGUF, versions 2 and 3, little endian (ggml/docs/gguf.md):
//
//   0   "GGUF"
//   4   u32 version
//   8   u64 number of tensors
//   16  u64 number of metadata entries
//   24  metadata, each: text key; u32 value type; value
//         numbers and bool (one byte, 0 or 1) as they are
//         text: u64 bytes; that many bytes of UTF-8
//         array: u32 element type; u64 elements; the elements
//   ..  tensors, each: text name; u32 dimensions (0-4); u64 per dimension, fastest first;
//         u32 ggml type; u64 offset from the data section
//   ..  padding to general.alignment (a power of two, 32 if absent)
//   ..  data section: each tensor begins at a multiple of the alignment; rows are whole blocks
//
// Version 1 had 32-bit lengths and is refused, as are big-endian files and parts of a split model.

namespace fe::formats {

struct GgufHeader {
    base::Json metadata; ///< an object, in the file's order
    std::vector<TensorEntry> tensors; ///< offsets from the start of the file; no two overlap
};

/// Reads and checks all that comes before the data section. The file begins with "GGUF".
[[nodiscard]] base::Result<GgufHeader> readGgufHeader(const File& file);

/// The metadata entries, with the cursor at the first of them. Memory is bounded by a few times
/// the size of the file. Keys are unique and not empty.
[[nodiscard]] base::Result<base::Json> readGgufMetadata(GgufCursor& cursor, std::uint64_t entries);

/// Longest key or tensor name (the specification's limit for keys), bytes.
inline constexpr std::uint64_t kMaxGgufName = 65'535;

} // namespace fe::formats
