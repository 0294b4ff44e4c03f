// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"

namespace fe::formats {

/// What a file holds, judged by its first bytes and never by its name.
enum class ContentKind {
    Empty,
    Gguf,
    Safetensors, ///< a plausible header length with a JSON object behind it
    Zip, ///< TorchScript, or what torch.save writes
    Pickle, ///< torch.save of old, joblib ...: loading one may run any code
    LfsPointer, ///< the text that Git LFS leaves in place of a file
    Unknown,
};

[[nodiscard]] base::Result<ContentKind> contentKind(const File& file);

/// Why a file of that kind is no weights that we read, and what to do. `kind` is not Gguf,
/// Safetensors or Zip, or, where only those are asked for, a Zip in place of safetensors.
[[nodiscard]] base::Error refusedContent(const File& file, ContentKind kind);

} // namespace fe::formats
