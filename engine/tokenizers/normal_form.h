// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/char_changes.h"
#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// Unicode's normal forms (UAX #15) with the characters of Unicode 9; later ones stay as they are.
enum class NormalForm { C, D, Kc, Kd };

/// Appends `source` in the normal form. O(n log n).
void appendNormalForm(const TextView& source, NormalForm form, AlignedText& out);

/// The stage that does only this.
[[nodiscard]] NormalizerPtr makeNormalForm(NormalForm form);

} // namespace fe::tokenizers
