// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"
#include "formats/model_package.h"

#include <string>
#include <string_view>
#include <vector>

// Safetensors, as its documentation lays it out:
//
//   0    u64 little endian: N, bytes of the header, at most 100,000,000
//   8    N bytes of JSON that begin with '{' and may end in spaces:
//          "__metadata__": {text: text, ...}          optional
//          NAME: {"dtype": "F32", "shape": [2, 3], "data_offsets": [BEGIN, END]}
//   8+N  data; BEGIN and END count from here, row-major, little endian
//
// As the reference does, tensors must cover the data without holes, overlaps or a tail, in any
// order, and END - BEGIN is just what dtype and shape need.

namespace fe::formats {

struct SafetensorsHeader {
    base::Json metadata = base::Json::object(); ///< __metadata__
    std::vector<TensorEntry> tensors; ///< in the header's order; offsets from the start of the file
};

[[nodiscard]] base::Result<SafetensorsHeader> readSafetensorsHeader(const File& file);

/// The JSON text alone, which begins with '{' and has no NUL: fields and their types are checked,
/// `offset` is BEGIN and `bytes` is END - BEGIN, not yet held against the shape or the file. Memory
/// is a few times the text's.
[[nodiscard]] base::Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json,
                                                                     const std::string& file);

inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;
inline constexpr const char* kSafetensorsMetadata = "__metadata__";

} // namespace fe::formats
