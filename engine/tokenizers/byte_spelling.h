// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"

namespace fe::tokenizers {

/// Appends the text with every byte spelled as a character of the byte alphabet, each aligned with
/// the whole code point that the byte belongs to.
void appendByteSpelling(const TextView& source, AlignedText& out);

} // namespace fe::tokenizers
